/** Searches, and shows what was found: the list, its filters, and what there is instead when there is nothing. */
import { html, nothing, render } from './vendor/lit-html/lit-html.js';
import { get } from './api.js';
import { Cards } from './cards.js';
import { chips } from './chips.js';
import { FACETS, FACET_SIZE, facetGroups } from './facets.js';
import { filmList } from './films.js';
import { painted } from './frame.js';
import { empty, failed } from './notices.js';
import { sortChoice } from './sort.js';
import { TEXT, filtersOf, spelt, writeSearch } from './state.js';
import { films } from './text.js';

const PAGE = 20;
const MOST_PER_PAGE = 200;
const FIELDS = 'id,title,year,cast,genres,extract,thumbnail,thumbnail_width,thumbnail_height';

/** Parameters of which the answer can tell where they matched. */
const MATCHED = [TEXT, 'title', 'name', 'actor'];

/** Results that are kept for going back to them at once. */
const KEPT = 12;

/** Before a total is told to a screen reader, typing must have paused for this long, in milliseconds. */
const QUIET = 600;

/** Before counts are asked for, typing must have paused for this long, in milliseconds: the next letter's films are not to wait for them.
 * Fast typists have a letter every 100, others every 200. */
const CALM = 200;

/** Milliseconds after which an answer is long in coming. */
const LONG = 150;

/** Pauses between attempts at a server that does not answer, in seconds; the last one again and again. */
const PAUSES = [1, 2, 4, 8, 15];

/** The least height of a card and what is between two, in pixels, and the most columns, as style.css has them. */
const [ROW, COLUMNS] = [185, 2];

/** How many cards may be in sight at the top of a list. */
const inSight = () => Math.ceil(innerHeight / ROW) * COLUMNS;

const WIDE = matchMedia('(min-width: 60rem)');

export class FilmSearch {
  search = null;
  #cards = new Cards();
  #found = null;
  #facets = null;
  #span = null;
  #trouble = null;
  #offers = [];
  #kept = new Map();
  #turn = 0;
  #request = new AbortController();
  #isLoadingMore = false;
  #moreTrouble = null;
  #attempts = 0;
  #retry = 0;
  #slow = 0;
  #telling = 0;
  #calm = 0;
  #areFiltersOpen = false;

