/** The operations view: asks every few seconds how the service is while somebody looks. */
import { html, render } from '../vendor/lit-html/lit-html.js';
import { get, getText } from '../api.js';
import { Changes } from './changes.js';
import { Cluster } from './cluster.js';
import { Latency } from './latency.js';
import { Ledger } from './ledger.js';
import { readMetrics } from './metrics.js';
import { overview, sources } from './overview.js';

/** Milliseconds from one look to the next. */
const PAUSE = 2000;

const element = (id) => document.getElementById(id);
const latency = new Latency(element('chart'), element('window'), element('routes'));
const ledger = new Ledger(element('ledger'));
const cluster = new Cluster(element('cluster'));
const changes = new Changes(element('changes'), () => { isLedgerOld = true; });

let isLedgerOld = true;
let looks = 0;
let timer = 0;

/** A process that is not ready says so with an error status, which is no trouble here. */
async function readiness() {
  try {
    return (await get('/readyz')).body;
  } catch (failure) {
    if (failure.status !== 503) throw failure;
    return { status: 'not ready', detail: failure.problem.detail };
  }
}

async function look() {
  clearTimeout(timer);
  try {
    const [text, { body: counters }, ready] = await Promise.all([getText('/metrics'), get('/perf_counters'), readiness()]);
    const now = Date.now();
    const metrics = readMetrics(text);
    overview(element('overview'), { ready, metrics, counters, now });
    latency.take(metrics, counters, now);
    sources(element('sources'), metrics, now);
    ledger.take(metrics);
    // Files may change without any movie changing, so that the ledger is looked at from time to time in any case.
    if (isLedgerOld || looks % 5 === 0) {
      isLedgerOld = false;
      await Promise.all([ledger.refresh(), cluster.refresh()]);
    }
    looks++;
  } catch (failure) {
    if (failure.problem === undefined) throw failure;
    isLedgerOld = true;
    render(html`<p class="verdict ill" role="alert"><span class="lamp" aria-hidden="true"></span> <b>${failure.problem.title}</b>
      <span>${failure.problem.detail} It is tried again every ${PAUSE / 1000} s.</span></p>`, element('overview'));
  } finally {
    if (!document.hidden) timer = setTimeout(look, PAUSE);
  }
}

function visible() {
  if (document.hidden) {
    clearTimeout(timer);
    changes.stop();
  } else {
    changes.start();
    look();
  }
}

element('overview').replaceChildren();
document.addEventListener('visibilitychange', visible);
addEventListener('pagehide', () => changes.stop());
addEventListener('pageshow', (event) => event.persisted && visible());
visible();
