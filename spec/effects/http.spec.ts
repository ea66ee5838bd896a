import type { Socket } from 'node:net';
import { firstValueFrom, lastValueFrom, Subject, Subscription, toArray } from 'rxjs';
import { createHttp } from '../../src/effects/http.js';
import { platform as nodePlatform } from '../../src/effects/platform.node.js';
import { platform as portablePlatform } from '../../src/effects/platform.portable.js';
import { NetworkError } from '../../src/index.js';
import type { HttpRequest } from '../../src/model/ports.js';
import { head, sized, startRawServer } from '../support/raw-server.js';

const requestTo = (url: string): HttpRequest => ({
  url,
  headers: { 'x-a': 'b' },
  body: Buffer.from('{}'),
  redact: (text) => text.replaceAll('secret', '***'),
});
describe.each([
  { runtime: 'Node.js', platform: nodePlatform },
  { runtime: 'any other runtime', platform: portablePlatform },
])('http on $runtime', ({ platform }) => {
  const http = createHttp(platform.fetch);
  const answersTo = async (respond: (socket: Socket) => void) => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        respond(socket);
      },
    });
    return await lastValueFrom(http(requestTo(server.url)).pipe(toArray()));
  };

  it('tells the head of a 2xx and nothing of its body', async () => {
    const answers = await answersTo((socket) => socket.write(sized('200 OK', '<html>')));
    expect(answers).toEqual([{ status: 200, body: '' }]);
  });

  it('tells the head of any other answer, then its text', async () => {
    const answers = await answersTo((socket) =>
      socket.write(sized('429 Slow', 'wait\n', 'Retry-After: 2\r\n')),
    );
    expect(answers).toEqual([
      { status: 429, retryAfter: '2', body: '' },
      { status: 429, retryAfter: '2', body: 'wait\n' },
    ]);
  });

  it('takes a 204 without a body', async () => {
    expect(await answersTo((socket) => socket.write(head('204 No Content')))).toEqual([
      { status: 204, body: '' },
    ]);
  });

  it('follows no redirect', async () => {
    let requests = 0;
    const answers = await answersTo((socket) => {
      requests += 1;
      socket.write(sized('307 Temporary Redirect', '', 'Location: /elsewhere\r\n'));
    });
    expect(answers.at(-1)).toEqual({ status: 307, body: '' });
    expect(requests).toBe(1);
  });

  it('[N22] reads 64 KB of a text at most, then drops the connection', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        socket.write(head('500 Error', 'content-length: 10000000\r\n'));
        const pour = () => {
          while (!socket.destroyed && socket.write('x'.repeat(16_384)));
        };
        socket.on('drain', pour);
        pour();
      },
    });
    const answers = await lastValueFrom(http(requestTo(server.url)).pipe(toArray()));
    expect(answers.at(-1)?.body).toHaveLength(65_536);
    await server.connections[0]?.closed;
  });

  it('tells what is known when the connection breaks in the body', async () => {
    const answers = await answersTo((socket) => {
      socket.write(head('400 Bad Request', 'content-length: 100\r\n'));
      socket.write('invalid json', () => {
        socket.resetAndDestroy();
      });
    });
    expect(answers.at(-1)?.status).toBe(400);
  });

  it('errors with a NetworkError when the connection closes without an answer', async () => {
    await expect(answersTo((socket) => socket.end())).rejects.toBeInstanceOf(NetworkError);
  });

  it('errors with the code of a refused connection', async () => {
    const gone = await startRawServer();
    await gone[Symbol.asyncDispose]();
    await expect(firstValueFrom(http(requestTo(gone.url)))).rejects.toMatchObject({
      _tag: 'NetworkError',
      code: 'ECONNREFUSED',
    });
  });

  it('errors with the code of a name that does not resolve', async () => {
    await expect(firstValueFrom(http(requestTo('http://nowhere.invalid')))).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) as string,
    });
  });

  it('closes its connection when it is unsubscribed from', async () => {
    const subscription = new Subscription();
    const closed = new Subject<unknown>();
    await using server = await startRawServer({
      respond: ({ socket }) => {
        socket.once('close', () => {
          closed.next(undefined);
        });
        subscription.unsubscribe();
      },
    });
    const isClosed = firstValueFrom(closed);
    subscription.add(http(requestTo(server.url)).subscribe());
    await expect(isClosed).resolves.toBeUndefined();
  });

  it('makes no request when it is unsubscribed from at once', async () => {
    let requests = 0;
    const lazy = createHttp((url, init) => {
      requests += 1;
      return platform.fetch(url, init);
    });
    lazy(requestTo('http://127.0.0.1:9')).subscribe().unsubscribe();
    await new Promise(setImmediate);
    expect(requests).toBe(0);
  });
});

describe("http over a user's fetch", () => {
  const circular = new Error('round');
  circular.cause = circular;
  const throwing = {
    get code(): never {
      throw new Error('mine');
    },
  };
  it.each<[string, unknown, object]>([
    [
      'a plain error',
      new Error('broken'),
      { code: 'UNKNOWN', message: 'no answer from the data plane: broken (UNKNOWN)' },
    ],
    [
      'what every address of a name answered',
      new TypeError('fetch failed', {
        cause: new AggregateError([Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })]),
      }),
      { code: 'ECONNREFUSED', message: 'no answer from the data plane: refused (ECONNREFUSED)' },
    ],
    [
      'an error that is its own cause',
      circular,
      { message: 'no answer from the data plane: round (UNKNOWN)' },
    ],
    ['an error that throws when it is read', throwing, { code: 'UNKNOWN' }],
    ['nothing', undefined, { code: 'UNKNOWN' }],
    [
      'a secret',
      Object.assign(new Error('bad secret'), { code: 'secret' }),
      { code: '***', message: 'no answer from the data plane: bad ***' },
    ],
  ])('errors with a NetworkError for %s', async (_name, reason, expected) => {
    const http = createHttp(() => {
      throw reason;
    });
    await expect(lastValueFrom(http(requestTo('http://a.example')))).rejects.toMatchObject({
      _tag: 'NetworkError',
      ...expected,
    });
  });

  it.each([500, 204, 999])('makes one request and tells a %d as it is', async (status) => {
    let requests = 0;
    const http = createHttp(() => {
      requests += 1;
      const body = null;
      return Promise.resolve({ ok: status === 204, status, headers: new Headers(), body });
    });
    expect(await lastValueFrom(http(requestTo('http://a.example')))).toEqual({ status, body: '' });
    expect(requests).toBe(1);
  });

  it('takes secrets out of the text of an answer', async () => {
    const http = createHttp(() => Promise.resolve(new Response('your secret', { status: 400 })));
    expect(await lastValueFrom(http(requestTo('http://a.example')))).toEqual({
      status: 400,
      body: 'your ***',
    });
  });
});
