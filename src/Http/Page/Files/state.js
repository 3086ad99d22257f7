/**
 * A search, and how a URL spells it. It is spelt as /movies takes it, so that the page's query string is the API's: what a
 * person looks at can be asked for by a program, and the server can paint it before any script has run.
 */

/** The parameter that the search box fills. */
export const TEXT = 'q';

export const noSearch = Object.freeze({
  text: '', genres: [], casts: [], decades: [], from: null, to: null, sort: '', others: [],
});

/** Parameters that shape an answer and don't say which films are meant: the page has its own. */
const OF_ANSWERS = new Set(['movie', 'cursor', 'page', 'page_size', 'fields', 'facets', 'facet_size', 'highlight']);

/** Reads a query string. Parameters that the page knows nothing of are kept among `others`: the API says what is wrong with them. */
export function readSearch(params) {
  const search = { ...noSearch, genres: [], casts: [], decades: [], others: [] };
  for (const [name, value] of params) {
    if (value.trim() === '' || OF_ANSWERS.has(name)) continue;
    if (name === TEXT && search.text === '') search.text = value;
    else if (name === 'genre' && search.genres.length === 0) search.genres = alternatives(value);
    else if (name === 'cast' && search.casts.length === 0) search.casts = alternatives(value);
    else if (name === 'year') readYears(search, value);
    else if (name === 'sort') search.sort = value;
    else if (name === 'title_contains') search.others.push(['title', value]);
    else search.others.push([name, value]);
  }
  return search;
}

/** The query string of a search, its parameters always in the same order. */
export function writeSearch(search) {
  const params = new URLSearchParams();
  if (search.text.trim() !== '') params.append(TEXT, search.text);
  if (search.genres.length > 0) params.append('genre', joined(search.genres));
  if (search.casts.length > 0) params.append('cast', joined(search.casts));
  if (search.decades.length > 0) params.append('year', search.decades.map(decadeRange).join('|'));
  if (search.from !== null || search.to !== null) params.append('year', `${search.from ?? ''}..${search.to ?? ''}`);
  for (const [name, value] of search.others) params.append(name, value);
  if (search.sort !== '') params.append('sort', search.sort);
  return params;
}

/** The page's own URL of a search. */
export function searchUrl(search) {
  const query = spelt(writeSearch(search));
  return query === '' ? '/' : `/?${query}`;
}

/** The page's own URL of a movie. */
export const movieUrl = (id) => `/?movie=${encodeURIComponent(id)}`;

/** As it is read best in an address bar: what need not be encoded is not. */
export const spelt = (params) => params.toString().replaceAll('%7C', '|').replaceAll('%2C', ',');

/** Filters in the order in which they are shown, each with what it is without it. */
export function filtersOf(search) {
  const without = (list, value) => list.filter((other) => other !== value);
  const filters = [];
  for (const value of search.genres) filters.push({ kind: 'Genre', label: value, without: { ...search, genres: without(search.genres, value) } });
  for (const value of search.decades) filters.push({ kind: 'Decade', label: `${value}s`, without: { ...search, decades: without(search.decades, value) } });
  for (const value of search.casts) filters.push({ kind: 'Cast', label: value, without: { ...search, casts: without(search.casts, value) } });
  if (search.from !== null || search.to !== null)
    filters.push({ kind: 'Years', label: yearsLabel(search.from, search.to), without: { ...search, from: null, to: null } });
  for (const pair of search.others)
    filters.push({ kind: OTHER_KINDS[pair[0]] ?? pair[0], label: pair[1], without: { ...search, others: without(search.others, pair) } });
  return filters;
}

const OTHER_KINDS = { title: 'Title contains', name: 'Title is', actor: 'Name contains', year: 'Year' };

export function yearsLabel(from, to) {
  if (from === to) return `${from}`;
  if (from === null) return `until ${to}`;
  return to === null ? `from ${from}` : `${from}–${to}`;
}

const decadeRange = (decade) => `${Math.max(1, decade)}..${Number(decade) + 9}`;

function readYears(search, value) {
  const ranges = value.split('|').map((range) => range.trim());
  const decades = ranges.map(decadeOf);
  const single = ranges.length === 1 ? /^(\d{0,4})\.\.(\d{0,4})$/.exec(ranges[0]) : null;
  if (search.decades.length === 0 && decades.every((decade) => decade !== null)) search.decades = decades;
  else if (single !== null && search.from === null && search.to === null)
    [search.from, search.to] = [numberOr(single[1]), numberOr(single[2])];
  else if (ranges.length === 1 && /^\d{1,4}$/.test(ranges[0]) && search.from === null && search.to === null)
    search.from = search.to = Number(ranges[0]);
  else search.others.push(['year', value]);
}

function decadeOf(range) {
  const ends = /^(\d{1,4})\.\.(\d{1,4})$/.exec(range);
  if (ends === null) return null;
  const decade = Math.floor(Number(ends[1]) / 10) * 10;
  return decadeRange(decade) === `${Number(ends[1])}..${Number(ends[2])}` ? decade : null;
}

const numberOr = (digits) => (digits === '' ? null : Number(digits));

/** Cuts at `|`, where `\|` and `\\` stand for themselves. */
export function alternatives(value) {
  const found = [''];
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\' && (value[i + 1] === '|' || value[i + 1] === '\\')) found[found.length - 1] += value[++i];
    else if (value[i] === '|') found.push('');
    else found[found.length - 1] += value[i];
  }
  return found.map((one) => one.trim()).filter((one) => one !== '');
}

const joined = (values) => values.map((value) => value.replace(/[\\|]/g, '\\$&')).join('|');
