// A process: a data plane that answers as the gateway does, keeps what it is sent, and looks at it when it is asked, so that
// looking takes no CPU beside a client whose flush waits for its requests.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import process from 'node:process';
import { now } from './clock.js';
import { createTally } from './tally.js';

/**
 * @typedef {object} SinkSettings
 * @property {number} [latencyMs] each request is answered so much later
 * @property {number} [outageMs] from the first request on, each one is answered 503
 */

/** @type {SinkSettings} */
const { latencyMs = 0, outageMs = 0 } = JSON.parse(process.argv[2] ?? '{}');

let tally = createTally();
/** @type {import('./tally.js').Arrival[]} */
let unseen = [];
/** @type {Set<import('node:net').Socket>} */
const sockets = new Set();
let requests = 0;
let refused = 0;
/** Bytes that came before what is counted. */
let forgotten = 0;
let outageEndsAt = 0;
/** Answers that wait for the release, while requests are held. @type {(() => void)[] | undefined} */
let held;

/** @type {Readonly<Record<string, () => void>>} */
const controls = {
  '/hold': () => {
    held ??= [];
  },
  '/release': () => {
    for (const answer of held?.splice(0) ?? []) answer();
    held = undefined;
  },
};

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Buffer} body
 */
const take = ({ headers }, response, body) => {
  requests += 1;
  const at = now();
  if (requests === 1) outageEndsAt = at + outageMs;
  const up = at >= outageEndsAt;
  if (up) unseen.push({ body, gzipped: headers['content-encoding'] === 'gzip', at });
  else refused += 1;
  const answer = () => {
    response.writeHead(up ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(up ? 'ok' : 'unavailable');
  };
  if (held) held.push(answer);
  else if (latencyMs > 0) setTimeout(answer, latencyMs);
  else answer();
};

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
  request.on('end', () => {
    const control = controls[request.url ?? ''];
    if (control) {
      control();
      response.end();
    } else take(request, response, Buffer.concat(chunks));
  });
});
server.on('connection', (socket) => sockets.add(socket));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  process.send?.({ url: `http://127.0.0.1:${port}` });
});

const received = () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0);

process.on('message', (/** @type {{ expected: number, forget?: boolean }} */ { expected, forget }) => {
  for (const arrival of unseen.splice(0)) tally.add(arrival);
  const counts = { requests, refused, bytes: received() - forgotten, outageEndsAt };
  process.send?.({ ...tally.report(expected), ...counts, at: now() });
  if (!forget) return;
  tally = createTally();
  requests = 0;
  forgotten = received();
});
process.on('disconnect', () => process.exit());
