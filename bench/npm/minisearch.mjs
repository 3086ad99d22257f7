// MiniSearch, as its documentation has it: prefix for the last word, fuzzy 0.2, boosted fields, all words and then any of them.
import MiniSearch from 'minisearch';
import { fold, key, order, parse, words } from './text.mjs';

export async function create(movies) {
    const titles = new Map(movies.map(movie => [movie.id, key(movie.title)]));
    const index = new MiniSearch({
        fields: ['title', 'cast', 'genres', 'extract'],
        storeFields: ['year'],
        tokenize: words,
        processTerm: term => term,
    });
    index.addAll(movies);

    function search(query) {
        const { asked, excluded } = parse(query);
        const whole = key(asked);
        const options = {
            boost: { title: 4, cast: 2 },
            // A short word has too many neighbours at any distance, and a number none that is meant.
            fuzzy: term => term.length > 3 && !/\d/.test(term) ? 0.2 : false,
            prefix: (term, i, terms) => i === terms.length - 1,
        };
        for (const combineWith of ['AND', 'OR']) {
            const wanted = { queries: [asked], combineWith, ...options };
            const results = excluded.length === 0
                ? index.search(wanted)
                : index.search({ combineWith: 'AND_NOT', queries: [wanted, ...excluded.map(word => ({ queries: [fold(word)], fuzzy: false, prefix: false }))] });
            if (results.length > 0)
                return order(results.map(({ id, score, year }) => ({ id, score, year, whole: titles.get(id) === whole })));
        }
        return [];
    }
    return { name: 'MiniSearch 7.2.0', search };
}
