/** Latency percentiles as they are, over the last minutes. */
import { html, render } from '../vendor/lit-html/lit-html.js';
import { count, milliseconds } from '../text.js';
import { answers, between } from './metrics.js';

const SHARES = [0.5, 0.95, 0.99];
const NAMES = ['p50', 'p95', 'p99'];

/** Points that are shown: five minutes of one every two seconds. */
const POINTS = 150;

/** Readings that a point looks back over, so that it is of enough answers. */
const WINDOW = 5;

const DASHES = [[], [6, 3], [2, 3]];

/** A logarithmic scale ends at powers of ten; one that begins where it ends would be none. */
const powerOfTen = (value, round) => 10 ** (round(Math.log10(value) + (round === Math.ceil ? 0.001 : -0.001)));

function powersOfTen(low, high) {
  const first = Math.round(Math.log10(low));
  return Array.from({ length: Math.round(Math.log10(high)) - first + 1 }, (_, index) => Number((10 ** (first + index)).toPrecision(1)));
}

export class Latency {
  #readings = [];
  #points = [[], [], [], []];
  #plot = null;

  constructor(figure, window, table) {
    Object.assign(this, { figure, window, table });
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(figure);
    // A canvas has no style of its own: what is drawn is drawn anew in the other colours.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#restart());
  }

  /** Takes a reading of the metrics and of the counters. */
  take(metrics, counters, now) {
    const reading = answers(metrics);
    const before = this.#readings.at(-WINDOW) ?? this.#readings[0];
    let latest = before === undefined ? null : between(before.reading, reading, SHARES);
    if (before !== undefined && latest === null) this.#readings = [];
    this.#readings.push({ reading, now });
    this.#readings = this.#readings.slice(-WINDOW);
    latest ??= { total: 0, percentiles: SHARES.map(() => null) };
    [now / 1000, ...latest.percentiles].forEach((value, index) => this.#points[index].push(value));
    this.#points = this.#points.map((values) => values.slice(-POINTS));
    this.#draw(latest, before === undefined ? 0 : (now - before.now) / 1000, counters);
  }

  #draw(latest, seconds, counters) {
    if (this.#plot === null) this.#restart();
    this.#plot?.setData(this.#points);
    render(html`<dl class="tiles small">
      ${NAMES.map((name, index) => html`<div><dt>${name}</dt><dd>${latest.percentiles[index] === null ? '–' : milliseconds(latest.percentiles[index])}</dd></div>`)}
      <div><dt>answers a second</dt><dd>${seconds === 0 ? '–' : (latest.total / seconds).toFixed(latest.total / seconds < 10 ? 1 : 0)}</dd></div>
    </dl><p class="quiet">${seconds === 0 ? 'From the next look on' : `The last ${Math.round(seconds)} s`}, of questions to the catalogue, as the server measures them.</p>`, this.window);
    render(html`<details><summary>Since the start, by path</summary><div class="wide" tabindex="0" role="region" aria-label="Latency by path"><table>
      <thead><tr><th scope="col">Path</th><th scope="col" class="n">Answers</th>${NAMES.map((name) => html`<th scope="col" class="n">${name}</th>`)}<th scope="col" class="n">Longest</th></tr></thead>
      <tbody>${Object.entries({ ...counters.routes, 'search alone, without HTTP': counters.engine }).map(([route, times]) => html`<tr><th scope="row">${route}</th>
        <td class="n">${count(times.count)}</td>${[times.p50_ms, times.p95_ms, times.p99_ms, times.max_ms].map((ms) => html`<td class="n">${milliseconds(ms)}</td>`)}</tr>`)}</tbody>
    </table></div></details>`, this.table);
  }

  #size() {
    return { width: Math.max(240, this.figure.clientWidth), height: 220 };
  }

  #restart() {
    this.#plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const font = `12px ${colour('--sans')}`;
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 }, font };
    const colours = [colour('--good'), colour('--accent'), colour('--bad')];
    this.#plot = new globalThis.uPlot({
      ...this.#size(),
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { range: (_, first, last) => [last - (POINTS - 1) * 2, last] }, y: { distr: 3, range: (_, low, high) => [powerOfTen(low ?? 0.1, Math.floor), powerOfTen(high ?? 10, Math.ceil)] } },
      axes: [{ ...axis, space: 80, values: (_, times) => times.map((time) => new Date(time * 1000).toLocaleTimeString('en-GB')) },
        { ...axis, size: 70, splits: (_, __, low, high) => powersOfTen(low, high), values: (_, times) => times.map((ms) => `${ms} ms`) }],
      series: [{}, ...NAMES.map((label, index) => ({ label, stroke: colours[index], width: 2, dash: DASHES[index], spanGaps: false, points: { show: false } }))],
    }, this.#points, this.figure);
    this.figure.querySelector('.key')?.remove();
    const key = document.createElement('p');
    key.className = 'key';
    render(NAMES.map((name, index) => html`<span class="key-${index}">${name}</span>`), key);
    this.figure.append(key);
  }
}
