import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { createFetch } from '../../src/effects/node-fetch.js';
import { platform } from '../../src/effects/platform.node.js';
import { clientTo, type Watched } from '../support/client.js';
import { ok, startServer, type WireServer } from '../support/server.js';

/** Resolves no name at first, then each to the loopback; with how often it was asked. */
const flaky = (failures: number) => {
  let asked = 0;
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    asked += 1;
    const isDown = asked <= failures;
    const error = isDown
      ? Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
      : null;
    if (all === true) callback(error, isDown ? [] : [{ address: '127.0.0.1', family: 4 }]);
    else callback(error, isDown ? '' : '127.0.0.1', 4);
  };
  return { lookup, asked: () => asked };
};

const named = ({ port }: WireServer) => ({ url: `http://data-plane.example:${String(port)}` });

const expectRetried = async (sut: Watched, server: WireServer, asked: () => number) => {
  sut.client.track('a', 'e');
  await sut.client.flush();
  expect(sut.attempts.map(({ error }) => (error?._tag === 'NetworkError' ? error.code : error))).toEqual([
    'ENOTFOUND',
    'ENOTFOUND',
    undefined,
  ]);
  expect(sut.outcomes).toMatchObject([{ _tag: 'Delivered', attempts: 3 }]);
  expect(server.requests[0]?.headers.host).toBe(`data-plane.example:${String(server.port)}`);
  expect(asked()).toBe(3);
};

describe('a name that does not resolve', () => {
  it('[N7] is asked for again at each attempt, and used as soon as it does', async () => {
    const { lookup, asked } = flaky(2);
    await using server = await startServer(ok);
    await using sut = clientTo(named(server), {}, { ...platform, fetch: createFetch({ lookup }) });
    await expectRetried(sut, server, asked);
  });

  it("[N7] is so in the user's fetch as well", async () => {
    const { lookup, asked } = flaky(2);
    const dispatcher = new Agent({ connect: { lookup } });
    await using server = await startServer(ok);
    await using sut = clientTo(named(server), {
      fetch: async (url, { method, headers, body, signal }) => {
        const answer = await request(url, { method, headers, body, signal, dispatcher });
        return new Response(await answer.body.text(), { status: answer.statusCode });
      },
    });
    await expectRetried(sut, server, asked);
    await dispatcher.close();
  });
});
