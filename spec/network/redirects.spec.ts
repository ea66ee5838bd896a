import { clientTo } from '../support/client.js';
import { ok, startServer } from '../support/server.js';

const fromHere = '/v1/elsewhere';

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    '[N17] [N18] with %d is a failure, and nobody goes there',
    async (status) => {
      await using elsewhere = await startServer(ok);
      for (const location of [
        `${elsewhere.url}/v1/batch`,
        fromHere,
        `//user@127.0.0.1:${String(elsewhere.port)}/`,
      ]) {
        await using server = await startServer((_request, response) => {
          response.writeHead(status, { location }).end('moved');
        });
        await using sut = clientTo(server);
        sut.client.track('a', 'e');
        await sut.client.flush();
        expect(sut.outcomes).toMatchObject([
          { _tag: 'Failed', attempts: 1, error: { _tag: 'ApiError', status } },
        ]);
        expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/batch']);
      }
      expect(elsewhere.connections()).toBe(0);
    },
  );

  it.each([301, 303, 308])("[N18] with %d is not followed by the user's fetch either", async (status) => {
    await using elsewhere = await startServer(ok);
    await using server = await startServer((_request, response) => {
      response.writeHead(status, { location: elsewhere.url }).end();
    });
    await using sut = clientTo(server, { fetch: (url, init) => fetch(url, init) });
    sut.client.track('a', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Failed', attempts: 1, error: { status } }]);
    expect(elsewhere.connections()).toBe(0);
  });
});
