/** The ledger: every drop file, what became of it, and why. */
import { html, nothing, render } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { get } from '../api.js';
import { count, milliseconds } from '../text.js';
import { ago, bytes } from './units.js';

const PAGE = 20;

export const STATES = { pending: 'waiting', ingested: 'ingested', quarantined: 'quarantined', failed_will_retry: 'tried again', gone: 'gone' };

const OUTCOMES = ['added', 'updated', 'unchanged', 'deleted', 'rejected'];

export class Ledger {
  #state = '';
  #wanted = PAGE;
  #answer = null;
  #reports = new Map();
  #counts = new Map();

  constructor(element) {
    this.element = element;
  }

  /** Asks anew, and draws. */
  async refresh() {
    const state = this.#state;
    const { body } = await get(`/ingest/files?page_size=${Math.min(200, this.#wanted)}${state === '' ? '' : `&status=${state}`}`);
    if (state !== this.#state) return;
    this.#answer = body;
    this.#draw();
  }

  /** Takes how many files are in each state. */
  take(metrics) {
    this.#counts = new Map((metrics.get('movies_ingest_files') ?? []).map((sample) => [sample.labels.state, sample.value]));
  }

  async #open(id, isOpen) {
    if (!isOpen) return;
    try {
      this.#reports.set(id, (await get(`/ingest/files/${encodeURIComponent(id)}`)).body);
    } catch (failure) {
      this.#reports.set(id, { trouble: failure.message });
    }
    this.#draw();
  }

  #show(state) {
    this.#state = state;
    this.#wanted = PAGE;
    return this.refresh();
  }

  #draw() {
    const { items, total } = this.#answer;
    const now = Date.now() / 1000;
    const tab = (state, label) => html`<button class="tab" type="button" aria-pressed=${this.#state === state} @click=${() => this.#show(state)}>${label}
      ${state !== '' && this.#counts.has(state) ? html`<span class="count">${count(this.#counts.get(state))}</span>` : nothing}</button>`;
    render(html`<h2>Drop files</h2>
      <div class="tabs" role="group" aria-label="State">${tab('', 'all')}${Object.entries(STATES).map(([state, label]) => tab(state, label))}</div>
      ${total === 0 ? html`<p class="quiet">None.</p>` : html`<ul class="rows files">${repeat(items, (file) => file.id, (file) => this.#file(file, now))}</ul>`}
      ${total > items.length && this.#wanted < 200 ? html`<button class="plain" type="button" @click=${() => { this.#wanted = 200; this.refresh(); }}>
        Show more of ${count(total)}</button>` : total > items.length ? html`<p class="quiet">The last ${count(items.length)} of ${count(total)}; the others are at
        <a href="/ingest/files?page=2&amp;page_size=200">/ingest/files</a>.</p>` : nothing}`, this.element);
  }

  #file(file, now) {
    return html`<li><details @toggle=${(event) => this.#open(file.id, event.target.open)}>
      <summary><b dir="auto">${file.key}</b> <span class="state ${file.state}">${STATES[file.state] ?? file.state}</span>
        <span class="quiet">${file.records === undefined ? file.fault?.reason ?? '' : html`${count(file.records)} records${file.rejected > 0 ? html`,
          <span class="bad">${count(file.rejected)} rejected</span>` : nothing}`}</span>
        <span class="quiet when">${file.last_attempt ? ago(now - Date.parse(file.last_attempt) / 1000) : ''}</span></summary>
      ${report(this.#reports.get(file.id) ?? file)}
    </details></li>`;
  }
}

function report(file) {
  if (file.trouble) return html`<p class="bad">${file.trouble}</p>`;
  const rejected = file.rejected_records ?? [];
  return html`<dl class="facts">
      ${fact('Source', file.source)}
      ${fact('Size', bytes(file.bytes))}
      ${fact('Changed', new Date(file.last_modified).toLocaleString('en-GB'))}
      ${file.records === undefined ? nothing : fact('Records', OUTCOMES.filter((name) => file[name] > 0).map((name) => `${count(file[name])} ${name}`).join(', ') || 'none')}
      ${file.ids_dropped > 0 ? fact('Ids dropped', count(file.ids_dropped)) : nothing}
      ${file.duration_ms === undefined ? nothing : fact('Took', milliseconds(file.duration_ms))}
      ${file.attempts > 1 ? fact('Attempts', count(file.attempts)) : nothing}
      ${file.next_attempt ? fact('Next attempt', new Date(file.next_attempt).toLocaleTimeString('en-GB')) : nothing}
      ${file.fault ? fact('Fault', file.fault.line > 0 ? `line ${file.fault.line}: ${file.fault.reason}` : file.fault.reason) : nothing}
    </dl>
    ${rejected.length === 0 ? nothing : html`<h3>Rejected records</h3><ul class="rejected">${rejected.map((record) => html`<li>line ${count(record.line)},
      <code>${record.path}</code>: ${record.reason}</li>`)}</ul>
      ${file.rejected > rejected.length ? html`<p class="quiet">and ${count(file.rejected - rejected.length)} more</p>` : nothing}`}`;
}

const fact = (name, shown) => html`<div><dt>${name}</dt><dd dir="auto">${shown}</dd></div>`;
