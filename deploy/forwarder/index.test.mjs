// node --test deploy/forwarder/index.test.mjs
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, test } from 'node:test';
import { handler } from './index.mjs';

const event = '{"detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{"name":"movies"},"object":{"key":"drops/a.json"}}}';
let server;
let asked;
let answerWith;

beforeEach(async () => {
  asked = [];
  answerWith = () => 202;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method, path: request.url, key: request.headers.authorization, type: request.headers['content-type'], body });
    const status = answerWith(body);
    if (status !== undefined) response.writeHead(status, status === 307 ? { Location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.MOVIES_URL = `http://127.0.0.1:${server.address().port}/ingest/notifications`;
  process.env.MOVIES_KEY = 'a-key';
  process.env.MOVIES_TIMEOUT_MS = '60000';
  delete process.env.MOVIES_ACCEPT_STATUSES;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const batch = (...bodies) => ({ Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })) });
const failed = (...ids) => ({ batchItemFailures: ids.map((id) => ({ itemIdentifier: id })) });

test('a message that is taken is done with, and was posted as it is', async () => {
  assert.deepEqual(await handler(batch(event)), failed());
  assert.deepEqual(asked, [{ method: 'POST', path: '/ingest/notifications', key: 'Bearer a-key', type: 'application/json', body: event }]);
});

test('nothing to do is an answer, too', async () => {
  answerWith = () => 200;
  assert.deepEqual(await handler(batch(event)), failed());
});

for (const status of [503, 500, 429, 404, 401, 400, 307]) {
  test(`${status} makes the message come again`, async () => {
    answerWith = () => status;
    assert.deepEqual(await handler(batch(event)), failed('m0'));
    assert.equal(asked.length, 1);
  });
}

test('of a batch only what failed comes again', async () => {
  answerWith = (body) => (body === '"b"' ? 503 : 202);
  assert.deepEqual(await handler(batch('"a"', '"b"', '"c"')), failed('m1'));
});

test('no answer in time makes the message come again', async () => {
  answerWith = () => undefined;
  process.env.MOVIES_TIMEOUT_MS = '200';
  assert.deepEqual(await handler(batch(event)), failed('m0'));
});

test('nobody there makes the messages come again', async () => {
  server.close();
  assert.deepEqual(await handler(batch('"a"', '"b"')), failed('m0', 'm1'));
});

test('an answer that is configured ends the event', async () => {
  answerWith = (body) => (body === '"gone"' ? 404 : 503);
  process.env.MOVIES_ACCEPT_STATUSES = '404, 410';
  assert.deepEqual(await handler(batch('"gone"', '"busy"')), failed('m1'));
});

test('the same batch once more does the same', async () => {
  assert.deepEqual(await handler(batch(event)), failed());
  assert.deepEqual(await handler(batch(event)), failed());
  assert.deepEqual(asked[0], asked[1]);
});

for (const [name, value] of [['MOVIES_URL', 'nowhere'], ['MOVIES_TIMEOUT_MS', 'soon']]) {
  test(`without a usable ${name} the whole batch comes again`, async () => {
    process.env[name] = value;
    await assert.rejects(handler(batch(event)));
  });
}
