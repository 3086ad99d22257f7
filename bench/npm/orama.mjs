// Orama, as its documentation has it: tolerance 1, boosted properties, all words and then any of them. It takes every word for a
// prefix, which only `exact` would end; it knows no exclusion, so what has an excluded word is dropped afterwards.
import { create as createIndex, insertMultiple, search as searchIndex } from '@orama/orama';
import { key, order, parse, words } from './text.mjs';

/** As many as may be dropped, or moved up, before the ten best are known. */
const limit = 100;

const tokenizer = { language: 'english', normalizationCache: new Map(), tokenize: text => [...new Set(words(text))] };

export async function create(movies) {
    const index = createIndex({
        schema: { title: 'string', cast: 'string', genres: 'string', extract: 'string' },
        components: { tokenizer },
    });
    await insertMultiple(index, movies, 1000);

    async function search(query) {
        const { asked, excluded } = parse(query);
        const whole = key(asked);
        const without = excluded.flatMap(words);
        for (const threshold of [0, 1])
            for (const tolerance of [0, 1]) {
                const found = await searchIndex(index, { term: asked, boost: { title: 4, cast: 2 }, tolerance, threshold, limit });
                const results = found.hits
                    .filter(({ document }) => without.length === 0 || !has(document, without))
                    .map(({ id, score, document }) => ({ id, score, year: document.year, whole: key(document.title) === whole }));
                if (results.length > 0)
                    return order(results);
            }
        return [];
    }
    return { name: 'Orama 3.1.18', search };
}

function has(movie, without) {
    const all = new Set(words(`${movie.title} ${movie.cast} ${movie.genres} ${movie.extract}`));
    return without.some(word => all.has(word));
}
