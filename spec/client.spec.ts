import { inspect } from 'node:util';
import { firstValueFrom, take } from 'rxjs';
import { type ServerResponse } from 'node:http';
import { createClient, type Client, type ClientOptions, type Outcome } from '../src/index.js';
import { startGateway } from '../src/gateway/index.js';
import { ok, startServer, type WireServer } from './support/server.js';
import { recordEnd, RECORDING_LOGGER, recordValue, WRITE_KEY } from './support/transcript.js';

const clientTo = ({ url }: { readonly url: string }, options: ClientOptions = {}): Client => {
  const recipient = { writeKey: WRITE_KEY, dataPlaneUrl: url };
  const client = createClient({ ...recipient, debug: true, logger: RECORDING_LOGGER, ...options });
  recordValue('client', client);
  client.outcomes.pipe(take(50)).subscribe((outcome) => {
    recordEnd('outcome', outcome);
    recordValue('client', client);
  });
  client.attempts.pipe(take(50)).subscribe((attempt) => {
    recordEnd('attempt', attempt);
  });
  return client;
};

describe('client', () => {
  it('delivers what it accepts and tells the outcome of every call', async () => {
    const gateway = await startGateway({ writeKeys: [WRITE_KEY] });
    const client = clientTo(gateway);
    const outcomes: Outcome[] = [];
    client.outcomes.subscribe((outcome) => outcomes.push(outcome));

    client.track('user', 'Signed Up', { plan: 'pro' });
    client.track('', 'Nobody');
    const totals = await client.flush();

    expect(totals).toEqual({ delivered: 1, failed: 0, dropped: 1, pending: 0 });
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Dropped', 'Delivered']);
    expect(gateway.events).toMatchObject([{ type: 'track', userId: 'user', properties: { plan: 'pro' } }]);
    await client.shutdown();
    await gateway.close();
  });

  it('flushes 1,000 calls', async () => {
    const gateway = await startGateway();
    const client = clientTo(gateway);
    for (let index = 0; index < 1000; index += 1) client.track(index, 'Counted', { index });

    expect(await client.flush()).toEqual({ delivered: 1000, failed: 0, dropped: 0, pending: 0 });
    const stored = gateway.events.map(({ properties }) => (properties as { index: number }).index);
    expect(stored.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    await client.shutdown();
    await gateway.close();
  });

  it('[L9] stays usable after a flush, and resolves concurrent ones together', async () => {
    const server = await startServer(ok);
    const client = clientTo(server);
    client.track('a', 'e');
    const flushes = await Promise.all(Array.from({ length: 1000 }, () => client.flush()));
    client.track('b', 'e');

    expect(new Set(flushes.map(({ delivered }) => delivered))).toEqual(new Set([1]));
    expect(await client.flush()).toMatchObject({ delivered: 2, pending: 0 });
    await client.shutdown();
    await server.close();
  });

  it('resolves a flush when its signal aborts, now or later', async () => {
    const held: ServerResponse[] = [];
    const server = await startServer((_request, response) => held.push(response));
    const client = clientTo(server);
    client.track('a', 'e');
    const controller = new AbortController();

    expect(await client.flush({ signal: AbortSignal.abort() })).toMatchObject({ pending: 1 });
    const flush = client.flush({ signal: controller.signal });
    controller.abort();
    expect(await flush).toMatchObject({ delivered: 0, pending: 1 });
    await client.shutdown({ timeout: 1 });
    await server.close();
  });

  it('[P7] shuts down once, however often it is asked to, and is disposable', async () => {
    const server = await startServer(ok);
    const client = clientTo(server);
    client.track('a', 'e');

    const [first, second] = await Promise.all([client.shutdown(), client.shutdown({ timeout: 1 })]);
    await client[Symbol.asyncDispose]();
    const late = firstValueFrom(client.track('late', 'e').outcome);
    await client.shutdown();

    expect(await late).toMatchObject({ _tag: 'Dropped', reason: 'closed', message: { userId: 'late' } });
    expect(first).toEqual({ delivered: 1, failed: 0, dropped: 0, pending: 0, undelivered: [] });
    expect(second).toBe(first);
    await server.close();
  });

  it('hands back what a shutdown could not deliver, in call order, and logs its count when disposed of', async () => {
    const server = await startServer(() => undefined);
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const client = clientTo(server, {
      uploadSize: 10,
      debug: false,
      logger: { debug: log, info: log, warn: log, error: log },
    });
    for (let index = 0; index < 95; index += 1) client.track(index, 'e');

    const { undelivered, ...totals } = await client.shutdown({ timeout: 50 });

    expect(totals).toEqual({ delivered: 0, failed: 95, dropped: 0, pending: 0 });
    expect(undelivered.map(({ userId }) => userId)).toEqual(
      Array.from({ length: 95 }, (_, index) => String(index)),
    );
    const requests = server.requests.length;
    await client[Symbol.asyncDispose]();
    expect(client.track('late', 'e').accepted).toBe(false);
    expect(await client.flush()).toMatchObject({ dropped: 1 });
    expect(lines).toEqual(['rudder-rx: left undelivered at the shutdown: 95 events']);
    expect(server.requests).toHaveLength(requests);
    await server.close();
  });

  it('delivers all of 10,000 calls to a data plane that is down for five seconds', async () => {
    const reserved: WireServer = await startServer(ok);
    await reserved.close();
    const client = clientTo(reserved);
    let refused = 0;
    client.attempts.subscribe(({ error }) => {
      if (error?._tag === 'NetworkError') refused += 1;
    });
    for (let index = 0; index < 10_000; index += 1) client.track(index, 'Kept');

    // The outage is real time on purpose: sockets and timers as they are.
    const isDown = await client.flush({ timeout: 5000 });
    const gateway = await startGateway({ port: reserved.port });
    const totals = await client.flush();

    expect(isDown).toMatchObject({ delivered: 0, pending: 10_000 });
    expect(refused).toBeGreaterThan(0);
    expect(totals).toEqual({ delivered: 10_000, failed: 0, dropped: 0, pending: 0 });
    expect(new Set(gateway.events.map(({ userId }) => userId)).size).toBe(10_000);
    await client.shutdown();
    await gateway.close();
  }, 30_000);

  it('[L13] shares its connections with all other clients of the process', async () => {
    const server = await startServer(ok);
    const wave = async () => {
      const clients = Array.from({ length: 50 }, () => clientTo(server));
      for (const client of clients) client.track('u', 'e');
      await Promise.all(clients.map((client) => client.shutdown()));
    };
    await wave();
    const connections = server.connections();
    await wave();
    expect(connections).toBeLessThanOrEqual(50);
    // Each of them finds a connection of the first wave, or one that another has just left.
    expect(server.connections() - connections).toBeLessThan(10);
    expect(server.requests).toHaveLength(100);
    await server.close();
  });

  it('shows what it is doing to whoever prints it, with subscribers or without', async () => {
    const server = await startServer(ok);
    const client = clientTo(server);
    client.outcomes.subscribe();
    client.attempts.subscribe();
    client.track('u', 'e');
    const state = { calls: 1, pending: 1, lifecycle: 'open' };
    expect(JSON.parse(JSON.stringify({ client }))).toMatchObject({ client: state });
    expect(inspect(client)).toContain("lifecycle: 'open'");
    expect(Object.keys(client)).not.toContain('toJSON');
    await client.shutdown();
    await server.close();
  });

  it('survives limits that run code of the user', async () => {
    const server = await startServer(ok);
    let completed = 0;
    const client = clientTo(server, { onError: { next: () => undefined, complete: () => (completed += 1) } });
    class Signal extends EventTarget {
      get aborted(): boolean {
        throw new Error('mine');
      }
    }
    const signal = new Signal();
    expect(await client.flush({ signal: signal as never })).toMatchObject({ pending: 0 });
    let inner: unknown;
    const outer = client.shutdown({
      get timeout() {
        inner = client.shutdown();
        return 5;
      },
    });
    expect(await outer).toBe(await inner);
    expect(completed).toBe(1);
    await server.close();
  });

  it('[I20] shows its write key to nobody who prints it', () => {
    const client = clientTo({ url: 'http://127.0.0.1:9' }, { writeKey: 'secret-key' });
    const printed = inspect(client, { depth: 10, showHidden: true }) + JSON.stringify(client);
    expect(printed).not.toContain('secret-key');
    expect(printed).not.toContain(Buffer.from('secret-key:').toString('base64'));
  });
});
