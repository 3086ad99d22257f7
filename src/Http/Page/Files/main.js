/** The page of films: what the URL says is what is shown, and what is done goes into the URL. */
import { MovieView } from './movie.js';
import { FilmSearch } from './search.js';
import { movieUrl, noSearch, readSearch, searchUrl } from './state.js';
import { Suggestions } from './suggest.js';

const element = (id) => document.getElementById(id);
const input = element('text');
const elements = Object.fromEntries(['found', 'movie', 'chips', 'facets', 'results', 'progress', 'told'].map((id) => [id, element(id)]));

const films = new FilmSearch(elements, (search, isFinal) => change(search, 'filter', isFinal));
const movie = new MovieView(elements.movie, goBack);

const suggestions = new Suggestions(input, element('suggestions'), choose);
input.addEventListener('input', () => {
  const shown = change({ ...(isMovie() ? noSearch : films.search ?? noSearch), text: input.value }, 'typing', false);
  suggestions.ask(shown);
});

// Places are kept here, entry by entry: the browser's own idea of them is too early for lists that come by script.
history.scrollRestoration = 'manual';

/** The gesture under way, such as typing: all of it is one entry of the history. */
let gesture = null;

/** Milliseconds without a keystroke after which the address bar follows: to change it costs the browser as much as to draw the list. */
const CALM = 200;

/** The search that the address bar is still to show, and the wait for that. */
let [unsettled, calm] = [null, 0];

/** Has the address bar and the window's title show what was typed. */
function settle() {
  clearTimeout(calm);
  if (unsettled === null) return;
  history.replaceState({ ...history.state, place: null }, '', searchUrl(unsettled));
  document.title = titleOf(unsettled);
  unsettled = null;
}

const titleOf = (search) => (search.text === '' ? 'MovieGrains' : `${search.text} – MovieGrains`);

const isMovie = () => !elements.movie.hidden;

function keepPlace() {
  settle();
  if (isMovie()) return;
  const focus = document.activeElement?.closest?.('.film')?.dataset.id ?? null;
  history.replaceState({ ...history.state, place: { y: scrollY, loaded: films.loaded, focus } }, '');
}

/** Goes on to another search; resolves when its films are shown. */
function change(search, kind, isFinal) {
  if (gesture !== kind || isMovie()) {
    keepPlace();
    history.pushState({ isOurs: true }, '', searchUrl(search));
  }
  gesture = isFinal ? null : kind;
  if (kind !== 'typing') input.value = search.text;
  const shown = showFilms(search, null);
  unsettled = search;
  clearTimeout(calm);
  calm = setTimeout(settle, CALM);
  return shown;
}

function showFilms(search, place) {
  // First, so that the answer is on its way while the rest is done.
  const shown = films.show(search, place);
  movie.leave();
  elements.movie.hidden = true;
  elements.found.hidden = false;
  if (place === null && scrollY > 0) scrollTo(0, 0);
  return shown;
}

async function showMovie(id) {
  const known = films.film(id);
  elements.found.hidden = true;
  elements.movie.hidden = false;
  if (known !== null) document.title = `${known.title} – MovieGrains`;
  const shown = movie.show(id, known);
  elements.movie.focus({ preventScroll: true });
  scrollTo(0, 0);
  const title = await shown;
  if (title !== null) document.title = `${title} – MovieGrains`;
}

/** Shows what the URL says. */
async function route(place) {
  // Of an entry that has been left, it is too late.
  unsettled = null;
  gesture = null;
  suggestions.close();
  const params = new URLSearchParams(location.search);
  const id = params.get('movie');
  if (id) return showMovie(id);
  const search = readSearch(params);
  input.value = search.text;
  document.title = titleOf(search);
  await showFilms(search, place);
  if (place === null) return;
  scrollTo(0, place.y);
  document.querySelector(`.film[data-id="${CSS.escape(place.focus ?? '')}"] a`)?.focus({ preventScroll: true });
}

function go(url) {
  keepPlace();
  history.pushState({ isOurs: true }, '', url);
  if (scrollY > 0) scrollTo(0, 0);
  return route(null);
}

function choose({ kind, id, text }) {
  if (kind === 'title') go(movieUrl(id));
  else change({ ...(films.search ?? noSearch), text: '', casts: [text] }, 'filter', true);
}

function goBack(event) {
  if (!history.state?.isOurs) return;
  event.preventDefault();
  event.stopPropagation();
  history.back();
}

element('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  suggestions.close();
  gesture = null;
});
addEventListener('popstate', (event) => route(event.state?.place ?? { y: 0, loaded: 0, focus: null }));

// A page that is reloaded or left has no time for it, so that the place is kept whenever scrolling has paused.
let pause = 0;
addEventListener('scroll', () => {
  clearTimeout(pause);
  pause = setTimeout(keepPlace, 100);
}, { passive: true });
addEventListener('pagehide', keepPlace);

// Links to the page's own places need no new page.
addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
  if (!link || !isPlain || link.origin !== location.origin || link.pathname !== '/' || link.hash !== '') return;
  event.preventDefault();
  go(link.pathname + link.search);
});

// As on many pages, a slash goes to the search box.
addEventListener('keydown', (event) => {
  const isTyping = event.target.matches?.('input, select, textarea');
  if (event.key !== '/' || isTyping || event.metaKey || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  input.focus();
  input.select();
});

// A picture that fails gives way to the drawn poster beneath it.
for (const outcome of ['error', 'load'])
  addEventListener(outcome, (event) => event.target.matches?.('.poster img') && event.target.classList.toggle('failed', outcome === 'error'), true);

// What was typed before this script had come is what is meant.
const typed = input.value;
if (typed !== input.defaultValue) change({ ...noSearch, text: typed }, 'typing', false);
else route(history.state?.place ?? null);
