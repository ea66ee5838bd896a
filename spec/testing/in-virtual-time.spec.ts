import { concat, merge, NEVER, of, throwError, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import {
  ConfigurationError,
  deliverFrom,
  deliverThrough,
  type EventInput,
  NetworkError,
} from '../../src/index.js';
import {
  assertSameMarbles,
  createVirtualClient,
  inVirtualTime,
  matching,
  type VirtualClientOptions,
  type VirtualHelpers,
} from '../../src/testing/index.js';

const event = (userId: string): EventInput => ({ type: 'track', userId, event: 'Ordered' });
const EVENTS = { a: event('a'), b: event('b'), c: event('c') };
const DELIVERED = { _tag: 'Delivered' } as const;

/** Each call its own request. */
const ONE: VirtualClientOptions = { uploadSize: 1 };

/** What the test says when it fails. */
const messageOf = (test: (helpers: VirtualHelpers) => unknown): string => {
  try {
    inVirtualTime(test);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it passed');
};

describe('a client in virtual time', () => {
  it('counts ids up, and takes its time from the scheduler', () => {
    inVirtualTime(({ createClient, cold, expectMatching }) => {
      const client = createClient(ONE, '5ms 200');
      cold('--a--b', EVENTS).subscribe(client.sink);
      expectMatching(client.requests).toBe('2ms a 4ms b', {
        a: {
          frame: 2,
          batch: [
            {
              messageId: 'm1',
              originalTimestamp: '1970-01-01T00:00:00.002Z',
              sentAt: '1970-01-01T00:00:00.002Z',
            },
          ],
        },
        b: { batch: [{ messageId: 'm2', userId: 'b' }] },
      });
    });
  });

  it('answers by a script, whose last answer answers all that follow', () => {
    inVirtualTime(({ createClient, cold, expectMatching }) => {
      const client = createClient({ ...ONE, maxRetries: 0 }, '503 5ms 204');
      cold('a 9ms b 9ms c', EVENTS).subscribe(client.sink);
      expectMatching(client.outcomes).toBe('a 14ms b 9ms c', {
        a: { _tag: 'Failed', attempts: 1, error: { _tag: 'ApiError', status: 503 } },
        b: { ...DELIVERED, status: 204 },
        c: { ...DELIVERED, message: { userId: 'c' } },
      });
    });
  });

  it('answers by a function of the request', () => {
    inVirtualTime(({ createClient, cold, expectMatching }) => {
      const client = createClient({ ...ONE, maxRetries: 0 }, ({ batch }, index) =>
        batch[0]?.userId === 'b'
          ? { status: 400, body: 'invalid event', delayMs: 3 }
          : `${String(index + 1)}ms 200`,
      );
      cold('a 9ms b 9ms c', EVENTS).subscribe(client.sink);
      expectMatching(client.outcomes).toBe('-a 11ms b 9ms c', {
        a: DELIVERED,
        b: {
          _tag: 'Failed',
          error: { code: 'unknown', message: 'the data plane answered 400: invalid event' },
        },
        c: DELIVERED,
      });
    });
  });

  it('retries, pauses, times out and shuts down', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({ ...ONE, timeout: 1_000 }, '503 429+2s refused hang 200');
      client.track('a', 'Ordered');
      timer(10_000).subscribe(() => {
        client.track('late', 'Ordered');
        void client.shutdown();
      });
      // Back-offs of 250, 1000 and 2000 ms, the pause, and the timeout.
      expectMatching(client.attempts).toBe('a 249ms b 1999ms c 1999ms d 1999ms e 3749ms (f|)', {
        a: { status: 503, willRetry: true },
        b: { status: 429, error: { retryAfterMs: 2_000 } },
        c: { error: { _tag: 'NetworkError', code: 'ECONNREFUSED' } },
        d: { error: { _tag: 'TimeoutError' } },
        e: { status: 200, attempt: 5, willRetry: false },
        f: { status: 200, attempt: 1 },
      });
    });
  });

  it('hands the promises on, to be awaited after the run', async () => {
    const result = inVirtualTime(({ createClient }) => {
      const client = createClient({}, 'hang');
      client.track('a', 'Ordered');
      return client.shutdown({ timeout: 50 });
    });
    expect(await result).toMatchObject({ failed: 1, undelivered: [{ messageId: 'm1' }] });
  });

  it('flushes by its deadline', async () => {
    const totals = inVirtualTime(({ createClient }) => {
      const client = createClient({}, 'hang');
      client.track('a', 'Ordered');
      return client.flush({ timeout: 70 });
    });
    // By the end of the run it has failed.
    expect(await totals).toEqual({ delivered: 0, failed: 0, dropped: 0, pending: 1 });
  });

  it('pulls from iterables', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({ ...ONE, maxQueueSize: 1 }, '5ms 200');
      expectMatching(deliverFrom(client, [event('a'), event('b')])).toBe('5ms a 4ms (b|)', {
        a: { message: { userId: 'a' } },
        b: { message: { userId: 'b' } },
      });
    });
  });

  it('completes its requests, outcomes and attempts at a shutdown', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient();
      timer(5).subscribe(() => void client.shutdown());
      expectMatching(client.requests).toBe('-----|');
      expectMatching(client.outcomes).toBe('-----|');
    });
  });

  it('runs on a scheduler of your own', () => {
    const scheduler = new TestScheduler(assertSameMarbles);
    scheduler.run(({ cold, expectObservable }) => {
      const client = createVirtualClient(scheduler, ONE, '5ms 200');
      const outcomes = cold('a|', EVENTS).pipe(deliverThrough(client));
      expectObservable(outcomes).toBe('-----(a|)', { a: matching({ message: { messageId: 'm1' } }) });
    });
  });

  it('logs to nobody, or to the logger it is given', () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    inVirtualTime(({ createClient }) => {
      createClient().track('', 'Ordered');
      createClient({ logger: { debug: write, info: write, warn: write, error: write } }).track('', 'Ordered');
    });
    expect(lines).toEqual([expect.stringMatching(/1 event dropped, invalid/)]);
  });

  it('refuses wrong options, and a fetch', () => {
    inVirtualTime(({ createClient }) => {
      expect(() => createClient({ uploadSize: 0 })).toThrow(ConfigurationError);
      const options = { fetch } as VirtualClientOptions;
      expect(() => createClient(options)).toThrow(
        new TypeError(
          'a client in virtual time has no fetch: its data plane is scripted, by the last argument',
        ),
      );
    });
  });
});

