/** How texts and numbers are shown. */
import { html } from './vendor/lit-html/lit-html.js';

const numbers = new Intl.NumberFormat('en');

export const count = (n) => numbers.format(n);

export const films = (n) => (n === 1 ? '1 film' : `${count(n)} films`);

/** A time in milliseconds, with as many digits as mean something. */
export function milliseconds(ms) {
  if (ms < 0.01) return '< 0.01 ms';
  return `${ms < 1 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : count(Math.round(ms))} ms`;
}

/** A text with some of its ranges marked. */
export function marked(text, ranges) {
  if (!ranges?.length) return text;
  const pieces = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) pieces.push(text.slice(at, start));
    pieces.push(html`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces;
}

/** Beyond this many characters a first match would not be seen on a card. */
const SEEN = 150;

/** More characters than a card has room for; the server cuts alike. */
const ROOM = 330;

/** The piece of a long text in which its first match is, with the ranges moved along. */
export function around(text, ranges) {
  const first = ranges?.[0]?.[0] ?? 0;
  const start = first < SEEN ? 0 : Math.min(first, text.indexOf(' ', first - 60) + 1);
  if (start === 0 && text.length <= ROOM) return { text, ranges };
  const end = text.length - start <= ROOM ? text.length : text.lastIndexOf(' ', start + ROOM);
  const cut = end <= Math.max(start, first) ? text.length : end;
  const moved = (ranges ?? []).filter(([, to]) => to <= cut).map(([from, to]) => [from - start + (start > 0), to - start + (start > 0)]);
  return { text: `${start > 0 ? '…' : ''}${text.slice(start, cut)}${cut < text.length ? '…' : ''}`, ranges: moved };
}

/** How many tones posters are drawn in where there is no picture; style.css has as many, and the server counts alike. */
const TONES = 12;

/** The tone of a movie's drawn poster: always the same one. */
export function tone(title) {
  let sum = 0;
  for (let i = 0; i < title.length; i++) sum = (sum * 31 + title.charCodeAt(i)) % 9973;
  return `tone-${sum % TONES}`;
}
