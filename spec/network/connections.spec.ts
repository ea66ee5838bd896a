import type { Socket } from 'node:net';
import { firstValueFrom, skip } from 'rxjs';
import { clientTo } from '../support/client.js';
import { head, idsOf, OK, startRawServer, usersOf } from '../support/raw-server.js';

/** No retry may be due to anything but its own failure. */
const SOON = { baseMs: 1, maxMs: 1 };

describe('a client whose connections break', () => {
  it('[N1] because they are refused keeps its events, throws nothing, and delivers once there is a server', async () => {
    const gone = await startRawServer();
    await gone[Symbol.asyncDispose]();
    await using sut = clientTo(gone, { backoff: SOON, maxRetries: 1e6 });
    const refused = firstValueFrom(sut.client.attempts.pipe(skip(9)));
    for (const user of ['a', 'b', 'c']) sut.client.track(user, 'e');
    await refused;
    expect(await firstValueFrom(sut.client.state)).toMatchObject({ pending: 3, failed: 0 });
    for (const { error } of sut.attempts)
      expect(error).toMatchObject({ _tag: 'NetworkError', code: 'ECONNREFUSED' });

    await using server = await startRawServer({ respond: ({ socket }) => socket.write(OK), port: gone.port });
    expect(await sut.client.flush()).toEqual({ delivered: 3, failed: 0, dropped: 0, pending: 0 });
    expect(server.requests.flatMap(usersOf).sort()).toEqual(['a', 'b', 'c']);
  });

  it('[N2] while a body is on its way sends it again, with the same messageIds', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => socket.write(OK),
      onBytes: ({ socket, index }) => {
        if (index === 0) socket.resetAndDestroy();
      },
    });
    const large = { gzip: false, maxEventBytes: 4e6, maxBatchBytes: 4e6, uploadSize: 2 };
    await using sut = clientTo(server, { ...large, backoff: SOON });
    const receipts = ['a', 'b'].map((user) => sut.client.track(user, 'e', { text: 'x'.repeat(1e6) }));
    await sut.client.flush();
    expect(server.connections[0]?.bytes()).toBeLessThan(2e6);
    expect(server.requests.map(idsOf)).toEqual([receipts.map(({ messageId }) => messageId)]);
    expect(sut.outcomes).toMatchObject([{ _tag: 'Delivered', attempts: 2 }, { _tag: 'Delivered' }]);
  });

  it('[N3] in the body of a 200 has delivered, and sends nothing again', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        socket.write(head('200 OK', 'content-length: 100\r\n'));
        // The head has left, and is lost on nobody, before the reset.
        setTimeout(() => socket.resetAndDestroy(), 20);
      },
    });
    await using sut = clientTo(server, { backoff: SOON });
    sut.client.track('a', 'e');
    await sut.client.flush();
    await server.connections[0]?.closed;
    sut.client.track('b', 'e');
    await sut.client.flush();
    expect(server.requests.map(usersOf)).toEqual([['a'], ['b']]);
    expect(sut.outcomes).toMatchObject([
      { _tag: 'Delivered', attempts: 1 },
      { _tag: 'Delivered', attempts: 1 },
    ]);
  });

  it('[N4] gives a request up that is never answered, at its timeout, and makes it again', async () => {
    await using server = await startRawServer({
      respond: ({ socket, index }) => {
        if (index > 0) socket.write(OK);
      },
    });
    await using sut = clientTo(server, { timeout: 200, backoff: SOON });
    sut.client.track('a', 'e');
    await sut.client.flush();
    await server.connections[0]?.closed;
    expect(sut.attempts).toMatchObject([{ error: { _tag: 'TimeoutError' } }, { status: 200, attempt: 2 }]);
    expect(sut.attempts[0]?.durationMs).toBeGreaterThan(190);
    expect(server.requests.map(usersOf)).toEqual([['a'], ['a']]);
  });

  it('[N4] bounds the body of a refusal by the timeout as well', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => socket.write(head('422 Unprocessable', 'content-length: 100\r\n')),
    });
    await using sut = clientTo(server, { timeout: 200 });
    sut.client.track('a', 'e');
    await sut.client.flush();
    await server.connections[0]?.closed;
    expect(sut.outcomes).toMatchObject([{ _tag: 'Failed', attempts: 1, error: { status: 422 } }]);
    expect(sut.attempts[0]?.durationMs).toBeGreaterThan(190);
  });

  it('[N6] gives a connection up that has gone silent after it served, and retries on another', async () => {
    const silent: Socket[] = [];
    await using server = await startRawServer({
      respond: ({ socket, index, requests }) => {
        if (index === 0 && requests.length > 1) silent.push(socket);
        else socket.write(OK);
      },
    });
    await using sut = clientTo(server, { timeout: 200, backoff: SOON });
    for (const user of ['a', 'b', 'c']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    // The first one hears nothing any more but its end.
    await server.connections[0]?.closed;
    expect(silent).toHaveLength(1);
    // undici opens one more in its place, for nobody in particular.
    const [first, ...others] = server.connections.map(({ requests }) => requests.flatMap(usersOf));
    expect(first).toEqual(['a', 'b']);
    expect(others.flat()).toEqual(['b', 'c']);
    expect(sut.outcomes.map((outcome) => 'attempts' in outcome && outcome.attempts)).toEqual([1, 2, 1]);
  });
});
