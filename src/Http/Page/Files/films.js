/** The list of films. */
import { html, noChange, nothing } from './vendor/lit-html/lit-html.js';
import { repeat } from './vendor/lit-html/directives/repeat.js';
import { movieUrl } from './state.js';
import { around, count, films, marked, milliseconds, tone } from './text.js';

/**
 * A film's poster: drawn by the style sheet, with the picture over it where there is one and it comes.
 * @param isEager Whether its picture is to come at once, also when it is not in sight.
 * @param isPictured Whether there is time for its picture.
 */
export function poster(movie, isEager = false, isPictured = true) {
  return html`<div class="poster ${tone(movie.title)}">
    <span class="drawn" aria-hidden="true" dir="auto">${movie.title}</span>
    ${isPictured && /^https:\/\//.test(movie.thumbnail ?? '')
      ? html`<img src=${movie.thumbnail} alt="" width=${movie.thumbnail_width ?? 2} height=${movie.thumbnail_height ?? 3}
          loading=${isEager ? 'eager' : 'lazy'} decoding="async" referrerpolicy="no-referrer">`
      : nothing}
  </div>`;
}

const SHOWN_CAST = 4;

/** The first names; when none of them matched and a later one did, that one before them. */
function shownCast(cast, matches) {
  const shown = cast.slice(0, SHOWN_CAST).map((_, index) => index);
  const matched = (matches ?? [])[0]?.[0];
  return matched === undefined || shown.includes(matched) ? shown : [matched, ...shown.slice(0, -1)];
}

function castLine(cast, matches) {
  const shown = shownCast(cast, matches);
  const more = cast.length - shown.length;
  return html`<p class="cast" dir="auto">${shown.map((index, place) =>
    html`${place > 0 ? ', ' : ''}<bdi>${marked(cast[index], rangesAt(matches, index))}</bdi>`)}${more > 0 ? html` <span class="more">and ${more} more</span>` : nothing}</p>`;
}

const rangesAt = (matches, index) => (matches ?? []).filter(([at]) => at === index).map(([, start, end]) => [start, end]);

/** One text where none of them is marked, as few elements as can be: there are twenty of these at every keystroke. */
const genreLine = (genres, matches) => (matches === undefined ? genres.map((genre) => ` · ${genre}`).join('')
  : genres.map((genre, index) => html` · ${marked(genre, rangesAt(matches, index))}`));

/** Any picture is the film's own: a card that goes on to another film is without one until there is time for it. */
function card(movie, matches = {}, isPictured) {
  const extract = around(movie.extract ?? '', matches.extract);
  return html`<li class="film" data-id=${movie.id}>
    ${poster(movie, false, isPictured)}
    <div class="about">
      <h2 dir="auto"><a href=${movieUrl(movie.id)}>${marked(movie.title, matches.title)}</a></h2>
      <p class="genres" dir="auto"><span class="year">${movie.year}</span>${genreLine(movie.genres, matches.genres)}</p>
      ${movie.cast.length > 0 ? castLine(movie.cast, matches.cast) : nothing}
      ${extract.text !== '' ? html`<p class="extract" dir="auto">${marked(extract.text, extract.ranges)}</p>` : nothing}
    </div>
  </li>`;
}

/** What is above the list: how many there are, how long that took, in what order. */
function tally(found, sort) {
  return html`<div class="tally">
    <h1><span id="total">${films(found.total)}</span>${found.engine === null ? nothing
      : html` <small title="the time that the search itself took on the server">in ${milliseconds(found.engine)}</small>`}</h1>
    ${sort}
  </div>`;
}

/**
 * The list.
 * @param cards A card for each film.
 * @param inSight How many of them are to be drawn, the others staying as they are until the next frame; null for all, and their pictures.
 */
export function filmList(found, { cards, inSight, sort, onMore, isLoading, trouble }) {
  const draw = (place, index) => {
    if (inSight !== null && index >= inSight) return noChange;
    const movie = found.items[index];
    const isPictured = inSight === null || place.shows === movie.id;
    place.shows = movie.id;
    return card(movie, found.highlights?.[index], isPictured);
  };
  return html`${tally(found, sort)}
    <ol class="films">${repeat(cards, (place) => place.key, draw)}</ol>
    <div class="end">${trouble ?? (found.next
      ? html`<button class="plain" id="more" type="button" ?disabled=${isLoading} @click=${onMore}>
          ${isLoading ? 'Loading …' : `Show more of ${count(found.total - found.items.length)}`}</button>`
      : found.items.length > 20 ? html`<p class="quiet">That is all ${films(found.total)}.</p>` : nothing)}</div>`;
}
