// Tells MovieGrains of what has happened in a bucket: an AWS Lambda function (Node 20 or later) for batches of SQS, where EventBridge can't
// send to it by itself, as when it has no address outside its network. Nothing but Node's own library and, for the key, the SDK that
// Lambda's runtime has.
//
// MOVIES_URL              https://movies.example/ingest/notifications
// MOVIES_KEY_SECRET       the secret in Secrets Manager that holds the API key; or, for trials, MOVIES_KEY, the key itself
// MOVIES_TIMEOUT_MS       how long one request may take; default 10000
// MOVIES_ACCEPT_STATUSES  answers other than 2xx that end an event, such as 404 ("no source has it"); default none
//
// Each message is posted as it is. Whatever did not get a 2xx is told to SQS as failed, comes again when its visibility timeout is
// over, and goes to the dead letters after as many attempts as the queue allows: nothing is dropped here. A message that is sent twice does
// no harm, because a notification only makes MovieGrains look at an object.
const KEY_SECONDS = 300;

let key = { value: undefined, until: 0 };

/** Lambda's entry: the answer names the messages that are to come again. */
export async function handler(event) {
  const settings = read(process.env);
  const outcomes = await Promise.all(event.Records.map((record) => forward(record, settings)));
  return { batchItemFailures: outcomes.filter((failed) => failed !== null).map((messageId) => ({ itemIdentifier: messageId })) };
}

function read(environment) {
  const url = new URL(environment.MOVIES_URL ?? '');
  const timeout = Number(environment.MOVIES_TIMEOUT_MS ?? 10_000);
  if (!Number.isInteger(timeout) || timeout < 1) throw new Error('MOVIES_TIMEOUT_MS is not a whole number of milliseconds.');
  const accepted = (environment.MOVIES_ACCEPT_STATUSES ?? '').split(',').map((status) => status.trim()).filter(Boolean).map(Number);
  return { url, timeout, accepted, key: environment.MOVIES_KEY, secret: environment.MOVIES_KEY_SECRET };
}

/** Null when the event is done with; else the message that is to come again. */
async function forward(record, settings) {
  try {
    const status = await post(record.body, settings);
    if ((status >= 200 && status < 300) || settings.accepted.includes(status)) return null;
    // The key may have been rotated since it was read.
    if (status === 401 || status === 403) key = { value: undefined, until: 0 };
    tell(record, `was answered with ${status}`);
  } catch (error) {
    tell(record, `could not be sent: ${error.name}`);
  }
  return record.messageId;
}

async function post(body, settings) {
  const headers = { 'Content-Type': 'application/json' };
  const shown = await keyOf(settings);
  if (shown) headers.Authorization = `Bearer ${shown}`;
  const signal = AbortSignal.timeout(settings.timeout);
  // Redirects are not followed: they would take the key elsewhere.
  const answer = await fetch(settings.url, { method: 'POST', headers, body, redirect: 'manual', signal });
  await answer.arrayBuffer();
  return answer.status;
}

async function keyOf(settings) {
  if (!settings.secret) return settings.key;
  if (key.value === undefined || Date.now() > key.until) {
    const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    const secret = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: settings.secret }));
    key = { value: secret.SecretString?.trim(), until: Date.now() + KEY_SECONDS * 1000 };
  }
  return key.value;
}

/** One line, with nothing of what was sent. */
function tell(record, what) {
  console.error(JSON.stringify({ level: 'warn', message: `A notification ${what}; it comes again.`, messageId: record.messageId }));
}