  /**
   * @param elements The page's elements by name.
   * @param change Takes the search that is wanted instead of the present one, and whether it is the last word of a gesture.
   */
  constructor(elements, change) {
    this.elements = elements;
    this.change = (search, isFinal = true) => change(search, isFinal);
    // Filters are not drawn anew at every keystroke: what they change is changed in the search as it is by then.
    this.refine = (part, isFinal) => this.change({ ...this.search, ...part }, isFinal);
    this.end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.more(), { rootMargin: '800px' });
    addEventListener('online', () => this.#trouble && this.again());
    WIDE.addEventListener('change', () => this.search && this.#drawFacets());
  }

  /** A film of the list, as far as the list has it. */
  film(id) {
    return this.#found?.items.find((movie) => movie.id === id) ?? null;
  }

  /** How many films are loaded. */
  get loaded() {
    return this.#found?.items.length ?? 0;
  }

  /**
   * Searches and shows what is found. What an earlier call finds after this one has begun is never shown.
   * @param search What to search.
   * @param place What the history remembers of it; null when it is new.
   */
  async show(search, place = null) {
    const isTyped = this.search !== null && this.search.text !== search.text && filtersKey(this.search) === filtersKey(search);
    this.search = search;
    const key = writeSearch(search).toString();
    const turn = ++this.#turn;
    this.#request.abort();
    clearTimeout(this.#retry);
    clearTimeout(this.#calm);
    this.#request = new AbortController();
    this.#trouble = null;
    const kept = place === null ? undefined : this.#kept.get(key);
    if (kept !== undefined) {
      [this.#found, this.#facets] = [kept.found, kept.facets];
      this.#showWhole(key);
      this.#drawChips();
      this.#drawFacets();
      return;
    }
    this.#busy(true);
    // First the list, which is what is waited for, and while somebody types fast nothing but that; what is set is drawn meanwhile.
    const asked = this.#askFilms(key, turn, place);
    this.#drawChips();
    if (!isTyped) this.#drawFacets();
    await asked;
    if (turn !== this.#turn) return;
    if (isTyped) this.#calm = setTimeout(() => this.#askFacets(key, turn), CALM);
    else await this.#askFacets(key, turn);
  }

  /** Asks once more for what was asked last. */
  again() {
    return this.show(this.search);
  }

  async #askFilms(key, turn, place) {
    const wanted = place?.loaded ?? PAGE;
    try {
      const found = await this.#first(key, Math.min(Math.max(wanted, PAGE), MOST_PER_PAGE));
      while (turn === this.#turn && found.next && found.items.length < wanted) await this.#next(found, MOST_PER_PAGE);
      if (turn !== this.#turn) return;
      this.#found = found;
      this.#attempts = 0;
      this.#keep(key, found);
      if (place === null && this.#cards.areThere) await this.#showInTurn(key, turn);
      else this.#showWhole(key);
      if (turn === this.#turn && found.total === 0) this.#offer(turn);
    } catch (failure) {
      if (turn === this.#turn) this.#failed(failure);
    }
  }

  async #first(key, size) {
    const { body, engine } = await get(listPath(key, size, null), this.#request.signal);
    return { key, items: body.items, highlights: body.highlights, total: body.total, next: body.next, didYouMean: body.did_you_mean, engine };
  }

  async #next(found, size) {
    const { body } = await get(listPath(found.key, size, found.next), this.#request.signal);
    found.items.push(...body.items);
    found.highlights?.push(...(body.highlights ?? []));
    found.next = body.next;
  }

  async #askFacets(key, turn) {
    try {
      this.#span ??= await firstAndLast(this.#request.signal);
      const { body } = await get(`/movies?${spelt(new URLSearchParams([...new URLSearchParams(key), ['page_size', 1], ['fields', 'id'],
        ['facets', FACETS], ['facet_size', FACET_SIZE]]))}`, this.#request.signal);
      if (turn !== this.#turn) return;
      this.#facets = body.facets;
      this.#kept.get(key) && (this.#kept.get(key).facets = body.facets);
      this.#drawFacets();
      // As the list does: the counts come after it.
      this.elements.facets.dataset.shown = key;
    } catch {
      // The list has just been asked for with the same filters, and says what is wrong; so does the next.
    }
  }

  /** Loads the films after the last one shown. */
  async more() {
    const found = this.#found;
    if (!found?.next || this.#isLoadingMore || this.#moreTrouble) return;
    this.#isLoadingMore = true;
    this.#drawFilms();
    try {
      await this.#next(found, PAGE * 2);
    } catch (failure) {
      if (found === this.#found && failure.name !== 'AbortError') this.#moreTrouble = failure;
    }
    if (found !== this.#found) return;
    this.#isLoadingMore = false;
    this.#drawFilms();
  }

  /** Finds what taking a filter away would give. */
  async #offer(turn) {
    const search = this.search;
    const ways = filtersOf(search);
    if (search.text.trim() !== '' && ways.length > 0) ways.unshift({ label: search.text, without: { ...search, text: '' } });
    let totals;
    try {
      totals = await Promise.all(ways.slice(0, 8).map((way) =>
        get(`/movies?${spelt(new URLSearchParams([...writeSearch(way.without), ['page_size', 1], ['fields', 'id']]))}`, this.#request.signal)));
    } catch {
      // Without them, less is offered.
      return;
    }
    if (turn !== this.#turn) return;
    this.#offers = ways.slice(0, 8).map((way, index) => ({ ...way, total: totals[index].body.total })).filter((way) => way.total > 0);
    this.#drawFilms();
  }

  #keep(key, found) {
    this.#kept.delete(key);
    this.#kept.set(key, { found, facets: this.#facets });
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
  }

  #failed(failure) {
    if (failure.name === 'AbortError') return;
    if (failure.problem === undefined) throw failure;
    this.#trouble = failure;
    this.#found = null;
    this.#busy(false);
    if (failure.status === 0 || failure.status === 503) {
      const pause = Math.max(failure.retryAfter, PAUSES[Math.min(this.#attempts++, PAUSES.length - 1)]);
      this.#retry = setTimeout(() => this.again(), pause * 1000);
    }
    this.#drawFilms();
  }

  /** Shows a list's cards in sight, and what is not waited for when those are on the screen. */
  async #showInTurn(key, turn) {
    this.#begin();
    this.#drawFilms(inSight());
    // What tells whoever measures that the films in sight are those of this query.
    this.elements.results.dataset.seen = key;
    await painted();
    if (turn === this.#turn) this.#complete(key);
  }

  /** Shows a whole list at once, as it is needed where one goes back to a place in it. */
  #showWhole(key) {
    this.#cards.forget();
    this.#begin();
    this.#complete(key);
  }

  #begin() {
    this.#offers = [];
    this.#moreTrouble = null;
    this.#isLoadingMore = false;
    this.#busy(false);
  }

  #complete(key) {
    this.#drawFilms();
    // What tells tests that the list is that of this query.
    this.elements.results.dataset.shown = key;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => { this.elements.told.textContent = `${films(this.#found?.total ?? 0)} found`; }, QUIET);
  }

  /** Shows that an answer is waited for, once that is long: to show it for each keystroke would cost as much as the list. */
  #busy(isBusy) {
    clearTimeout(this.#slow);
    if (isBusy) this.#slow = setTimeout(() => this.#showBusy(true), LONG);
    else if (!this.elements.progress.hidden) this.#showBusy(false);
  }

  #showBusy(isBusy) {
    this.elements.progress.hidden = !isBusy;
    this.elements.results.setAttribute('aria-busy', String(isBusy));
  }

  #drawChips() {
    draw(chips(this.search, this.change), this.elements.chips);
  }

  #drawFilms(inSight = null) {
    const retry = { onRetry: () => this.again(), isRetrying: this.#trouble?.status !== 400 };
    if (this.#trouble !== null) draw(failed(this.#trouble, retry), this.elements.results);
    else if (this.#found.total === 0) draw(empty(this.search, this.#found, this.#offers), this.elements.results);
    else draw(this.#list(inSight), this.elements.results);
  }

  #list(inSight) {
    // Observed anew, it is reported anew: also when it has stayed in sight while films came.
    queueMicrotask(() => {
      const end = this.elements.results.querySelector('.end');
      this.end.disconnect();
      if (end !== null && this.#found?.next) this.end.observe(end);
    });
    return filmList(this.#found, {
      cards: this.#cards.of(this.#found.items),
      inSight,
      // The list is drawn when its films have come; until then something else may have been set, which must not be lost.
      sort: sortChoice(this.search, this.search.text.trim() !== '', (sort) => this.change({ ...this.search, sort })),
      onMore: () => this.more(),
      isLoading: this.#isLoadingMore,
      trouble: this.#moreTrouble && html`<div role="alert"><p>${this.#moreTrouble.problem.title}.</p>
        <button class="plain" type="button" @click=${() => { this.#moreTrouble = null; this.more(); }}>Try again</button></div>`,
    });
  }

  #drawFacets() {
    const isOpen = WIDE.matches || this.#areFiltersOpen;
    const set = filtersOf(this.search).length;
    draw(html`${WIDE.matches ? nothing : html`<button class="plain filters" type="button" aria-expanded=${isOpen} aria-controls="groups"
        @click=${() => { this.#areFiltersOpen = !this.#areFiltersOpen; this.#drawFacets(); }}>Filters${set > 0 ? ` (${set})` : ''}</button>`}
      <div id="groups" ?hidden=${!isOpen}>${facetGroups({
        facets: this.#facets, span: this.#span, search: this.search, refine: this.refine, redraw: () => this.#drawFacets(),
      })}</div>`, this.elements.facets);
  }
}

const filtersKey = (search) => writeSearch({ ...search, text: '' }).toString();

const drawn = new WeakSet();

/** Draws into an element; what the server had painted there goes only now. */
function draw(what, into) {
  if (!drawn.has(into)) into.replaceChildren();
  drawn.add(into);
  render(what, into);
}

function listPath(key, size, cursor) {
  const params = new URLSearchParams(key);
  params.append('page_size', size);
  params.append('fields', FIELDS);
  if (MATCHED.some((name) => params.has(name))) params.append('highlight', 'true');
  if (cursor !== null) params.append('cursor', cursor);
  return `/movies?${spelt(params)}`;
}

async function firstAndLast(signal) {
  const { body } = await get('/years?page_size=1000', signal);
  const all = body.items.map((item) => Number(item.value));
  return all.length === 0 ? null : { first: Math.min(...all), last: Math.max(...all) };
}
