/** The filters that are set, each with a button that takes it away. */
import { html, nothing } from './vendor/lit-html/lit-html.js';
import { filtersOf, noSearch } from './state.js';

export function chips(search, change) {
  const filters = filtersOf(search);
  if (filters.length === 0) return nothing;
  return html`<ul aria-label="Filters that are set">${filters.map(({ kind, label, without }) => html`<li>
      <button class="chip" type="button" aria-label="Remove ${kind}: ${label}" @click=${(event) => remove(event, () => change(without))}>
        <span class="kind">${kind}</span> <bdi>${label}</bdi> <span class="cross" aria-hidden="true">×</span></button></li>`)}
    ${filters.length > 1 ? html`<li><button class="link" type="button" @click=${(event) =>
      remove(event, () => change({ ...noSearch, text: search.text, sort: search.sort }))}>Remove all</button></li>` : nothing}</ul>`;
}

// The button that has the focus goes; the one that takes its place has it next, or the search box when there is none.
function remove(event, change) {
  const list = event.currentTarget.closest('.chips');
  const index = [...list.querySelectorAll('button')].indexOf(event.currentTarget);
  change();
  const left = list.querySelectorAll('.chip');
  (left[Math.min(index, left.length - 1)] ?? document.getElementById('text')).focus();
}
