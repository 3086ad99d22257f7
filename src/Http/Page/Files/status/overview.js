/** How the service is, at a glance; and its sources. */
import { html, nothing, render } from '../vendor/lit-html/lit-html.js';
import { count } from '../text.js';
import { value } from './metrics.js';
import { ago, bytes, duration } from './units.js';

/** Draws the overview. */
export function overview(into, { ready, metrics, counters, now }) {
  const waiting = value(metrics, 'movies_ingest_oldest_waiting_seconds');
  const refused = (metrics.get('movies_storage_writes_refused') ?? []).filter((sample) => sample.value > 0);
  const quarantined = stateCount(metrics, 'quarantined');
  const faults = [
    refused.length > 0 ? `writes are refused: ${refused.map((sample) => sample.labels.reason).join(', ')}` : null,
    quarantined > 0 ? `${count(quarantined)} ${quarantined === 1 ? 'file is' : 'files are'} in quarantine` : null,
    waiting > 60 ? `a file has waited for ${duration(waiting)}` : null,
  ].filter((fault) => fault !== null);
  const isWell = ready.status === 'ready' && faults.length === 0;
  render(html`<p class="verdict ${isWell ? 'well' : 'ill'}"><span class="lamp" aria-hidden="true"></span>
      <b>${ready.status === 'ready' ? (isWell ? 'All is well' : 'It answers, but') : 'Not ready'}</b>
      ${faults.length > 0 ? html`<span>${faults.join('; ')}</span>` : nothing}${ready.detail ? html`<span>${ready.detail}</span>` : nothing}</p>
    <dl class="tiles">
      ${tile('films', count(value(metrics, 'movies_catalog_movies') ?? 0))}
      ${tile('generation', count(value(metrics, 'movies_catalog_generation') ?? 0))}
      ${tile('index and documents', bytes(value(metrics, 'movies_catalog_bytes') ?? 0))}
      ${tile('memory of the process', bytes(value(metrics, 'process_resident_memory_bytes') ?? 0))}
      ${tile('up for', duration(counters.uptime_seconds))}
      ${tile('files waiting', count(stateCount(metrics, 'pending') + stateCount(metrics, 'failed_will_retry')))}
    </dl>
    <p class="quiet">As of ${new Date(now).toLocaleTimeString('en-GB')}, of the process that answered.</p>`, into);
}

const tile = (name, shown) => html`<div><dt>${name}</dt><dd>${shown}</dd></div>`;

const stateCount = (metrics, state) => metrics.get('movies_ingest_files')?.find((sample) => sample.labels.state === state)?.value ?? 0;

/** Draws the sources; a process that reads none itself says so. */
export function sources(into, metrics, now) {
  const polls = metrics.get('movies_ingest_source_last_poll_time_seconds') ?? [];
  const failures = metrics.get('movies_ingest_source_failures_in_a_row') ?? [];
  render(html`<h2>Sources</h2>
    ${polls.length === 0 ? html`<p class="quiet">This process reads no source itself.</p>` : html`<ul class="rows">${polls.map(({ labels, value: at }) => {
      const failed = failures.find((sample) => sample.labels.source === labels.source)?.value ?? 0;
      return html`<li><b dir="auto">${labels.source}</b>
        <span class="state ${failed > 0 ? 'failed_will_retry' : 'ingested'}">${failed > 0 ? `failed ${count(failed)} times in a row` : 'reachable'}</span>
        <span class="quiet">${at === 0 ? 'not yet looked at' : `looked at ${ago(now / 1000 - at)}`}</span></li>`;
    })}</ul>`}`, into);
}
