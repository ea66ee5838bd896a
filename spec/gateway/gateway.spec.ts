import { gzipSync } from 'node:zlib';
import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { MAX_REQUEST_BYTES } from '../../src/model/limits.js';

const authorization = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
const EVENT = { type: 'track', userId: 'u', event: 'e' };

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ writeKeys: ['key'], disabledWriteKeys: ['off'], retain: 3 });
});
afterEach(async () => {
  await gateway.close();
});

interface Post {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const send = async ({ path = '/v1/batch', method = 'POST', headers = {}, body = '' }: Post) => {
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { authorization: authorization('key'), ...headers },
    ...(method === 'POST' ? { body } : {}),
  });
  return { status: response.status, text: await response.text() };
};

const batchOf = (...batch: readonly unknown[]) => JSON.stringify({ batch });
/** A batch of exactly so many bytes. */
const batchOfBytes = (bytes: number) => {
  const empty = batchOf({ ...EVENT, pad: '' });
  return batchOf({ ...EVENT, pad: 'x'.repeat(bytes - empty.length) });
};

describe('gateway', () => {
  it.each<[string, Post, number, string]>([
    ['a batch', { body: batchOf(EVENT) }, 200, 'ok'],
    ['one event', { path: '/v1/track', body: JSON.stringify(EVENT) }, 200, 'ok'],
    ['gzip', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(batchOf(EVENT)) }, 200, 'ok'],
    [
      'a lower-case scheme',
      { headers: { authorization: authorization('key').replace('B', 'b') }, body: batchOf(EVENT) },
      200,
      'ok',
    ],
    ['a number for an id', { body: batchOf({ userId: 0 }) }, 200, 'ok'],
    ['a batch that is one object', { body: JSON.stringify({ batch: EVENT }) }, 200, 'ok'],
    ['an extract without ids', { body: batchOf({ type: 'extract' }) }, 200, 'ok'],
    ['4,096,000 bytes', { body: batchOfBytes(MAX_REQUEST_BYTES) }, 200, 'ok'],
    [
      '4,096,001 bytes',
      { body: batchOfBytes(MAX_REQUEST_BYTES + 1) },
      413,
      'request size exceeds max limit\n',
    ],
    [
      'no authorization',
      { headers: { authorization: '' }, body: 'nonsense' },
      401,
      'failed to read writekey from header\n',
    ],
    [
      'an empty key',
      { headers: { authorization: 'Basic Og==' } },
      401,
      'failed to read writekey from header\n',
    ],
    ['an unknown key', { headers: { authorization: authorization('other') } }, 401, 'invalid write key\n'],
    ['a disabled source', { headers: { authorization: authorization('off') } }, 404, 'source is disabled\n'],
    [
      'broken gzip',
      { headers: { 'content-encoding': 'gzip' }, body: batchOf(EVENT) },
      500,
      'failed to read body from request\n',
    ],
    [
      'another encoding',
      { headers: { 'content-encoding': 'deflate' }, body: gzipSync(batchOf(EVENT)) },
      400,
      'invalid json\n',
    ],
    ['no body', {}, 400, 'invalid json\n'],
    ['two documents', { body: `${batchOf(EVENT)}{}` }, 400, 'invalid json\n'],
    [
      'an event that is no object',
      { body: batchOf(EVENT, null) },
      400,
      'event is not a valid rudder event\n',
    ],
    [
      'an event without ids',
      { body: batchOf(EVENT, { userId: ' ' }) },
      400,
      'request neither has anonymousId nor userId\n',
    ],
    ['an empty batch', { body: batchOf() }, 400, 'empty batch payload\n'],
    ['a list', { body: '[]' }, 400, 'empty batch payload\n'],
    ['an unknown path', { path: '/v1/batch/' }, 404, '404 page not found\n'],
    ['a GET on a path for POSTs', { method: 'GET' }, 405, ''],
    ['a POST on a path for GETs', { path: '/health' }, 405, ''],
    [
      'credentials without a colon',
      { headers: { authorization: 'Basic a2V5' } },
      401,
      'failed to read writekey from header\n',
    ],
  ])('answers %s as rudder-server does', async (_name, post, status, text) => {
    expect(await send(post)).toEqual({ status, text });
  });

  it('stores nothing of a batch with one bad event', async () => {
    await send({ body: batchOf(EVENT, {}, EVENT) });
    expect(gateway.counts).toEqual({ requests: 1, events: 0 });
  });

  it('fills in what the gateway fills in', async () => {
    await send({
      path: '/v1/page',
      body: JSON.stringify({ userId: 'u1', anonymousId: 'a1', messageId: 12345 }),
    });
    expect(gateway.events).toEqual([
      {
        type: 'page',
        userId: 'u1',
        anonymousId: 'a1',
        messageId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
        rudderId: 'f81ebcce-dafc-4607-b906-29e68e64b35f',
        receivedAt: expect.stringMatching(/Z$/) as string,
        request_ip: '127.0.0.1',
      },
    ]);
  });

  it('keeps the last events and counts all', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await send({ body: batchOf({ ...EVENT, messageId: name }) });
    expect(gateway.events.map(({ messageId }) => messageId)).toEqual(['c', 'd', 'e']);
    expect(gateway.counts).toEqual({ requests: 5, events: 5 });
  });

  it('records requests with their sizes', async () => {
    const body = batchOf(EVENT, EVENT);
    const zipped = gzipSync(body);
    await send({ headers: { 'content-encoding': 'gzip' }, body: zipped });
    expect(gateway.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/batch',
        status: 200,
        events: 2,
        bytes: body.length,
        wireBytes: zipped.length,
      },
    ]);
  });

  it('shows what it stored as NDJSON, and that it is up', async () => {
    await send({ body: batchOf({ ...EVENT, messageId: 'm1' }, { ...EVENT, messageId: 'm2' }) });
    const { text } = await send({ method: 'GET', path: '/events' });
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { messageId: string }).messageId);
    expect(ids).toEqual(['m1', 'm2']);
    expect((await send({ method: 'GET', path: '/health' })).text).toContain('"server":"UP"');
  });

  it('rejects when its port is taken', async () => {
    await expect(startGateway({ port: gateway.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each([
    { port: 'x' },
    { port: -1 },
    { writeKeys: 'key' },
    { writeKeys: 5 },
    { writeKeys: [1] },
    { disabledWriteKeys: true },
    { retain: -1 },
    { retain: NaN },
  ])('rejects %j', async (options) => {
    await expect(startGateway(options as never)).rejects.toThrow(
      /^startGateway: (port|writeKeys|disabledWriteKeys|retain) must be/,
    );
  });

  it('closes more than once', async () => {
    await Promise.all([gateway.close(), gateway.close()]);
    await expect(fetch(gateway.url)).rejects.toThrow();
  });
});
