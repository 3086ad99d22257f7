/** Changes to movies as they happen. */
import { html, nothing, render } from '../vendor/lit-html/lit-html.js';
import { repeat } from '../vendor/lit-html/directives/repeat.js';
import { get } from '../api.js';
import { movieUrl } from '../state.js';
import { count } from '../text.js';

const SHOWN = 25;

/** Titles are asked for when changes have paused for this long, in milliseconds, so that a file of thousands asks for few. */
const QUIET = 300;

export class Changes {
  #latest = [];
  #total = 0;
  #number = 0;
  #isOpen = false;
  #titles = new Map();
  #naming = 0;
  #frame = 0;
  #events = null;

  /**
   * @param element Where they are shown.
   * @param onChange Is called when something has changed.
   */
  constructor(element, onChange) {
    Object.assign(this, { element, onChange });
    this.#draw();
  }

  /** Begins to follow. */
  start() {
    if (this.#events !== null) return;
    this.#events = new EventSource('/changes');
    for (const kind of ['added', 'updated', 'deleted']) this.#events.addEventListener(kind, (event) => this.#take(JSON.parse(event.data)));
    for (const name of ['open', 'error', 'expired']) this.#events.addEventListener(name, () => this.#opened(name === 'open'));
  }

  /** Follows no more, so that a page in the background keeps no connection. */
  stop() {
    this.#events?.close();
    this.#events = null;
    this.#opened(false);
  }

  #opened(isOpen) {
    this.#isOpen = isOpen;
    this.#drawSoon();
  }

  #take(change) {
    this.#total++;
    this.#latest.unshift({ ...change, number: this.#number++ });
    this.#latest.length = Math.min(this.#latest.length, SHOWN);
    this.#titles.delete(change.id);
    clearTimeout(this.#naming);
    this.#naming = setTimeout(() => this.#name(), QUIET);
    this.onChange();
    this.#drawSoon();
  }

  async #name() {
    const unnamed = new Set(this.#latest.filter((change) => change.kind !== 'deleted' && !this.#titles.has(change.id)).map((change) => change.id));
    await Promise.all([...unnamed].map(async (id) => {
      try {
        const { body } = await get(`/movies/${encodeURIComponent(id)}`);
        this.#titles.set(id, `${body.title} (${body.year})`);
      } catch {
        // It may have gone meanwhile; then its id has to do.
      }
    }));
    this.#drawSoon();
  }

  #drawSoon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    render(html`<h2>Changes <span class="state ${this.#isOpen ? 'ingested' : 'pending'}">${this.#isOpen ? 'following' : 'not connected'}</span></h2>
      ${this.#total === 0 ? html`<p class="quiet">None since this page was opened.</p>` : html`<p class="quiet">${count(this.#total)} since this page was opened.</p>`}
      <ol class="rows" id="latest">${repeat(this.#latest, (change) => change.number, (change) => html`<li>
        <span class="state ${change.kind}">${change.kind}</span>
        ${change.kind === 'deleted' ? html`<b>${change.id}</b>` : html`<a href=${movieUrl(change.id)} dir="auto">${this.#titles.get(change.id) ?? change.id}</a>`}
        <span class="quiet" dir="auto">${change.source}</span> <span class="quiet">${change.generation === undefined ? nothing : `generation ${count(change.generation)}`}</span>
      </li>`)}</ol>`, this.element);
  }
}
