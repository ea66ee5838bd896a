import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { basic, batchOf, exchange } from './exchange.js';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await gateway.close();
});

const withHeader = (bytes: number) =>
  exchange(gateway, {
    headers: { authorization: basic('key'), 'x-pad': 'x'.repeat(bytes) },
    body: batchOf({ userId: 'u' }),
  });

describe('routes', () => {
  it.each([
    ['HEAD', '/health', 'GET'],
    ['PUT', '/v1/batch', 'POST'],
    ['GET', '/beacon/v1/batch', 'POST'],
    ['POST', '/pixel/v1/track', 'GET'],
    ['OPTIONS', '/v1/track', 'POST'],
  ])('refuse %s %s and say what goes', async (method, path, allow) => {
    const received = await exchange(gateway, { method, path });
    expect(received).toMatchObject({ status: 405, text: '', headers: { allow } });
    expect(received.headers).not.toHaveProperty('content-type');
  });

  it.each(['/v1/batch/', '//v1/batch', '/V1/batch', '/v1', '/v1/internal', '/toString'])(
    'do not know %s',
    async (path) => {
      const { status, text: body, headers } = await exchange(gateway, { path });
      expect({ status, body }).toEqual({ status: 404, body: '404 page not found\n' });
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('answer what they took in the type of Go, and only errors with nosniff', async () => {
    const { headers } = await withHeader(1);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(headers).not.toHaveProperty('x-content-type-options');
  });

  it('take the query string for no part of the path', async () => {
    const { status } = await exchange(gateway, { path: '/v1/batch?a=/v1/nope?b' });
    expect(status).toBe(401);
    expect(gateway.requests).toMatchObject([{ path: '/v1/batch' }]);
  });
});

describe('what cannot be read', () => {
  it('is a 431 with more than 512 KiB of headers', async () => {
    expect((await withHeader(511 * 1024)).status).toBe(200);
    for (const kibibytes of [513, 4096]) {
      expect(await withHeader(kibibytes * 1024)).toMatchObject({
        status: 431,
        text: '431 Request Header Fields Too Large',
      });
    }
  });

  it('is a 400 if it is not HTTP', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*\r\n\r\n400 Bad Request$/s);
  });

  it('keeps no gateway from closing', async () => {
    // It never ends its side: only the gateway can.
    const socket = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined).write(`POST / HTTP/1.1\r\nx-pad: ${'x'.repeat(600 * 1024)}`);
    await once(socket, 'data');
    await gateway.close();
    socket.destroy();
    await expect(fetch(gateway.url)).rejects.toThrow();
  });
});

describe('a gateway that gets what it can not follow', () => {
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const authorization = `Basic ${Buffer.from('key:').toString('base64')}`;

  it('answers all the same, and shows what it stored', async () => {
    const gateway = await startGateway();
    const post = async (body: string) => {
      const response = await fetch(`${gateway.url}/v1/batch`, {
        method: 'POST',
        headers: { authorization },
        body,
      });
      return response.status;
    };
    expect(await post(`{"batch":[{"userId":"u","messageId":"m","properties":${deep(20_000)}}]}`)).toBe(200);
    expect(await post(`{"batch":[{"userId":${deep(20_000)}}]}`)).toBe(500);
    const pixel = await fetch(
      `${gateway.url}/pixel/v1/track?writeKey=k&event=e&userId=u&${'a.'.repeat(5000)}b=1`,
    );
    expect(pixel.status).toBe(200);
    const events = await (await fetch(`${gateway.url}/events`)).text();
    expect(events).toContain('"messageId":"m"');
    await gateway.close();
  });
});
