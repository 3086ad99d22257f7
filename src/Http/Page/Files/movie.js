/** A movie's own view. */
import { html, nothing, render } from './vendor/lit-html/lit-html.js';
import { get } from './api.js';
import { poster } from './films.js';
import { failed } from './notices.js';
import { noSearch, searchUrl } from './state.js';
import { count } from './text.js';

const KNOWN = ['id', 'title', 'year', 'cast', 'genres', 'href', 'extract', 'thumbnail', 'thumbnail_width', 'thumbnail_height'];

export class MovieView {
  #turn = 0;
  #request = new AbortController();

  /**
   * @param element Where it is shown.
   * @param onBack Goes back to the list.
   */
  constructor(element, onBack) {
    this.element = element;
    this.onBack = onBack;
  }

  /** Lets go of what is asked for. */
  leave() {
    this.#turn++;
    this.#request.abort();
  }

  /**
   * Shows a movie.
   * @param id Its id.
   * @param known What is known of it already; null for nothing.
   * @returns Its title; null when there is no such movie, or no answer.
   */
  async show(id, known) {
    this.leave();
    const turn = this.#turn;
    this.#request = new AbortController();
    if (known !== null) this.#draw(film(known, null, this.onBack));
    const sources = this.#sources(id);
    try {
      const { body } = await get(`/movies/${encodeURIComponent(id)}`, this.#request.signal);
      if (turn !== this.#turn) return null;
      // What the server has painted has its sources, and keeps them until they have come here.
      if (this.isOurs) this.#draw(film(body, null, this.onBack));
      this.#complete(body, sources, turn);
      return body.title;
    } catch (failure) {
      if (turn !== this.#turn || failure.problem === undefined) return null;
      this.#draw(failed(failure, { onRetry: () => this.show(id, known), isRetrying: false }));
      return null;
    }
  }

  /** Shows the movie with where it comes from. */
  async #complete(movie, coming, turn) {
    const sources = await coming;
    if (turn !== this.#turn) return;
    this.#draw(film(movie, sources, this.onBack));
    // As the list does.
    this.element.dataset.shown = movie.id;
  }

  /** Where a movie comes from; null when nobody can tell, as the movie is shown without. */
  async #sources(id) {
    try {
      return (await get(`/movies/${encodeURIComponent(id)}/sources`, this.#request.signal)).body.sources;
    } catch {
      return null;
    }
  }

  #draw(what) {
    if (!this.isOurs) this.element.replaceChildren();
    this.isOurs = true;
    render(what, this.element);
  }
}

function film(movie, sources, onBack) {
  return html`<p class="back"><a href="/" @click=${onBack}><span aria-hidden="true">←</span> Films</a></p>
    <div class="sheet">
      ${poster(movie, true)}
      <div class="about">
        <h1 dir="auto">${movie.title}</h1>
        <p class="when"><a href=${searchUrl({ ...noSearch, from: movie.year, to: movie.year })}>${movie.year}</a></p>
        ${movie.genres.length > 0 ? html`<ul class="tags" aria-label="Genres">${movie.genres.map((genre) =>
          html`<li><a href=${searchUrl({ ...noSearch, genres: [genre] })} dir="auto">${genre}</a></li>`)}</ul>` : nothing}
        ${movie.extract ? html`<p class="extract" dir="auto">${movie.extract}</p>` : nothing}
        ${movie.cast.length > 0 ? html`<h2>Cast</h2><ul class="names">${movie.cast.map((name) =>
          html`<li><a href=${searchUrl({ ...noSearch, casts: [name] })} dir="auto">${name}</a></li>`)}</ul>` : nothing}
        <h2>Record</h2>
        <dl class="facts">
          ${movie.href ? html`<div><dt>Reference</dt><dd dir="auto">${reference(movie)}</dd></div>` : nothing}
          ${Object.entries(movie).filter(([name]) => !KNOWN.includes(name)).map(([name, value]) =>
            html`<div><dt>${name}</dt><dd dir="auto">${typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>`)}
          <div><dt>Document</dt><dd><a href="/movies/${encodeURIComponent(movie.id)}">${movie.id}</a></dd></div>
        </dl>
        ${sources === null ? nothing : html`<h2>Where it comes from</h2><ul class="origins">${sources.map(origin)}</ul>`}
      </div>
    </div>`;
}

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const time = (text) => html`<time datetime=${text}>${moment.format(new Date(text))}</time>`;

/** A record that the movie comes from: its file, with a link to what became of that where the ledger knows it, or a client's write. */
function origin(record) {
  const file = record.link ? html`<a href=${record.link} dir="auto">${record.key}</a>` : html`<bdi>${record.key}</bdi>`;
  return html`<li>${record.kind === 'write' ? html`<b>Written</b> <span class="quiet">by a client, ${time(record.written_at)}</span>`
      : html`<b>${file}</b> <span class="quiet">of <bdi>${record.source}</bdi>, record ${count(record.index + 1)},
        ${time(record.last_modified)}</span>`}
    ${record.fields.length > 0 ? html`<p>${record.fields.join(', ')}</p>` : nothing}
    ${record.cleared ? html`<p class="quiet">cleared: ${record.cleared.join(', ')}</p>` : nothing}</li>`;
}

/** Where one can read more: an address as it is, an article of Wikipedia's where the record is evidently from there. */
function reference(movie) {
  if (/^https?:\/\//i.test(movie.href)) return html`<a href=${movie.href} rel="noreferrer">${movie.href}</a>`;
  if (/^https:\/\/upload\.wikimedia\.org\//.test(movie.thumbnail ?? ''))
    return html`<a href="https://en.wikipedia.org/wiki/${encodeURIComponent(movie.href)}" rel="noreferrer">${movie.href.replaceAll('_', ' ')}, Wikipedia</a>`;
  return movie.href;
}
