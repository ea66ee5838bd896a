import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { type ChaosServer, startChaosServer } from './chaos-server.js';
import { eventOf, MAX_BODY_BYTES } from './events.js';
import type { Happening, Kind } from './kinds.js';

const [ORDINARY, POISON] = [3, 250];

let gateway: Gateway;
let chaos: ChaosServer;
const refused: string[] = [];
const oddities: string[] = [];
beforeEach(async () => {
  refused.length = 0;
  oddities.length = 0;
  gateway = await startGateway();
  chaos = await startChaosServer({
    gatewayPort: gateway.port,
    elsewhere: 'http://elsewhere.example/',
    onRefused: (indexes, status) => refused.push(`${indexes.join()} ${String(status)}`),
    onOddity: (text) => oddities.push(text),
  });
});
afterEach(async () => {
  await chaos.close();
  await gateway.close();
});

function* script(...kinds: readonly (Kind | undefined)[]): Generator<Kind | undefined, never> {
  yield* kinds;
  for (;;) yield undefined;
}

const dial = (): Socket => {
  const socket = connect(Number(new URL(chaos.url).port), '127.0.0.1');
  // A spec that fails must not hold the run.
  socket.on('error', () => undefined).unref();
  return socket;
};
const open = async (): Promise<Socket> => {
  const socket = dial();
  await once(socket, 'connect');
  return socket;
};
const requestOf = (body: string, path = '/v1/batch'): string =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\nauthorization: Basic a2V5Og==\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
const batchOf = (...indexes: readonly number[]): string => JSON.stringify({ batch: indexes.map(eventOf) });

const HEAD = /\r\n\r\n$/;
const OK = /^HTTP\/1\.1 200 .*\r\n\r\nok$/s;

/** What comes back, until it is what was waited for, or as long, or the connection ends, which shows as `.`. */
const answerTo = (socket: Socket, request: string, awaited: RegExp | number = /\r\n\r\n$/): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (typeof awaited === 'number' ? answer.length > awaited : awaited.test(answer)) resolve(answer);
    });
    socket.on('close', () => {
      resolve(`${answer}.`);
    });
    socket.write(request);
  });

