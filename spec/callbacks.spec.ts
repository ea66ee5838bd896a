import { concatMap, delay, of, throwError } from 'rxjs';
import type { Logger } from '../src/index.js';
import { injectedScheduler } from './support/diagrams.js';
import { runProgram } from './support/processes.js';
import { recordedClient } from './support/recorded.js';
import { WRITE_KEY } from './support/transcript.js';
import { virtualClient } from './support/virtual.js';

const loggerOf = (write: (line: string) => unknown): Logger => ({
  debug: write,
  info: write,
  warn: write,
  error: write,
});

describe('the code of the user', () => {
  it('[L2] that is slow to consume outcomes delays no delivery, and gets nothing kept', () => {
    const framesWith = (isSlow: boolean) => {
      const { connection, scheduler, requests } = recordedClient('5ms 200', { concurrency: 1 });
      const seen: string[] = [];
      if (isSlow) {
        const slowly = connection.outcomes.pipe(
          concatMap((outcome) => of(outcome).pipe(delay(1e6, scheduler))),
        );
        slowly.subscribe();
      }
      for (const user of ['a', 'b', 'c']) connection.track(user, 'e');
      scheduler.schedule(
        () => connection.outcomes.subscribe(({ message }) => seen.push(message.userId ?? '')),
        7,
      );
      scheduler.flush();
      // Who comes later hears what is decided later.
      expect(seen).toEqual(['b', 'c']);
      return requests.map(({ frame }) => frame);
    };
    expect(framesWith(true)).toEqual(framesWith(false));
  });

  it('[L3] that throws in a subscriber is reported as RxJS does; the delivery and other subscribers go on', async () => {
    const { output, code } = await runProgram(`
      import { createClient } from 'rudder-rx';
      import { startGateway } from 'rudder-rx/gateway';
      const gateway = await startGateway();
      const client = createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl: gateway.url, syncMode: true });
      process.on('uncaughtException', ({ message }) => console.log('uncaught:', message));
      client.outcomes.subscribe(() => { throw new Error('mine'); });
      client.attempts.subscribe(() => { throw new Error('mine too'); });
      client.state.subscribe({ next: ({ calls }) => { if (calls > 0) throw new Error('mine three'); } });
      client.outcomes.subscribe(({ message }) => console.log('told', message.userId));
      client.track('a', 'e');
      const receipt = client.track('b', 'e');
      receipt.outcome.subscribe(() => { throw new Error('mine four'); });
      receipt.outcome.subscribe(({ _tag }) => console.log('receipt', _tag));
      console.log(JSON.stringify(await client.flush()));
      await client.shutdown();
      await gateway.close();
    `);
    const lines = output.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.filter((line) => !line.startsWith('uncaught'))).toEqual([
      'told a',
      'receipt Delivered',
      'told b',
      '{"delivered":2,"failed":0,"dropped":0,"pending":0}',
    ]);
    expect(new Set(lines.filter((line) => line.startsWith('uncaught')))).toEqual(
      new Set(['uncaught: mine', 'uncaught: mine too', 'uncaught: mine three', 'uncaught: mine four']),
    );
  });

  it('[L5] that subscribes ten thousand times is told as often, and leaves nothing behind', () => {
    const scheduler = injectedScheduler();
    const { connection } = virtualClient(scheduler, '1ms 200', { uploadSize: 1 });
    let told = 0;
    const subscriptions = Array.from({ length: 10_000 }, () =>
      connection.outcomes.subscribe(() => (told += 1)),
    );
    const receipt = connection.track('a', 'e');
    subscriptions.push(...Array.from({ length: 10_000 }, () => receipt.outcome.subscribe(() => (told += 1))));
    scheduler.flush();
    expect(told).toBe(20_000);
    for (const subscription of subscriptions) subscription.unsubscribe();
    connection.track('b', 'e');
    scheduler.flush();
    expect(told).toBe(20_000);
  });

  it('[L6] that calls the client in onError is heard, in order and without recursion', () => {
    let depth = 0;
    const { connection, scheduler, outcomes, requests } = recordedClient('1ms 400', {
      onError: (_error, [event]) => {
        depth += 1;
        expect(depth).toBe(1);
        if (requests.length < 1000)
          connection.track(String(requests.length), 'again', {}, { messageId: event?.messageId ?? null });
        depth -= 1;
      },
    });
    connection.track('0', 'e', {}, { messageId: 'first' });
    scheduler.flush();
    expect(outcomes.map(({ message }) => Number(message.userId))).toEqual(
      Array.from({ length: 1000 }, (_, index) => index),
    );
    expect(outcomes.every(({ message }) => message.messageId === 'first')).toBe(true);
  });

  it('[L6] that calls the client in its logger is heard, and told once', () => {
    const lines: string[] = [];
    const scheduler = injectedScheduler();
    const client = virtualClient(scheduler, '1ms 200', {
      uploadSize: 1,
      logger: loggerOf((line) => {
        lines.push(line);
        if (lines.length > 4) return;
        client.connection.track('', 'dropped');
        client.connection.track('u', 'kept');
      }),
    });
    client.connection.track('', 'dropped');
    scheduler.flush();
    expect(client.requests.length).toBeGreaterThan(0);
    // What it loses by that is told every ten seconds.
    expect(lines).toHaveLength(5);
    expect(scheduler.now()).toBeGreaterThan(30_000);
  });

  it('[L8] or ours that throws over one batch fails that batch, and no other', () => {
    const scheduler = injectedScheduler();
    let batches = 0;
    const { connection } = virtualClient(scheduler, '1ms 200', { uploadSize: 1, concurrency: 1 }, 0, {
      gzip: (text) => {
        batches += 1;
        if (batches === 1) throw new Error('out of memory');
        if (batches === 2) return throwError(() => new Error('out of memory'));
        return of(Buffer.from(text));
      },
    });
    const told: string[] = [];
    connection.outcomes.subscribe((outcome) =>
      told.push(
        `${outcome.message.userId ?? ''} ${outcome._tag === 'Failed' ? outcome.error.message : outcome._tag}`,
      ),
    );
    for (const user of ['a', 'b', 'c']) {
      connection.track(user, 'e');
      scheduler.flush();
    }
    expect(told).toEqual([
      'a no answer from the data plane: out of memory (UNEXPECTED)',
      'b no answer from the data plane: out of memory (UNEXPECTED)',
      'c Delivered',
    ]);
  });

  it('[L10] that makes a call a minute for days finds the client idle each time', () => {
    const { connection, scheduler, outcomes } = recordedClient();
    let busy = 0;
    for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
      connection.track('u', 'e');
      scheduler.flush();
      busy += scheduler.actions.length;
    }
    expect(outcomes).toHaveLength(3 * 24 * 60);
    expect(busy).toBe(0);
  });

  it('[L11] that calls ten times as often as the data plane can take is not held up, and every loss is counted', () => {
    const scheduler = injectedScheduler();
    const { connection } = virtualClient(scheduler, '1000ms 200', {
      concurrency: 1,
      uploadSize: 1,
      maxQueueSize: 500,
      logger: false,
    });
    const costs: number[] = [];
    let mostPending = 0;
    connection.state.subscribe(({ pending }) => (mostPending = Math.max(mostPending, pending)));
    // Ten minutes, a hundred calls a second; a request a second takes ten events at the most.
    for (let ms = 0; ms < 600_000; ms += 100) {
      scheduler.schedule(() => {
        for (let index = 0; index < 10; index += 1) {
          const startedAt = performance.now();
          connection.track('u', 'e');
          costs.push(performance.now() - startedAt);
        }
      }, ms);
    }
    let totals: unknown;
    scheduler.schedule(() => connection.flushed().subscribe((books) => (totals = books)), 600_000);
    scheduler.flush();
    costs.sort((a, b) => a - b);

    expect(mostPending).toBe(500);
    expect(costs[Math.floor(costs.length * 0.99)]).toBeLessThan(1);
    const { delivered, dropped } = totals as { delivered: number; dropped: number };
    expect(delivered + dropped).toBe(60_000);
    expect(dropped).toBeGreaterThan(50_000);
    expect(totals).toMatchObject({ failed: 0, pending: 0 });
  });
});
