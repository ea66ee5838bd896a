import { clientTo } from './support/client.js';
import { startRawServer } from './support/raw-server.js';

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
    expect(took).toBeLessThan(1500);
    // The requests under way went with it.
    if (answer === '') await Promise.all(server.connections.map(({ closed }) => closed));
    expect(server.connections.length > 0).toBe(answer !== undefined);
  });
});
