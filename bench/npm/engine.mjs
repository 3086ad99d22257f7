// One search engine of npm's as a process. The first argument names it, the second is a file with a movie's JSON a line. Says
// {"ready":true,"name":…} when everything is indexed; then each line of the input is a query as a JSON string, answered by a line
// {"ids":[…],"micros":n} with the ten best, and the time that the engine itself took: the pipe is none of its.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as minisearch from './minisearch.mjs';
import * as orama from './orama.mjs';

const engines = { minisearch, orama };
const [name, file] = process.argv.slice(2);

const movies = readFileSync(file, 'utf8').split('\n').filter(line => line).map(line => {
    const { id, title, year, cast, genres, extract } = JSON.parse(line);
    return { id, title, year, cast: cast.join('\n'), genres: genres.join('\n'), extract: extract ?? '' };
});
const engine = await engines[name].create(movies);
process.stdout.write(JSON.stringify({ ready: true, name: engine.name }) + '\n');

for await (const line of createInterface({ input: process.stdin })) {
    const query = JSON.parse(line);
    const start = process.hrtime.bigint();
    const ids = await engine.search(query);
    const micros = Number(process.hrtime.bigint() - start) / 1000;
    process.stdout.write(JSON.stringify({ ids, micros }) + '\n');
}
