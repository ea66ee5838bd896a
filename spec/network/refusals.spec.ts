import { clientTo } from '../support/client.js';
import { startServer } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

/** A data plane, or what stands before it, that refuses every request in these words, and says the key back. */
const refusing = (status: number, text: string, headers: Readonly<Record<string, string>> = {}) =>
  startServer(({ headers: { authorization = '' } }, response) => {
    response.writeHead(status, headers).end(`${text} ${authorization}`);
  });

/** All that can be seen of a client. */
const shownBy = ({ lines, outcomes }: Pick<ReturnType<typeof clientTo>, 'lines' | 'outcomes'>) =>
  [...lines, ...outcomes.map((outcome) => ('error' in outcome ? String(outcome.error.stack) : ''))].join(
    '\n',
  );

describe('an answer that no retry heals', () => {
  it.each<[string, number, string, string]>([
    ['[N15] an unknown key', 401, 'invalid write key', 'check writeKey'],
    [
      '[N15] what a proxy or firewall forbids',
      403,
      'Forbidden',
      'check writeKey, and what a proxy or firewall before the data plane lets through',
    ],
    [
      '[N15] a source that is disabled',
      404,
      'source is disabled',
      'enable the source of this write key in RudderStack',
    ],
    [
      '[N15] a path that is wrong',
      404,
      '404 page not found',
      'check dataPlaneUrl, there is no data plane at its /v1/batch',
    ],
    [
      '[N24] a proxy that knows nobody',
      407,
      'Proxy Authentication Required',
      'a proxy asks who you are: hand createClient a `fetch` that tells it',
    ],
  ])('%s fails at once, with one loud line, without the key', async (_name, status, text, advice) => {
    await using server = await refusing(status, text);
    await using sut = clientTo(server);
    for (const user of ['a', 'b']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    const failed = { _tag: 'Failed', attempts: 1, error: { _tag: 'ApiError', status } };
    expect(sut.outcomes).toMatchObject([failed, failed]);
    expect(server.requests).toHaveLength(2);
    expect(sut.lines).toEqual([
      `rudder-rx: the data plane answered ${String(status)}: ${text} Basic [write key]: ${advice}`,
    ]);
    const shown = shownBy(sut);
    expect(shown).toContain(text);
    expect(shown).not.toContain(WRITE_KEY);
    expect(shown).not.toContain(Buffer.from(`${WRITE_KEY}:`).toString('base64'));
  });

  it.each([
    [415, 'Unsupported Media Type'],
    [400, 'invalid json'],
    [400, '<h1>Bad Request</h1>'],
  ])('[N19] %d %s says that it may be the compression', async (status, text) => {
    await using server = await startServer(({ headers }, response) => {
      if (headers['content-encoding'] === undefined) response.end('ok');
      else response.writeHead(status).end(text);
    });
    await using zipping = clientTo(server);
    await using plain = clientTo(server, { gzip: false });
    for (const { client } of [zipping, plain]) {
      client.track('a', 'e');
      await client.flush();
    }
    const message = expect.stringMatching(/it may not take gzip: set `gzip: false`\)$/) as string;
    expect(zipping.outcomes).toMatchObject([{ _tag: 'Failed', error: { status, message } }]);
    expect(plain.outcomes).toMatchObject([{ _tag: 'Delivered' }]);
  });
});
