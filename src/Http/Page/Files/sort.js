/** The choice of an order. */
import { html } from './vendor/lit-html/lit-html.js';
import { live } from './vendor/lit-html/directives/live.js';

const ORDERS = [['-year,title', 'Newest first'], ['year,title', 'Oldest first'], ['title,-year', 'Title A–Z'], ['-title,-year', 'Title Z–A']];

/**
 * With words to rank by, the default is by how well a film matches; without, the newest come first.
 * @param change Takes the order that is wanted.
 */
export function sortChoice(search, isRanked, change) {
  const orders = isRanked ? [['', 'Best match'], ...ORDERS] : [['', 'Newest first'], ...ORDERS.slice(1)];
  const isOther = !orders.some(([value]) => value === search.sort);
  return html`<label class="sort">Sort <select id="sort" .value=${live(search.sort)} @change=${(event) => change(event.target.value)}>
    ${orders.map(([value, label]) => html`<option value=${value} ?selected=${value === search.sort}>${label}</option>`)}
    ${isOther ? html`<option value=${search.sort} selected>${search.sort}</option>` : ''}
  </select></label>`;
}
