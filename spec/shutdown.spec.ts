import { clientTo } from './support/client.js';
import { OK, type RawConnection, startRawServer } from './support/raw-server.js';

const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n';

describe('a shutdown while the data plane', () => {
  it.each<[string, string | undefined]>([
    ['hangs', ''],
    ['answers 503', UNAVAILABLE],
    ['refuses connections', undefined],
  ])('[P8] %s returns at its deadline with what is undelivered', async (_name, answer) => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        if (answer !== undefined && answer !== '') socket.write(answer);
      },
    });
    const { url } = server;
    // Nobody listens there any more.
    if (answer === undefined) await server[Symbol.asyncDispose]();
    await using sut = clientTo(
      { url },
      { uploadSize: 10, uploadInterval: 20, backoff: { baseMs: 20, maxMs: 60 } },
    );
    for (let index = 0; index < 95; index += 1) sut.client.track(index, 'e');
    const startedAt = performance.now();
    const { undelivered, ...totals } = await sut.client.shutdown({ timeout: 400 });
    const took = performance.now() - startedAt;

    expect(totals).toEqual({ delivered: 0, failed: 95, dropped: 0, pending: 0 });
    expect(undelivered.map(({ userId }) => Number(userId))).toEqual(
      Array.from({ length: 95 }, (_, index) => index),
    );
    expect(sut.outcomes.map((outcome) => outcome._tag === 'Failed' && outcome.error._tag)).toEqual(
      Array(95).fill('AbortedError'),
    );
    expect(took).toBeGreaterThan(395);
    expect(took).toBeLessThan(8000);
    // The requests under way went with it.
    if (answer === '') await Promise.all(server.connections.map(({ closed }) => closed));
    expect(server.connections.length > 0).toBe(answer !== undefined);
  });

  it.each<[string, (connection: RawConnection) => void]>([
    ['hangs', () => undefined],
    ['answers 503', ({ socket }) => socket.write(UNAVAILABLE)],
    ['resets', ({ socket }) => socket.resetAndDestroy()],
    ['breaks off in a head', ({ socket }) => socket.write('HTTP/1.1 200')],
  ])('[P8] %s leaves nothing that sends a byte, though it comes back', async (_name, respond) => {
    let isDown = true;
    await using server = await startRawServer({
      respond: (connection) => {
        if (isDown) respond(connection);
        else connection.socket.write(OK);
      },
    });
    await using sut = clientTo(server, { maxRetries: 1e6, concurrency: 2 });
    for (let index = 0; index < 30; index += 1) sut.client.track(index, 'e');
    const { undelivered } = await sut.client.shutdown({ timeout: 100 });
    expect(undelivered).toHaveLength(30);

    const bytes = () => server.connections.reduce((sum, connection) => sum + connection.bytes(), 0);
    const earlier = { requests: server.requests.length, bytes: bytes() };
    isDown = false;
    // Round trips of another client, which take longer than any wait of the first.
    await using other = clientTo(server);
    for (let index = 0; index < 30; index += 1) {
      other.client.track('other', 'e');
      await other.client.flush();
    }
    const later = server.requests.slice(earlier.requests);
    expect(later.map(({ body }) => body.includes('"other"'))).toEqual(Array(30).fill(true));
    expect(bytes() - earlier.bytes).toBe(later.reduce((sum, request) => sum + request.bytes, 0));
  });
});
