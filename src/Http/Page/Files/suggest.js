/** Suggestions under the search box: the combobox of ARIA 1.2, a list of which one is active while the focus stays in the box. */
import { html, render } from './vendor/lit-html/lit-html.js';
import { get } from './api.js';
import { films } from './text.js';

const SIZE = 8;

/** Milliseconds after which films are long in coming, and are not waited for. */
const LONG = 150;

export class Suggestions {
  #options = [];
  #active = -1;
  #turn = 0;
  #request = new AbortController();
  #isOffered = true;

  /**
   * @param input The search box.
   * @param list The element for the suggestions.
   * @param onChoice Takes the suggestion that was chosen.
   */
  constructor(input, list, onChoice) {
    Object.assign(this, { input, list, onChoice });
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']])
      input.setAttribute(name, value);
    input.addEventListener('keydown', (event) => this.#press(event));
    input.addEventListener('blur', () => this.close());
    // Otherwise the box would lose the focus before a click is complete.
    list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get isOpen() {
    return this.#options.length > 0;
  }

  /** Takes the suggestions away, and those that are under way. */
  close() {
    this.#turn++;
    this.#request.abort();
    this.#show([]);
  }

  /**
   * Asks for what was typed.
   * @param first What is waited for before, for a while: the films, which are to be on the screen first.
   */
  async ask(first) {
    const text = this.input.value.trim();
    this.#request.abort();
    const turn = ++this.#turn;
    if (text === '' || !this.#isOffered) return this.#show([]);
    this.#request = new AbortController();
    await Promise.race([first, new Promise((done) => setTimeout(done, LONG))]);
    if (turn !== this.#turn) return;
    try {
      const { body } = await get(`/suggest?${new URLSearchParams({ prefix: text, size: SIZE })}`, this.#request.signal);
      if (turn === this.#turn) this.#show(body.suggestions);
    } catch (failure) {
      if (failure.status === 404) this.#isOffered = false;
      if (turn === this.#turn) this.#show([]);
    }
  }

  #show(options) {
    this.#options = options;
    this.#active = -1;
    this.#draw();
  }

  #draw() {
    this.input.setAttribute('aria-expanded', String(this.isOpen));
    if (this.#active < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `suggestion-${this.#active}`);
    this.list.hidden = !this.isOpen;
    render(this.#options.map((option, index) => html`<li id="suggestion-${index}" role="option" aria-selected=${index === this.#active}
      @click=${() => this.#choose(option)}><span class="what" dir="auto">${option.text}</span>
      <span class="note">${option.kind === 'title' ? option.year : films(option.movies)}</span></li>`), this.list);
    this.list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
  }

  #press(event) {
    if (event.isComposing || !this.isOpen) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      // One place more than there are options: none of them, the text as it was typed.
      const places = this.#options.length + 1;
      this.#active = ((this.#active + 1 + steps[event.key] + places) % places) - 1;
      this.#draw();
    } else if (event.key === 'Enter' && this.#active >= 0) this.#choose(this.#options[this.#active]);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
  }

  #choose(option) {
    this.close();
    this.onChoice(option);
  }
}
