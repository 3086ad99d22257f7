/** The range of years: a histogram with two sliders under it. */
import { html } from './vendor/lit-html/lit-html.js';
import { live } from './vendor/lit-html/directives/live.js';
import { count } from './text.js';
import { yearsLabel } from './state.js';

/** A bar is at least two pixels wide. */
const MOST_BARS = 130;
const HEIGHT = 40;

/** Counts by year, added up to bars that are as wide as years are many. */
export function bars(counts, { first, last }) {
  const step = Math.ceil((last - first + 1) / MOST_BARS);
  const sums = new Array(Math.ceil((last - first + 1) / step)).fill(0);
  for (const { value, count: n } of counts) {
    const bar = Math.floor((value - first) / step);
    if (bar >= 0 && bar < sums.length) sums[bar] += n;
  }
  return sums.map((sum, index) => ({ from: first + index * step, to: Math.min(last, first + (index + 1) * step - 1), count: sum }));
}

// A bar that stands for any film at all can be seen.
const height = (n, most) => (n === 0 ? 0 : Math.max(1.5, (HEIGHT * n) / most));

/** All bars of one colour as one path: a hundred elements would cost every keystroke their style and layout. */
const outline = (all, most, isShown) => all.map((bar, index) => (bar.count > 0 && isShown(bar)
  ? `M${index + 0.1} ${HEIGHT}v${-height(bar.count, most).toFixed(1)}h.8V${HEIGHT}z` : '')).join('');

export function years(counts, span, search, refine) {
  const all = bars(counts, span);
  const most = Math.max(1, ...all.map((bar) => bar.count));
  const [from, to] = [search.from ?? span.first, search.to ?? span.last];
  const isIn = (bar) => bar.to >= from && bar.from <= to;
  const set = (low, high, isFinal) => refine({
    from: low <= span.first ? null : low,
    to: high >= span.last ? null : high,
  }, isFinal);
  const slider = (label, value, move) => html`<input type="range" aria-label=${label} min=${span.first} max=${span.last} step="1"
    .value=${live(String(value))} @input=${(event) => move(event, false)} @change=${(event) => move(event, true)}>`;
  // One slider pushes the other along, so that a range never ends before it begins.
  const low = (event, isFinal) => set(Number(event.target.value), Math.max(to, Number(event.target.value)), isFinal);
  const high = (event, isFinal) => set(Math.min(from, Number(event.target.value)), Number(event.target.value), isFinal);
  return html`<fieldset class="years">
    <legend>Year <span class="range">${from === span.first && to === span.last ? `${from}–${to}` : yearsLabel(from, to)}</span></legend>
    <div class="histogram">
      <svg viewBox="0 0 ${all.length} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        <path class="out" d=${outline(all, most, (bar) => !isIn(bar))}></path><path class="in" d=${outline(all, most, isIn)}></path></svg>
      <div class="sliders">${slider('From year', from, low)}${slider('To year', to, high)}</div>
    </div>
    <p class="unseen">At most ${count(most)} films in a year.</p>
  </fieldset>`;
}
