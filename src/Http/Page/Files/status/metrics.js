/** Reads the Prometheus text format, and percentiles off histograms between two readings of it. */

/** Families by name: each a list of samples, `{ labels, value }`. */
export function readMetrics(text) {
  const families = new Map();
  for (const line of text.split('\n')) {
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) continue;
    const [, name, labels, value] = sample;
    if (!families.has(name)) families.set(name, []);
    families.get(name).push({ labels: readLabels(labels ?? ''), value: value === '+Inf' ? Infinity : Number(value) });
  }
  return families;
}

function readLabels(text) {
  const labels = {};
  for (const [, name, value] of text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g))
    labels[name] = value.replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
  return labels;
}

/** The first sample's value; null when there is none. */
export const value = (metrics, name) => metrics.get(name)?.[0]?.value ?? null;

/** Routes that are asked by this page, or never end: they say nothing of how quickly questions are answered. */
const APART = new Set(['/', '/status', '/page/{version}/{**file}', '/metrics', '/perf_counters', '/readyz', '/livez', '/changes', '/export',
  '/ingest/files', '/ingest/files/{id}', '/docs', '/docs/{**file}', '/openapi/v1.json', '/cluster', 'other']);

/** All answers to questions together: how many took at most so many seconds, by edge, the edges ascending. */
export function answers(metrics) {
  const counts = new Map();
  for (const { labels, value: count } of metrics.get('http_request_duration_seconds_bucket') ?? []) {
    if (APART.has(labels.route) || labels.method !== 'GET') continue;
    const edge = labels.le === '+Inf' ? Infinity : Number(labels.le);
    counts.set(edge, (counts.get(edge) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/**
 * Percentiles, in milliseconds, of what came between two readings.
 * @returns How many came, and a number for each share; null for each when none came. Null when a counter went back: another process has
 * answered, or the same one began anew.
 */
export function between(before, after, shares) {
  const earlier = new Map(before);
  const counts = after.map(([edge, count]) => [edge, count - (earlier.get(edge) ?? 0)]);
  if (counts.some(([, count]) => count < 0)) return null;
  const total = counts.at(-1)?.[1] ?? 0;
  return { total, percentiles: shares.map((share) => (total === 0 ? null : percentile(counts, share * total))) };
}

// Within a bucket, durations are taken to be spread evenly, as Prometheus does.
function percentile(counts, rank) {
  let [low, below] = [0, 0];
  for (const [edge, count] of counts) {
    if (count >= rank) return 1000 * (edge === Infinity ? low : low + ((edge - low) * (rank - below)) / Math.max(1, count - below));
    [low, below] = [edge, count];
  }
  return 1000 * low;
}
