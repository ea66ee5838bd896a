import { fetch as undiciFetch, ProxyAgent } from 'undici';
import { clientTo } from '../support/client.js';
import { runNode } from '../support/processes.js';
import { sized, startRawServer } from '../support/raw-server.js';
import { ok, startServer } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

describe('a proxy', () => {
  it("[N24] of the user's fetch that wants credentials is told by its 407, without the key", async () => {
    await using proxy = await startRawServer({
      respond: ({ socket }) => socket.write(sized('407 Proxy Authentication Required', '')),
    });
    const dispatcher = new ProxyAgent(proxy.url);
    await using sut = clientTo(
      { url: 'http://data-plane.example' },
      {
        maxRetries: 1,
        debug: true,
        fetch: async (url, { method, headers, body, signal }) => {
          const { status } = await undiciFetch(url, { method, headers, body, signal, dispatcher });
          return new Response(null, { status });
        },
      },
    );
    sut.client.track('a', 'e');
    await sut.client.flush();
    const message = expect.stringContaining('Proxy response (407)') as string;
    expect(sut.outcomes).toMatchObject([
      { _tag: 'Failed', attempts: 2, error: { _tag: 'NetworkError', message } },
    ]);
    // The proxy is asked for a way, and told no more.
    expect(proxy.requests.map(({ head }) => head.split('\r\n')[0])).toEqual([
      'CONNECT data-plane.example:80 HTTP/1.1',
      'CONNECT data-plane.example:80 HTTP/1.1',
    ]);
    const shown = JSON.stringify([sut.lines, sut.outcomes, proxy.requests]);
    expect(shown).not.toContain(WRITE_KEY);
    expect(shown).not.toContain(Buffer.from(`${WRITE_KEY}:`).toString('base64'));
    await dispatcher.close();
  });

  it('[N24] that only the environment names gets nothing: `fetch` is the way to one', async () => {
    await using proxy = await startServer(ok);
    await using server = await startServer(ok);
    const program = `
      import { createClient } from 'rudder-rx';
      createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl: '${server.url}' }).track('a', 'e');
    `;
    const env = { HTTP_PROXY: proxy.url, http_proxy: proxy.url, ALL_PROXY: proxy.url, NO_PROXY: '' };
    const ended = await runNode(['--input-type=module', '--eval', program], { env });
    expect(ended).toMatchObject({ output: '', code: 0 });
    expect(server.requests).toHaveLength(1);
    expect(proxy.connections()).toBe(0);
  });
});
