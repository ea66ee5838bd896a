import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { createFetch } from '../../src/effects/node-fetch.js';
import { clientTo } from '../support/client.js';
import { idsOf, OK, type RawConnection, type RawServer, startRawServer } from '../support/raw-server.js';

/** Answers the first request of a connection, and breaks the connection at the second. */
const breakingAtSecond =
  (breakOff: (socket: Socket) => void) =>
  ({ socket, requests }: RawConnection) => {
    if (requests.length === 1) socket.write(OK);
    else breakOff(socket);
  };

const reset = (socket: Socket) => {
  socket.resetAndDestroy();
};

const requestsOf = ({ connections }: RawServer) => connections.map(({ requests }) => requests.length);

describe('a connection that the data plane gives up as the next request goes out on it', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['resets', reset],
    ['closes', (socket) => socket.end()],
  ])('[N20] and %s costs no attempt: the request is made at once on a new one', async (_name, breakOff) => {
    await using server = await startRawServer({ respond: breakingAtSecond(breakOff) });
    await using sut = clientTo(server, { maxRetries: 0, backoff: { baseMs: 60_000, maxMs: 60_000 } });
    for (const user of ['a', 'b', 'c', 'd']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    expect(sut.outcomes).toMatchObject(
      ['a', 'b', 'c', 'd'].map((userId) => ({ _tag: 'Delivered', attempts: 1, message: { userId } })),
    );
    expect(sut.attempts).toHaveLength(4);
    // The new one serves that request only: the next that is in need of one gets a new one too.
    expect(requestsOf(server)).toEqual([2, 1, 2, 1]);
    const [, lost, again] = server.requests.map(idsOf);
    expect(again).toEqual(lost);
  });

  it('[N20] in the middle of a body costs no attempt either', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => socket.write(OK),
      onBytes: ({ socket, index, requests }) => {
        if (index === 0 && requests.length === 1) socket.resetAndDestroy();
      },
    });
    await using sut = clientTo(server, {
      maxRetries: 0,
      gzip: false,
      maxBatchBytes: 4e6,
      maxEventBytes: 4e6,
    });
    for (const size of [1, 3e6]) {
      sut.client.track('u', 'e', { text: 'x'.repeat(size) });
      await sut.client.flush();
    }
    expect(sut.outcomes).toMatchObject([{ attempts: 1 }, { _tag: 'Delivered', attempts: 1 }]);
    expect(requestsOf(server)).toEqual([1, 1]);
  });

  it('[N20] is made up for though every other idle one is given up too', async () => {
    const held: Socket[] = [];
    await using server = await startRawServer({
      respond: ({ socket, index, requests }) => {
        if (requests.length > 1) socket.resetAndDestroy();
        else if (index > 2) socket.write(OK);
        else if (held.push(socket) === 3) for (const each of held) each.write(OK);
      },
    });
    const fetch = createFetch();
    const post = async () => {
      const { signal } = new AbortController();
      const init = {
        method: 'POST',
        headers: {},
        body: Buffer.from('{}'),
        signal,
        redirect: 'manual',
      } as const;
      const { status, body } = await fetch(server.url, init);
      for await (const chunk of body ?? []) expect(String(chunk)).toBe('ok');
      return status;
    };
    expect(await Promise.all([post(), post(), post()])).toEqual([200, 200, 200]);
    // undici takes a connection back a turn after its answer.
    await turn();
    expect(await post()).toBe(200);
    expect(requestsOf(server).sort()).toEqual([1, 1, 1, 2]);
  });

  it('[N20] is made up for once: what breaks on the new one too is a failed attempt', async () => {
    await using server = await startRawServer({
      respond: ({ socket, index, requests }) => {
        if (requests.length > 1 || index === 1) socket.resetAndDestroy();
        else socket.write(OK);
      },
    });
    await using sut = clientTo(server);
    for (const user of ['a', 'b']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    expect(sut.attempts.map(({ attempt, error }) => [attempt, error?._tag])).toEqual([
      [1, undefined],
      [1, 'NetworkError'],
      [2, undefined],
    ]);
    expect(requestsOf(server)).toEqual([2, 1, 1]);
  });
});

describe('a connection that breaks otherwise', () => {
  it('[N20] on its first request fails the attempt: that is an outage, which needs no more requests', async () => {
    await using server = await startRawServer({ respond: ({ socket }) => socket.resetAndDestroy() });
    await using sut = clientTo(server, { maxRetries: 1 });
    sut.client.track('a', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Failed', attempts: 2, error: { code: 'ECONNRESET' } }]);
    expect(requestsOf(server)).toEqual([1, 1]);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['once a byte of the answer has come', (socket) => socket.end('H')],
    ['two seconds after the request went out', (socket) => setTimeout(() => socket.destroy(), 2100)],
  ])('[N20] %s fails the attempt: it was taken, and may have been stored', async (_name, breakOff) => {
    await using server = await startRawServer({ respond: breakingAtSecond(breakOff) });
    await using sut = clientTo(server, { maxRetries: 0 });
    for (const user of ['a', 'b']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    expect(sut.outcomes).toMatchObject([{ _tag: 'Delivered' }, { _tag: 'Failed', attempts: 1 }]);
    expect(requestsOf(server)).toEqual([2]);
  });
});
