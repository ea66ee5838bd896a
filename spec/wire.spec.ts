import { clientOf } from '../src/client-of.js';
import { connect } from '../src/connection.js';
import { platform as nodePlatform } from '../src/effects/platform.node.js';
import { platform as portablePlatform } from '../src/effects/platform.portable.js';
import { createPorts } from '../src/effects/ports.js';
import type { Client, ClientOptions, Receipt } from '../src/index.js';
import { VERSION } from '../src/model/version.js';
import { configOf } from './support/config.js';
import { WRITE_KEY } from './support/transcript.js';
import { ok, startServer, type WireServer } from './support/server.js';

const NOW = '2026-11-23T21:00:00.000Z';

let server: WireServer;
beforeEach(async () => {
  server = await startServer(ok);
});
afterEach(async () => {
  await server.close();
});

const clientWith = (options: ClientOptions, platform = nodePlatform, now = NOW): Client => {
  let ids = 0;
  const config = configOf({ writeKey: WRITE_KEY, dataPlaneUrl: server.url, ...options });
  const ports = {
    ...createPorts(options.fetch, platform),
    newId: () => `m${String((ids += 1))}`,
    isoNow: () => now,
  };
  return clientOf(connect(config, ports, false));
};

const common = {
  originalTimestamp: NOW,
  sentAt: NOW,
  channel: 'server',
  integrations: { All: true },
  context: { library: { name: 'rudder-rx', version: VERSION } },
};

/** Each call in both forms, and the event that both put on the wire. */
const calls: readonly {
  readonly name: string;
  readonly object: (client: Client) => Receipt;
  readonly positional: (client: Client) => Receipt;
  readonly event: object;
}[] = [
  {
    name: 'identify',
    object: (client) => client.identify({ userId: 'u1', traits: { email: 'a@b.c', since: new Date(0) } }),
    positional: (client) => client.identify('u1', { email: 'a@b.c', since: new Date(0) }),
    event: {
      type: 'identify',
      userId: 'u1',
      traits: { email: 'a@b.c', since: '1970-01-01T00:00:00.000Z' },
      context: { ...common.context, traits: { email: 'a@b.c', since: '1970-01-01T00:00:00.000Z' } },
    },
  },
  {
    name: 'track',
    object: (client) =>
      client.track({ userId: 'u1', event: 'Paid', properties: { amount: 9.5, items: ['a'] } }),
    positional: (client) => client.track('u1', 'Paid', { amount: 9.5, items: ['a'] }),
    event: { type: 'track', userId: 'u1', event: 'Paid', properties: { amount: 9.5, items: ['a'] } },
  },
  {
    name: 'page',
    object: (client) =>
      client.page({ userId: 'u1', category: 'Docs', name: 'Home', properties: { path: '/' } }),
    positional: (client) => client.page('u1', 'Docs', 'Home', { path: '/' }),
    event: { type: 'page', userId: 'u1', category: 'Docs', name: 'Home', properties: { path: '/' } },
  },
  {
    name: 'screen',
    object: (client) =>
      client.screen({ userId: 'u1', category: 'Shop', name: 'Cart', properties: { items: 2 } }),
    positional: (client) => client.screen('u1', 'Shop', 'Cart', { items: 2 }),
    event: { type: 'screen', userId: 'u1', category: 'Shop', name: 'Cart', properties: { items: 2 } },
  },
  {
    name: 'group',
    object: (client) => client.group({ userId: 'u1', groupId: 'g1', traits: { plan: 'pro' } }),
    positional: (client) => client.group('u1', 'g1', { plan: 'pro' }),
    event: { type: 'group', userId: 'u1', groupId: 'g1', traits: { plan: 'pro' } },
  },
  {
    name: 'alias',
    object: (client) => client.alias({ previousId: 'old', userId: 'u1' }),
    positional: (client) => client.alias('old', 'u1'),
    event: { type: 'alias', previousId: 'old', userId: 'u1' },
  },
  {
    name: 'a call with everything there is',
    object: (client) =>
      client.track({
        userId: 7,
        anonymousId: 0,
        event: 'Paid',
        properties: {},
        context: { ip: '10.0.0.1', library: { name: 'mine' } },
        integrations: { All: false, Slack: true },
        timestamp: new Date(86_400_000),
        messageId: 'mine',
      }),
    positional: (client) =>
      client.track(
        7,
        'Paid',
        {},
        {
          anonymousId: 0,
          context: { ip: '10.0.0.1', library: { name: 'mine' } },
          integrations: { All: false, Slack: true },
          timestamp: '1970-01-02T00:00:00.000Z',
          messageId: 'mine',
        },
      ),
    event: {
      type: 'track',
      messageId: 'mine',
      userId: '7',
      anonymousId: '0',
      event: 'Paid',
      properties: {},
      context: { ip: '10.0.0.1', library: common.context.library },
      integrations: { All: false, Slack: true },
      timestamp: '1970-01-02T00:00:00.000Z',
    },
  },
  {
    name: 'a call without a userId',
    object: (client) => client.page({ anonymousId: 'a1', name: 'Home' }),
    positional: (client) => client.page(null, undefined, 'Home', undefined, { anonymousId: 'a1' }),
    event: { type: 'page', anonymousId: 'a1', name: 'Home' },
  },
];