describe('a chaos server', () => {
  it('passes requests and answers on as they are while it is calm, over one connection', async () => {
    const socket = await open();
    expect(await answerTo(socket, requestOf(batchOf(ORDINARY)), OK)).toMatch(OK);
    expect(await answerTo(socket, requestOf(batchOf(4, 5)), OK)).toMatch(OK);
    expect(gateway.events).toMatchObject([3, 4, 5].map(eventOf));
    expect([chaos.requests(), chaos.connections(), chaos.counts.size]).toEqual([2, 1, 0]);
    socket.destroy();
  });

  it.each<[Kind, RegExp, RegExp | number]>([
    ['closed without an answer', /^\.$/, HEAD],
    ['reset in the request', /^\.$/, HEAD],
    ['no HTTP', /^SSH-2.0.*\.$/s, HEAD],
    ['half of a 503', /^HTTP\/1.1 503 .*content-length: 100\r\n\r\nService Unav\.$/s, HEAD],
    ['dripped 503', /^HTTP\/1.1 503 .*content-length: 100000\r\n\r\n\.+$/s, /\r\n\r\n\.{3,}$/],
    ['endless 500', /^HTTP\/1.1 500 .*\r\n\r\nx+$/s, 200_000],
    ['500', /^HTTP\/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n$/, HEAD],
    ['502', /^HTTP\/1.1 502 Bad Gateway\r\n.*<h1>Bad Gateway<\/h1>$/s, /<\/h1>$/],
    ['503', /^HTTP\/1.1 503 [^]*\r\ncontent-length: 0\r\n\r\n$/, HEAD],
    ['504', /^HTTP\/1.1 504 .*gateway timeout\n$/s, /timeout\n$/],
    ['408', /^HTTP\/1.1 408 /, HEAD],
    ['429', /^HTTP\/1.1 429 (?!.*retry-after)/s, /reached\n$/],
    ['503, Retry-After: 1', /^HTTP\/1.1 503 .*retry-after: 1\r\n/s, HEAD],
    ['429, Retry-After: 1', /^HTTP\/1.1 429 .*retry-after: 1\r\n/s, HEAD],
    ['503, Retry-After: soon', /^HTTP\/1.1 503 .*retry-after: soon\r\n/s, HEAD],
    ['302 elsewhere', /^HTTP\/1.1 302 .*location: http:\/\/elsewhere.example\/\r\n/s, HEAD],
    ['307 elsewhere', /^HTTP\/1.1 307 .*location: http:\/\/elsewhere.example\/\r\n/s, HEAD],
  ])('stores nothing: %s', async (kind, answer, awaited) => {
    chaos.storm(script(kind));
    const socket = await open();
    expect(await answerTo(socket, requestOf(batchOf(ORDINARY)), awaited)).toMatch(answer);
    expect(gateway.counts.requests).toBe(0);
    expect([...chaos.counts]).toEqual([[kind, 1]]);
    expect(refused).toEqual(kind.endsWith('elsewhere') ? [`3 ${kind.slice(0, 3)}`] : []);
    socket.destroy();
  });

  it.each<[Kind, RegExp, RegExp | number]>([
    ['lost answer', /^\.$/, HEAD],
    ['half a status line', /^HTTP\/1.1 2\.$/, HEAD],
    ['half a head', /^HTTP\/1.1 200 OK\r\ncontent-le\.$/, HEAD],
    ['half a body', /^HTTP\/1.1 200 .*content-length: 2\r\n\r\no\.$/s, HEAD],
    ['dripped body', /^HTTP\/1.1 200 .*content-length: 100000\r\n\r\n\.+$/s, /\.{3,}$/],
    ['endless body', /^HTTP\/1.1 200 .*\r\n\r\nx+$/s, 200_000],
    ['garbage body', /^HTTP\/1.1 200 .*\{"error":\ufffd$/s, /\ufffd$/],
    ['HTML body', /^HTTP\/1.1 200 .*<\/html>$/s, /<\/html>$/],
    ['no body', /^HTTP\/1.1 204 No Content\r\n\r\n$/, HEAD],
  ])('stores the events, then: %s', async (kind, answer, awaited) => {
    chaos.storm(script(kind));
    const socket = await open();
    expect(await answerTo(socket, requestOf(batchOf(ORDINARY)), awaited)).toMatch(answer);
    expect(gateway.events).toMatchObject([eventOf(ORDINARY)]);
    expect([...chaos.counts]).toEqual([[kind, 1]]);
    socket.destroy();
  });

  it.each<[Kind, number]>([
    ['hang', 1],
    ['hang, stored', 2],
  ])('says nothing, and leaves the connection open: %s', async (kind, stored) => {
    chaos.storm(script(kind));
    const hung = await open();
    let heard = '';
    hung.on('data', (chunk) => (heard += chunk.toString()));
    hung.write(requestOf(batchOf(ORDINARY)));
    const other = await open();
    expect(await answerTo(other, requestOf(batchOf(4)), OK)).toMatch(OK);
    expect([heard, chaos.connections(), gateway.counts.events]).toEqual(['', 2, stored]);
    hung.destroy();
    other.destroy();
  });

  it('closes a connection that was kept alive as the next request comes: dead socket', async () => {
    chaos.storm(script('dead socket'));
    const [idle, other] = [await open(), await open()];
    expect(await answerTo(idle, requestOf(batchOf(ORDINARY)), OK)).toMatch(OK);
    expect(await answerTo(other, requestOf(batchOf(4)), OK)).toMatch(OK);
    expect(chaos.counts.size).toBe(0);
    expect(await answerTo(idle, requestOf(batchOf(5)))).toBe('.');
    expect([...chaos.counts]).toEqual([['dead socket', 1]]);
    expect(await answerTo(other, requestOf(batchOf(6)), OK)).toMatch(OK);
    expect(gateway.events).toMatchObject([ORDINARY, 4, 6].map(eventOf));
    other.destroy();
  });

  it('resets the next connection as soon as it is there: reset on accept', async () => {
    chaos.storm(script('reset on accept'));
    const first = await open();
    expect(await answerTo(first, requestOf(batchOf(ORDINARY)), OK)).toMatch(OK);
    expect(await answerTo(dial(), '')).toBe('.');
    expect([...chaos.counts]).toEqual([['reset on accept', 1]]);
    first.destroy();
  });

  it('closes all connections, and refuses new ones until it is told of one: connection refused', async () => {
    chaos.storm(script(undefined, 'connection refused'));
    const [idle, socket] = [await open(), await open()];
    expect(await answerTo(idle, requestOf(batchOf(4)), OK)).toMatch(OK);
    const [, answer] = await Promise.all([
      once(idle, 'close'),
      answerTo(socket, requestOf(batchOf(ORDINARY))),
    ]);
    expect(answer).toBe('.');
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(chaos.counts.size).toBe(0);

    chaos.refusedOne();
    chaos.refusedOne();
    const later = await open();
    expect(await answerTo(later, requestOf(batchOf(ORDINARY)), OK)).toMatch(OK);
    expect([...chaos.counts]).toEqual([['connection refused', 1]]);
    later.destroy();
  });

  it('is open again as soon as it is calm', async () => {
    chaos.storm(script('connection refused'));
    const socket = await open();
    await answerTo(socket, requestOf(batchOf(ORDINARY)));
    await chaos.calm();
    const later = await open();
    expect(await answerTo(later, requestOf(batchOf(ORDINARY)), OK)).toMatch(OK);
    later.destroy();
  });

  it.each<[Happening, number, string]>([
    ['poison, 400', 400, batchOf(ORDINARY, POISON)],
    [
      'too large, 413',
      413,
      JSON.stringify({ batch: [eventOf(ORDINARY), { text: 'x'.repeat(MAX_BODY_BYTES) }] }),
    ],
  ])(
    'refuses a batch for what is in it, and what was meant for it happens to the next: %s',
    async (what, status, body) => {
      chaos.storm(script('no body'));
      const socket = await open();
      expect(await answerTo(socket, requestOf(body), /\n$/)).toMatch(
        new RegExp(`^HTTP/1\\.1 ${String(status)} `),
      );
      expect(refused).toEqual([`3,${status === 400 ? '250' : '-1'} ${String(status)}`]);
      expect(await answerTo(socket, requestOf(batchOf(ORDINARY)))).toMatch(/^HTTP\/1.1 204/);
      expect([...chaos.counts.keys()]).toEqual([what, 'no body']);
      socket.destroy();
    },
  );

  it('does to the next request what it could not do to one that never came whole', async () => {
    chaos.storm(script('no body'));
    const half = await open();
    half.end(requestOf(batchOf(ORDINARY)).slice(0, 150));
    await once(half, 'close');
    const socket = await open();
    expect(await answerTo(socket, requestOf(batchOf(4)))).toMatch(/^HTTP\/1.1 204/);
    expect(gateway.events).toMatchObject([eventOf(4)]);
    socket.destroy();
  });

  it.each([
    ['no JSON', requestOf('{"batch":'), /JSON/],
    ['another path', requestOf('{}', '/v1/track'), /^Error: not for events: POST \/v1\/track/],
    ['what the gateway refuses', requestOf('{"batch":[]}'), /^the gateway answers HTTP\/1.1 400/],
  ])('tells of a request that no client may make: %s', async (_name, request, oddity) => {
    const socket = await open();
    await answerTo(socket, request, /\n$/);
    expect(oddities).toEqual([expect.stringMatching(oddity)]);
    socket.destroy();
  });
});
