// What somebody who cares does to text before it goes into an engine that does not do it: accents and apostrophes away, & spelt out.

/** Text as both engines get it, movies and queries alike. */
export function fold(text) {
    return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
        .replace(/[’'`]/g, '').replace(/æ/g, 'ae').replace(/œ/g, 'oe').replace(/ø/g, 'o').replace(/&/g, ' and ');
}

/** The words of a text. */
export function words(text) {
    return fold(text).split(/[^\p{L}\p{N}]+/u).filter(word => word);
}

/** A text by its words alone, to tell whether a query is a whole title. */
export function key(text) {
    return words(text).join(' ');
}

/** A query in what it asks for and what it excludes: neither engine knows a leading minus. Quotes are dropped, phrases are not known. */
export function parse(query) {
    const parts = query.split(/\s+/).filter(part => part);
    const excluded = parts.filter(part => /^-[\p{L}\p{N}]/u.test(part)).map(part => part.slice(1));
    const asked = parts.filter(part => !/^-[\p{L}\p{N}]/u.test(part)).join(' ').replace(/"/g, '');
    return { asked, excluded };
}

/** Whole titles first and the newest of them, whatever else has the words; then the engine's own order, equals by year. */
export function order(results) {
    return results
        .sort((a, b) => b.whole - a.whole || (a.whole ? 0 : b.score - a.score) || b.year - a.year || (a.id < b.id ? -1 : 1))
        .slice(0, 10).map(result => result.id);
}