describe('the wire', () => {
  describe.each([
    { runtime: 'Node.js', platform: nodePlatform },
    { runtime: 'any other runtime', platform: portablePlatform },
  ])('on $runtime', ({ platform }) => {
    describe.each([true, false])('with gzip: %s', (gzip) => {
      it.each(calls)('carries $name in both forms', async ({ object, positional, event }) => {
        const client = clientWith({ gzip }, platform);
        object(client);
        positional(client);
        await client.flush();

        expect(server.requests).toHaveLength(1);
        const [request] = server.requests;
        const expected = (messageId: string) => ({ ...common, messageId, ...event });
        expect(JSON.parse(request?.body ?? '')).toStrictEqual({
          batch: [expected('m1'), expected('m2')],
          sentAt: NOW,
        });
        await client.shutdown();
      });

      it('carries the headers of the contract', async () => {
        const client = clientWith({ gzip, writeKey: 'schlüssel' }, platform);
        client.track('u1', 'Paid');
        await client.flush();

        const { method, path, headers, raw } = server.requests[0] ?? {};
        expect({ method, path }).toEqual({ method: 'POST', path: '/v1/batch' });
        expect(headers).toMatchObject({
          authorization: `Basic ${Buffer.from('schlüssel:').toString('base64')}`,
          'content-type': 'application/json',
          'content-length': String(raw?.length),
          'user-agent': `rudder-rx/${VERSION}`,
        });
        expect(headers?.['content-encoding']).toBe(gzip ? 'gzip' : undefined);
        expect(raw?.subarray(0, 2)).toEqual(gzip ? Buffer.from([0x1f, 0x8b]) : Buffer.from('{"'));
        await client.shutdown();
      });
    });
  });

  it('keeps the base path of dataPlaneUrl, with or without a slash at its end', async () => {
    for (const base of ['/base', '/base/']) {
      const client = clientWith({ dataPlaneUrl: `${server.url}${base}` });
      client.track('u1', 'Paid');
      await client.shutdown();
    }
    expect(server.requests.map(({ path }) => path)).toEqual(['/base/v1/batch', '/base/v1/batch']);
  });

  // The second one is as fake timers may have it, and longer than others.
  it.each([NOW, '+010000-01-01T00:00:00.000Z'])(
    'tells attempts the bytes that were sent, at %s',
    async (now) => {
      const client = clientWith({}, nodePlatform, now);
      const sizes: object[] = [];
      client.attempts.subscribe(({ bytes, wireBytes }) => sizes.push({ bytes, wireBytes }));
      client.track('ü', 'Paid', { note: '€ 😀' });
      await client.flush();

      const { raw, body } = server.requests[0] ?? { raw: '', body: '' };
      expect(sizes).toEqual([{ bytes: Buffer.byteLength(body), wireBytes: raw.length }]);
      expect(JSON.parse(body)).toMatchObject({ batch: [{ sentAt: now }], sentAt: now });
      await client.shutdown();
    },
  );

  it('never sends more than maxBatchBytes at once, and fills them', async () => {
    const client = clientWith({ maxBatchBytes: 2048, uploadSize: 1000 });
    for (let index = 0; index < 200; index += 1) client.track('u1', 'Paid', { note: 'é'.repeat(index % 50) });
    const { delivered } = await client.flush();

    const sizes = server.requests.map(({ body }) => Buffer.byteLength(body));
    expect(delivered).toBe(200);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
    expect(Math.max(...sizes)).toBeGreaterThan(1700);
    await client.shutdown();
  });

  it("leaves through the user's fetch, with a string, a Uint8Array and a signal", async () => {
    const seen: unknown[] = [];
    const client = clientWith({
      fetch: (url, init) => {
        seen.push([
          typeof url,
          init.method,
          init.redirect,
          init.body instanceof Uint8Array,
          init.signal.aborted,
        ]);
        return fetch(url, init);
      },
    });
    client.track('u1', 'Paid');

    expect(await client.flush()).toMatchObject({ delivered: 1 });
    expect(seen).toEqual([['string', 'POST', 'manual', true, false]]);
    await client.shutdown();
  });
});
