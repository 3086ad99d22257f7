/** Asks the server. */

/** Why an answer did not come or can't be used. */
export class Trouble extends Error {
  /**
   * @param {number} status The answer's status; 0 when there was none.
   * @param {object} problem What the server says of it (RFC 9457), or as much of that as can be said without it.
   * @param {number} retryAfter Seconds after which asking again may help; 0 when nobody says so.
   */
  constructor(status, problem, retryAfter = 0) {
    super(problem.detail ?? problem.title);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Gets JSON, and how long the server's engine took for it, in milliseconds (null when it does not say). */
export async function get(path, signal) {
  const response = await answer(path, signal);
  if (!response.ok) throw await troubleOf(response);
  try {
    return { body: await response.json(), engine: engineTime(response) };
  } catch {
    throw lost(signal);
  }
}

/** Gets text. */
export async function getText(path, signal) {
  const response = await answer(path, signal);
  if (!response.ok) throw await troubleOf(response);
  return response.text();
}

async function answer(path, signal) {
  try {
    // At every keystroke the browser would keep an answer that nobody asks for again; lists to go back to are kept by the page itself.
    return await fetch(path, { signal, cache: 'no-store', headers: { Accept: 'application/json' } });
  } catch {
    throw lost(signal);
  }
}

/** A request that was given up may fail in any way, and is told by one name, AbortError. */
const lost = (signal) => (signal?.aborted ? new DOMException('Given up', 'AbortError') : broken());

const broken = () => new Trouble(0, { title: 'The server can’t be reached', detail: 'No whole answer came. It may be restarting, or the connection is gone.' });

async function troubleOf(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  try {
    return new Trouble(response.status, await response.json(), retryAfter);
  } catch {
    return new Trouble(response.status, { title: `The server answered ${response.status}`, detail: '' }, retryAfter);
  }
}

function engineTime(response) {
  const timing = /(?:^|,)\s*engine\s*;[^,]*\bdur=([0-9.]+)/.exec(response.headers.get('Server-Timing') ?? '');
  return timing === null ? null : Number(timing[1]);
}
