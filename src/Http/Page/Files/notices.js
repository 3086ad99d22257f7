/** What is shown in place of a list: nothing found, or nothing answered. */
import { html, nothing } from './vendor/lit-html/lit-html.js';
import { searchUrl } from './state.js';
import { films } from './text.js';

/** Nothing matches: what would. */
export function empty(search, found, offers) {
  const meant = found.didYouMean;
  return html`<div class="notice">
    <h1><span id="total">No film</span> matches${search.text === '' ? ' these filters' : html` “<bdi>${search.text}</bdi>”`}.</h1>
    ${meant ? html`<p class="meant">Did you mean <a href=${searchUrl({ ...search, text: meant })} dir="auto">${meant}</a>?</p>` : nothing}
    ${offers.length > 0 ? html`<ul class="offers">${offers.map(({ label, without, total }) =>
      html`<li><a href=${searchUrl(without)}>Without <b dir="auto">${label}</b></a> <span class="quiet">${films(total)}</span></li>`)}</ul>` : nothing}
    <p><a href="/">All films</a></p>
  </div>`;
}

/** No answer, or none that can be used. */
export function failed(trouble, { onRetry, isRetrying }) {
  const faults = trouble.problem.errors ?? [];
  const isOurs = trouble.status >= 400 && trouble.status < 500;
  return html`<div class="notice trouble" role="alert">
    <h1>${navigator.onLine ? trouble.problem.title ?? 'Something failed' : 'You are offline'}</h1>
    ${trouble.problem.detail && navigator.onLine ? html`<p>${trouble.problem.detail}</p>` : nothing}
    ${faults.length > 1 ? html`<ul>${faults.map((fault) => html`<li><b>${fault.parameter}</b>: ${fault.reason}</li>`)}</ul>` : nothing}
    <p><button class="plain" type="button" @click=${onRetry}>Try again</button>
      ${isOurs ? html`<a href="/">All films</a>` : html`<span class="quiet">${isRetrying ? 'It is also tried again by itself.' : ''}</span>`}</p>
  </div>`;
}
