/** The filters beside the list: counts as if their own filter were not set, so that each number says what a further choice would add. */
import { html, nothing } from './vendor/lit-html/lit-html.js';
import { repeat } from './vendor/lit-html/directives/repeat.js';
import { live } from './vendor/lit-html/directives/live.js';
import { count } from './text.js';
import { years } from './years.js';

/** What the counts are asked with. */
export const FACETS = 'genre:others,decade:others,year:others,cast:others';

/** Enough for every year of a century and a half; the most frequent come first. */
export const FACET_SIZE = 200;

const FEW = 8;
const MANY = 40;

const GROUPS = [
  { name: 'Genre', facet: 'genre', of: 'genres', label: (value) => value },
  { name: 'Decade', facet: 'decade', of: 'decades', label: (value) => `${value}s`, order: (a, b) => b.value - a.value },
  { name: 'Cast', facet: 'cast', of: 'casts', label: (value) => value },
];

/** Which groups are shown at length. */
const opened = new Set();

/** The counts to show for a group: the first ones, and whatever is chosen, so that it can be unchosen. */
function shown(counts, chosen, isOpen) {
  const rows = counts.slice(0, isOpen ? MANY : FEW);
  for (const value of chosen) {
    if (!rows.some((row) => same(row.value, value)))
      rows.push(counts.find((row) => same(row.value, value)) ?? { value, count: 0 });
  }
  return rows;
}

// The facet has a value's commonest spelling, a URL may have any.
export const same = (a, b) => String(a).toLowerCase() === String(b).toLowerCase();

function group({ name, facet, of, label, order }, facets, search, refine, redraw) {
  const counts = order ? (facets[facet] ?? []).toSorted(order) : facets[facet] ?? [];
  const chosen = search[of];
  const isOpen = opened.has(facet);
  const toggle = (value, isOn) => refine({
    [of]: isOn ? [...chosen, value] : chosen.filter((other) => !same(other, value)),
  });
  return html`<fieldset class="of-${facet}">
    <legend>${name}</legend>
    ${repeat(shown(counts, chosen, isOpen), ({ value }) => value, ({ value, count: n }) => html`<label class="choice">
      <input type="checkbox" data-facet=${facet} data-value=${value} .checked=${live(chosen.some((other) => same(other, value)))}
        @change=${(event) => toggle(value, event.target.checked)}>
      <span class="value" dir="auto">${label(value)}</span> <span class="count">${count(n)}</span>
    </label>`)}
    ${counts.length === 0 && chosen.length === 0 ? html`<p class="quiet">None here.</p>` : nothing}
    ${counts.length > FEW ? html`<button class="link" type="button" aria-expanded=${isOpen}
      @click=${() => { isOpen ? opened.delete(facet) : opened.add(facet); redraw(); }}>${isOpen ? 'Fewer' : 'More'}
      <span class="unseen">${name.toLowerCase()} choices</span></button>` : nothing}
  </fieldset>`;
}

/**
 * All filters.
 * @param facets The counts; null while there are none.
 * @param span First and last year of the whole catalogue.
 * @param search What is searched now.
 * @param refine Takes what of the search is to be another, and whether that is its last word for now.
 * @param redraw Draws all of this again.
 */
export function facetGroups({ facets, span, search, refine, redraw }) {
  if (facets === null) return nothing;
  const [genre, decade, cast] = GROUPS.map((one) => group(one, facets, search, refine, redraw));
  return html`${genre}${span === null ? nothing : years(facets.year ?? [], span, search, refine)}${decade}${cast}`;
}