describe('a test in virtual time', () => {
  it('shows both diagrams in columns by time, and what each letter stands for', () => {
    const message = messageOf(({ createClient, cold, expectMatching }) => {
      const client = createClient({ ...ONE, maxRetries: 1 }, '5ms 200 503 5ms 200');
      cold('a 9ms b', EVENTS).subscribe(client.sink);
      expectMatching(client.outcomes).toBe('5ms a 9ms (bc)', {
        a: { _tag: 'Delivered', message: { userId: 'a' } },
        b: { _tag: 'Delivered', message: { userId: 'b' } },
        c: { _tag: 'Failed' },
      });
    });
    expect(message).toBe(`the marbles differ

expected:  5ms a 9ms (bc)
actual:    5ms a          259ms b
  a  { _tag: 'Delivered', message: { userId: 'a' } }
  b  { _tag: 'Delivered', message: { userId: 'b' } }
  c  { _tag: 'Failed' }
`);
  });

  it('shows of a value that was not expected what the patterns are about, and what came instead of an error', () => {
    const message = messageOf(({ expectMatching }) => {
      const stream = concat(
        of({ id: 1, noise: 'n' }),
        throwError(() => new NetworkError('EPIPE', 'broken')),
      );
      expectMatching(stream).toBe('(a#)', { a: { id: 2 } }, { code: 'ECONNREFUSED' });
    });
    expect(message).toBe(`the marbles differ

expected:  (a#)
actual:    (b#)
  a  { id: 2 }
  b  { id: 1 }  (not expected)
  #  { code: 'ECONNREFUSED' }  (expected)
  #  { _tag: 'NetworkError', code: 'EPIPE' }  (actual)
`);
  });

  it('draws what no single row can hold in several', () => {
    const message = messageOf(({ hot, expectMatching }) => {
      const stream = merge(hot('(ab)'), hot('--c'));
      expectMatching(stream).toBe(['(ab)', '---c'], { a: 'a', b: 'b', c: 'c' });
    });
    expect(message).toBe(`the marbles differ

expected:  (ab)
expected:             3ms c
actual:    (ab)
actual:         2ms c
  a  'a'
  b  'b'
  c  'c'
`);
  });

  it('reads several rows as one diagram', () => {
    inVirtualTime(({ hot, expectMatching }) => {
      const stream = hot('-a-b-|');
      expectMatching(stream).toBe(['-a---|', '---b'], { a: 'a', b: 'b' });
    });
  });

  it('shows subscriptions that differ', () => {
    const message = messageOf(({ hot, expectSubscriptions }) => {
      const source = hot('----|');
      source.subscribe();
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
    expect(message).toBe(`the marbles differ

expected:  ^ 2ms !
actual:    ^       3ms !
`);
  });

  it('compares streams within a stream', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      expectObservable(of(cold('-a|'))).toBe('(x|)', { x: cold('-a|') });
    });
    expect(
      messageOf(({ cold, expectObservable }) => {
        expectObservable(of(cold('-a|'))).toBe('(x|)', { x: cold('-b|') });
      }),
    ).toMatch(/^the marbles differ/);
  });

  it('fails for an expectation that says nothing', () => {
    expect(
      messageOf(({ expectMatching }) => {
        expectMatching(NEVER);
      }),
    ).toBe('expectation 1, expectMatching: toBe is missing, so it expects nothing');
  });

  it('fails for a letter that nothing is given for', () => {
    expect(
      messageOf(({ expectMatching }) => {
        expectMatching(of(1)).toBe('(ab|)', { a: 1 });
      }),
    ).toBe('"(ab|)" has a letter that no value is given for');
  });

  it('refuses what is expected after the run', async () => {
    const late = inVirtualTime(async ({ expectObservable }) => {
      await Promise.resolve();
      expectObservable(NEVER).toBe('a');
    });
    await expect(late).rejects.toThrow(
      "expectObservable was called after the run: promises don't run in virtual time",
    );
  });
});
