import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Attempt, createClient, type Outcome } from '../src/index.js';
import { runProgram } from './support/processes.js';
import { recordedClient, shortly } from './support/recorded.js';
import { ok, startServer } from './support/server.js';
import { WRITE_KEY } from './support/transcript.js';

const outcomeLine = (message: unknown) => shortly(message as Outcome);

/** What is published while the work runs. */
const published = async (work: () => Promise<unknown>) => {
  const outcomes: string[] = [];
  const attempts: Attempt[] = [];
  const onOutcome = (message: unknown) => outcomes.push(outcomeLine(message));
  const onAttempt = (message: unknown) => attempts.push(message as Attempt);
  subscribe('rudder-rx:outcome', onOutcome);
  subscribe('rudder-rx:attempt', onAttempt);
  await work();
  unsubscribe('rudder-rx:outcome', onOutcome);
  unsubscribe('rudder-rx:attempt', onAttempt);
  return { outcomes, attempts };
};

describe('the diagnostics channels', () => {
  it.each([false, true])(
    'tell every outcome and attempt once, client.outcomes observed: %s',
    async (observed) => {
      await using server = await startServer((request, response, index) => {
        if (index === 0) response.writeHead(503);
        ok(request, response);
      });
      const { outcomes, attempts } = await published(async () => {
        const client = createClient({
          writeKey: WRITE_KEY,
          dataPlaneUrl: server.url,
          maxQueueSize: 2,
          overflow: 'drop-oldest',
          backoff: { baseMs: 1 },
          logger: false,
        });
        if (observed) client.outcomes.subscribe();
        for (const user of ['a', 'b', 'c']) client.track(user, 'e');
        client.track('', 'e');
        await client.shutdown();
        client.track('d', 'e');
        await client.flush();
      });
      expect(outcomes).toEqual(['Xa queue-full', 'X invalid', 'Db', 'Dc', 'Xd closed']);
      expect(attempts).toMatchObject([
        { attempt: 1, status: 503, willRetry: true, messages: [{ userId: 'b' }, { userId: 'c' }] },
        { attempt: 2, status: 200, willRetry: false },
      ]);
    },
  );

  it('do not count as observers: what is lost is warned of', () => {
    const told: string[] = [];
    const channel = (hasSubscribers: boolean) => ({
      hasSubscribers,
      publish: (message: unknown) => told.push(outcomeLine(message)),
    });
    const { connection, scheduler, lines } = recordedClient('1ms 400', {}, false, {
      channels: { attempt: channel(false), outcome: channel(true) },
    });
    connection.track('', 'e');
    connection.track('a', 'e');
    scheduler.flush();
    expect(told).toEqual(['X invalid', 'Fa']);
    expect(lines).toEqual([
      expect.stringMatching(/1 event dropped, invalid/),
      expect.stringMatching(/1 event failed, ApiError/),
    ]);
  });

  it('carry the very outcomes and attempts that the streams do', async () => {
    await using server = await startServer(ok);
    const heard: unknown[] = [];
    const streamed: unknown[] = [];
    const onMessage = (message: unknown) => heard.push(message);
    const names = ['rudder-rx:attempt', 'rudder-rx:outcome'];
    for (const name of names) subscribe(name, onMessage);
    const client = createClient({ writeKey: WRITE_KEY, dataPlaneUrl: server.url, logger: false });
    client.outcomes.subscribe((outcome) => streamed.push(outcome));
    client.attempts.subscribe((attempt) => streamed.push(attempt));
    client.track('', 'e');
    client.track('a', 'e');
    await client.shutdown();
    for (const name of names) unsubscribe(name, onMessage);
    expect(streamed).toHaveLength(3);
    expect(heard).toHaveLength(3);
    expect(heard.every((message, index) => message === streamed[index])).toBe(true);
  });

  it('run nobody inside a call, nor inside each other', () => {
    let depth = 0;
    let calls = 0;
    let deepest = 0;
    const outcome = {
      hasSubscribers: true,
      publish: () => {
        depth += 1;
        deepest = Math.max(deepest, depth);
        if (calls < 1000) connection.track('', String((calls += 1)));
        depth -= 1;
      },
    };
    const attempt = { hasSubscribers: false, publish: () => undefined };
    const { connection, scheduler } = recordedClient('1ms 200', { logger: false }, false, {
      channels: { attempt, outcome },
    });
    connection.track('', 'e');
    expect(calls).toBe(0);
    scheduler.flush();
    expect([calls, deepest]).toEqual([1000, 1]);
  });

  it('get nothing made for them while nobody listens', () => {
    const published: unknown[] = [];
    const channel = { hasSubscribers: false, publish: (message: unknown) => published.push(message) };
    const { connection, scheduler } = recordedClient('1ms 200', { logger: false }, false, {
      channels: { attempt: channel, outcome: channel },
    });
    connection.track('', 'e');
    connection.track('a', 'e');
    scheduler.flush();
    expect(published).toEqual([]);
  });

  it('[L3] with a subscriber that throws disturb nothing', async () => {
    const { output, code } = await runProgram(`
      import { subscribe } from 'node:diagnostics_channel';
      import { createClient } from 'rudder-rx';
      import { startGateway } from 'rudder-rx/gateway';
      process.on('uncaughtException', ({ message }) => console.log('uncaught:', message));
      subscribe('rudder-rx:outcome', () => { throw new Error('mine'); });
      subscribe('rudder-rx:attempt', () => { throw new Error('mine too'); });
      const gateway = await startGateway();
      const client = createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl: gateway.url });
      client.track('a', 'e');
      console.log((await client.shutdown()).delivered);
      await gateway.close();
    `);
    expect(output.trim().split('\n').sort()).toEqual(['1', 'uncaught: mine', 'uncaught: mine too']);
    expect(code).toBe(0);
  });
});
