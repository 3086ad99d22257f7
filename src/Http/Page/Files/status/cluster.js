/**
 * Silos and partitions, where the service is a cluster that tells of them at /cluster:
 * `{"silos":[{"name","address","status","movies","bytes","staleness_ms"}],"partitions":[{"name","silo","movies","bytes","version","staleness_ms"}]}`.
 * Fields that are missing are left out; where there is no such path, nothing is shown, and it is not asked for again.
 */
import { html, nothing, render } from '../vendor/lit-html/lit-html.js';
import { get } from '../api.js';
import { count, milliseconds } from '../text.js';
import { bytes } from './units.js';

/** A replica is to be at most this far behind the owners, in milliseconds. */
const LATE = 1000;

const lag = (ms) => (ms === 0 ? '0 ms' : milliseconds(ms));

const COLUMNS = {
  silos: [['name', 'Silo'], ['address', 'Address'], ['status', 'State'], ['movies', 'Films', count], ['bytes', 'Size', bytes], ['staleness_ms', 'Behind', lag]],
  partitions: [['name', 'Partition'], ['silo', 'Silo'], ['movies', 'Films', count], ['bytes', 'Size', bytes], ['version', 'Version', count], ['staleness_ms', 'Behind', lag]],
};

export class Cluster {
  #isThere = true;

  constructor(element) {
    this.element = element;
  }

  async refresh() {
    if (!this.#isThere) return;
    try {
      const { body } = await get('/cluster');
      this.element.hidden = false;
      render(html`<h2>Cluster</h2>${table('Silos', COLUMNS.silos, body.silos ?? [])}${table('Partitions', COLUMNS.partitions, body.partitions ?? [])}`, this.element);
    } catch (failure) {
      if (failure.status === 404) this.#isThere = false;
    }
  }
}

function table(title, columns, rows) {
  const shown = columns.filter(([field]) => rows.some((row) => row[field] !== undefined));
  return html`<h3>${title} <span class="quiet">${count(rows.length)}</span></h3>
    <div class="wide tall" tabindex="0" role="region" aria-label=${title}><table>
      <thead><tr>${shown.map(([, name, form]) => html`<th scope="col" class=${form ? 'n' : ''}>${name}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${shown.map(([field, , form], index) => cell(row, field, form, index))}</tr>`)}</tbody>
    </table></div>`;
}

function cell(row, field, form, index) {
  const shown = row[field] === undefined ? nothing : form ? form(row[field]) : row[field];
  const style = `${form ? 'n' : ''}${field === 'staleness_ms' && row[field] > LATE ? ' bad' : ''}`;
  return index === 0 ? html`<th scope="row">${shown}</th>` : html`<td class=${style}>${shown}</td>`;
}
