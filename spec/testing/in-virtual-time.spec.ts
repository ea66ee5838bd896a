import { map, mergeMap, NEVER, of, throwError } from 'rxjs';
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
  type VirtualTimeHelpers,
} from '../../src/testing/index.js';

const event = (userId: string): EventInput => ({ type: 'track', userId, event: 'Called' });
/** Each call is a batch of its own, sent at once. */
const ALONE = { uploadSize: 1 };
const frameOf = ({ frame }: { readonly frame: number }) => frame;

describe('a client in virtual time', () => {
  it('delivers to a data plane that answers 200 at once, unless told otherwise', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient();
      client.track('a', 'Called');
      expectMatching(client.outcomes).toBe('500ms d', { d: { _tag: 'Delivered', message: { userId: 'a' } } });
    });
  });

  it('answers by the words of its script, the last one for all that follow', () => {
    inVirtualTime(({ createClient, expectMatching, hot }) => {
      const client = createClient({ ...ALONE, maxRetries: 0 }, '503 3ms 400 --204');
      hot('a---------b---------c---------d').subscribe((user) => client.track(user, 'Called'));
      expectMatching(client.outcomes).toBe('f------------g--------h---------h', {
        f: { _tag: 'Failed', error: { status: 503 }, message: { userId: 'a' } },
        g: { _tag: 'Failed', error: { status: 400 } },
        h: { _tag: 'Delivered', status: 204 },
      });
    });
  });

  it('asks a function for each answer, with the request and the number of those before', () => {
    const asked: unknown[] = [];
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({ ...ALONE, maxRetries: 0, concurrency: 1 }, ({ frame, batch }, index) => {
        asked.push([frame, batch.map(({ userId }) => userId), index]);
        return index === 0 ? '5ms 200' : { status: 404, body: 'source is disabled' };
      });
      client.track('a', 'Called');
      client.track('b', 'Called');
      expectMatching(client.outcomes).toBe('-----(df)', {
        d: { _tag: 'Delivered' },
        f: { error: { code: 'source-disabled' } },
      });
    });
    expect(asked).toEqual([
      [0, ['a'], 0],
      [5, ['b'], 1],
    ]);
  });

  it.each([
    [() => 'never', 'the data plane\'s function, request 0: the data plane\'s script "never"'],
    [() => undefined as never, 'request 0: an answer is a string or an object, not undefined'],
    [
      () => {
        throw new Error('mine');
      },
      'request 0: mine',
    ],
  ])('throws to the test what is wrong with its function', (dataPlane, message) => {
    const run = () => {
      inVirtualTime(({ createClient }) => {
        createClient(ALONE, dataPlane).track('a', 'Called');
      });
    };
    expect(run).toThrow(message);
  });

  it('throws to the test what is wrong with its script, at once', () => {
    inVirtualTime(({ createClient }) => {
      expect(() => createClient({}, '200@5')).toThrow('has the word "200@5"');
      expect(() => createClient({}, 5 as never)).toThrow('a data plane is a string or a function, not 5');
    });
  });

  it('records every request, for whoever comes later too, and completes with the client', () => {
    const later: unknown[] = [];
    const client = inVirtualTime(({ createClient, expectMatching, hot }) => {
      const client = createClient(ALONE, '2ms 503 200');
      client.track('a', 'Called');
      hot('  600ms s').subscribe(() => void client.shutdown());
      expectMatching(client.requests).toBe('a 251ms b 347ms |', {
        a: { frame: 0, batch: [{ userId: 'a' }] },
        b: { frame: 252, batch: [{ messageId: 'm1', sentAt: '1970-01-01T00:00:00.252Z' }] },
      });
      expectMatching(client.requests.pipe(map(frameOf)), '300ms ^').toBe('300ms (ab) 296ms |', {
        a: 0,
        b: 252,
      });
      return client;
    });
    client.requests.subscribe({ next: ({ frame }) => later.push(frame), complete: () => later.push('|') });
    expect(later).toEqual([0, 252, '|']);
  });

  it('numbers its ids, and tells the time in frames since 1970', () => {
    inVirtualTime(({ createClient, expectMatching, hot }) => {
      const client = createClient({ uploadSize: 2, gzip: false });
      hot('-----a-b').subscribe((user) => client.track(user, 'Called'));
      expectMatching(client.requests).toBe('-------r', {
        r: {
          batch: [
            { messageId: 'm1', originalTimestamp: '1970-01-01T00:00:00.005Z' },
            {
              messageId: 'm2',
              originalTimestamp: '1970-01-01T00:00:00.007Z',
              sentAt: '1970-01-01T00:00:00.007Z',
            },
          ],
        },
      });
    });
  });

  it('has no fetch, and says why', () => {
    inVirtualTime(({ createClient }) => {
      const wrong = { fetch: () => NEVER, timeout: 5 } as never;
      expect(() => createClient(wrong)).toThrow(ConfigurationError);
      expect(() => createClient(wrong)).toThrow(
        /timeout: [^]*fetch: is not an option here: the data plane is/,
      );
      expect(() => createClient({ fetch: fetch } as never)).toThrow('createClient: fetch: is not an option');
    });
  });

  it.each([
    [{ maxRetrys: 3 }, 'did you mean maxRetries?'],
    [{ writeKey: '' }, 'writeKey: '],
    [5, 'options: must be an object'],
    [null, 'options: must be an object'],
    [
      {
        get timeout() {
          throw new Error('mine');
        },
      },
      'options: has a getter',
    ],
  ])('refuses the options %#', (options, message) => {
    inVirtualTime(({ createClient }) => {
      expect(() => createClient(options as never)).toThrow(ConfigurationError);
      expect(() => createClient(options as never)).toThrow(message);
    });
  });

  it('takes undefined for an option that is not given', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({ ...ALONE, writeKey: undefined, logger: undefined }, '2ms refused');
      client.track('a', 'Called');
      expectMatching(client.attempts, '^--!').toBe('--a', { a: { error: { code: 'ECONNREFUSED' } } });
    });
  });

  it('logs to the logger that it is given', () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    inVirtualTime(({ createClient }) => {
      createClient(
        { ...ALONE, logger: { debug: write, info: write, warn: write, error: write } },
        '401',
      ).track('a', 'Called');
    });
    expect(lines[0]).toContain('the data plane answered 401');
  });

  it('works with deliverFrom, deliverThrough, its sink and its children', () => {
    inVirtualTime(({ createClient, expectMatching, hot, cold }) => {
      const client = createClient({ ...ALONE, maxQueueSize: 1, concurrency: 1 }, '3ms 200');
      const through = hot<EventInput>('-------a|', { a: event('b') }).pipe(deliverThrough(client.child({})));
      expectMatching(deliverFrom(client, [event('a')])).toBe('---(d|)', { d: { message: { userId: 'a' } } });
      expectMatching(through).toBe('----------(d|)', { d: { message: { userId: 'b' } } });
      cold<EventInput>('--------------a', { a: event('c') }).subscribe(client.sink);
      expectMatching(client.requests).toBe('a------b------c', {
        a: { batch: [{ userId: 'a' }] },
        b: { batch: [{ userId: 'b' }] },
        c: { batch: [{ userId: 'c' }] },
      });
    });
  });

  it('runs on a scheduler of the test, too', () => {
    const scheduler = new TestScheduler(assertSameMarbles);
    scheduler.run(({ expectObservable }) => {
      const client = createVirtualClient(scheduler, ALONE, '5ms 200');
      client.track('a', 'Called');
      expectObservable(client.outcomes).toBe('-----a', { a: matching({ message: { userId: 'a' } }) });
    });
    expect(scheduler.now()).toBeGreaterThanOrEqual(5);
  });
});

describe('virtual time', () => {
  it('passes while retries back off, each for the shortest wait', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient(ALONE, '503 5ms refused 200');
      client.track('a', 'Called');
      expectMatching(client.requests.pipe(map(frameOf))).toBe('a 249ms b 504ms c', { a: 0, b: 250, c: 755 });
      expectMatching(client.outcomes).toBe('755ms d', { d: { _tag: 'Delivered', attempts: 3 } });
    });
  });

  it('passes while the data plane has asked for a pause', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient(ALONE, '429+2s 200');
      client.track('a', 'Called');
      expectMatching(client.state.pipe(map(({ pausedUntil }) => pausedUntil))).toBe('(ab) 1996ms (aa)', {
        a: null,
        b: 2_000,
      });
      expectMatching(client.outcomes).toBe('2s d', { d: { _tag: 'Delivered' } });
    });
  });

  it('passes until a request that hangs is given up', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({ ...ALONE, timeout: 3_000, maxRetries: 0 }, 'hang');
      client.track('a', 'Called');
      expectMatching(client.outcomes).toBe('3s f', { f: { error: { _tag: 'TimeoutError' } } });
    });
  });

  it('passes until the deadline of a flush, whose promise is awaited after the run', async () => {
    const flushed = inVirtualTime(({ createClient, expectMatching, hot }) => {
      const client = createClient({}, '9ms 200');
      client.track('a', 'Called');
      hot('12ms b').subscribe((user) => client.track(user, 'Called'));
      expectMatching(client.outcomes).toBe('9ms d 511ms d', { d: { _tag: 'Delivered' } });
      return Promise.all([client.flush({ timeout: 5 }), client.flush()]);
    });
    expect(await flushed).toEqual([
      { delivered: 0, failed: 0, dropped: 0, pending: 1 },
      { delivered: 1, failed: 0, dropped: 0, pending: 0 },
    ]);
  });

  it('passes until the deadline of a shutdown, whose promise is awaited after the run', async () => {
    const shutDown = inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({}, 'hang');
      client.track('a', 'Called');
      expectMatching(client.outcomes).toBe('8s (f|)', { f: { error: { _tag: 'AbortedError' } } });
      expectMatching(client.requests).toBe('a 7999ms |', { a: { batch: [{ userId: 'a' }] } });
      return client.shutdown();
    });
    expect(await shutDown).toMatchObject({ failed: 1, pending: 0, undelivered: [{ userId: 'a' }] });
  });
});

describe('expectMatching', () => {
  it('takes rows, merged by frame, with the end last in its frame', () => {
    inVirtualTime(({ expectMatching, cold }) => {
      const [group, single] = [cold('-----(ab)'), cold('-------c')];
      const merged = of(group, single).pipe(mergeMap((stream) => stream));
      expectMatching(merged).toBe(['-----(ab)', '-------c']);
      expectMatching(cold('--(a|)')).toBe(['--|', '--a']);
      expectMatching(NEVER).toBe([]);
    });
  });

  it('matches errors in part', () => {
    inVirtualTime(({ expectMatching, cold }) => {
      const refused = throwError(() => new NetworkError('ECONNREFUSED', 'no'));
      expectMatching(refused).toBe('#', {}, { code: 'ECONNREFUSED' });
      expectMatching(cold('--#')).toBe('--#');
    });
  });

  it('subscribes when it is told to', () => {
    inVirtualTime(({ expectMatching, hot }) => {
      expectMatching(hot('-a-b-c-'), '--^-!').toBe('---b');
    });
  });

  it('refuses a letter that has no pattern, though others have', () => {
    inVirtualTime(({ expectMatching, expectObservable, cold }) => {
      const { toBe } = expectMatching(cold('-a', { a: 1 }));
      expect(() => {
        toBe('-ab', { a: 1 });
      }).toThrow('the diagram has the letter "b", and the patterns have no b');
      toBe('-a', { a: 1 });
      expectObservable(cold('-a')).toBe('-a');
    });
  });

  it('tells undefined from an end', () => {
    expect(() => {
      inVirtualTime(({ expectMatching, cold }) => {
        expectMatching(cold('-a', { a: undefined })).toBe('-|');
      });
    }).toThrow('expected  -|\nactual    -a\n\na  undefined');
  });

  it.each([
    ['another value', '-a', { a: { x: 2 } }],
    ['another time', '--a', { a: { x: 1 } }],
    ['a value less', '-', {}],
    ['a value more', '-aa', { a: { x: 1 } }],
    ['an end', '-a|', { a: { x: 1 } }],
    ['an error', '-#', {}],
  ])('fails at %s', (_what, marbles, patterns) => {
    const run = (rows: string | string[]) => () => {
      inVirtualTime(({ expectMatching, cold }) => {
        expectMatching(cold<object>('-a', { a: { x: 1, y: 2 } })).toBe(rows, patterns);
      });
    };
    expect(run(marbles)).toThrow('the stream is not the expected one');
    expect(run([marbles])).toThrow('the stream is not the expected one');
  });
});

describe("RxJS's own expectations", () => {
  it('compare whole values, but patterns in part', () => {
    inVirtualTime(({ expectObservable, cold }) => {
      const values = cold(
        '-a-b-#',
        { a: { x: 1, y: [new Date(5)] }, b: new Map([[1, 2]]) },
        new TypeError('no'),
      );
      const error = new TypeError('no');
      expectObservable(values).toBe('-a-b-#', { a: { x: 1, y: [new Date(5)] }, b: new Map([[1, 2]]) }, error);
      expectObservable(values).toBe('-a-b-#', { a: matching({ x: 1 }), b: new Map([[1, 2]]) }, error);
    });
  });

  it('compare streams, subscriptions and inner streams', () => {
    inVirtualTime(({ expectObservable, expectSubscriptions, cold, hot }) => {
      const source = hot('--a-b-');
      const inner = cold('-x|');
      expectObservable(source, '-^---!').toBe('--a-b-');
      expectObservable(source).toEqual(hot('--a-b-'));
      expectObservable(of(cold('-x|'))).toBe('(a|)', { a: inner });
      expectSubscriptions(source.subscriptions).toBe(['^-----', '-^---!']);
    });
  });

  it.each<[string, (helpers: VirtualTimeHelpers) => void]>([
    [
      'a whole value',
      ({ expectObservable, cold }) => {
        expectObservable(cold('a', { a: { x: 1, y: 2 } })).toBe('a', { a: { x: 1 } });
      },
    ],
    [
      'another stream',
      ({ expectObservable, cold }) => {
        expectObservable(cold('-a')).toEqual(cold('--a'));
      },
    ],
    [
      'a subscription',
      ({ expectSubscriptions, cold }) => {
        const source = cold('-a');
        source.subscribe();
        expectSubscriptions(source.subscriptions).toBe('-^');
      },
    ],
    [
      'no subscription',
      ({ expectSubscriptions, cold }) => {
        expectSubscriptions(cold('-a').subscriptions).toBe('^');
      },
    ],
    [
      'an inner stream',
      ({ expectObservable, cold }) => {
        expectObservable(of(cold('-x|'))).toBe('(a|)', { a: cold('-y|') });
      },
    ],
  ])('fail at %s', (_what, callback) => {
    expect(() => {
      inVirtualTime(callback);
    }).toThrow(/^the (stream is|subscriptions are) not/);
  });
});

describe('a run', () => {
  it('returns what its callback returns, and throws what it throws', () => {
    const mine = new Error('mine');
    expect(inVirtualTime(() => 5)).toBe(5);
    expect(() =>
      inVirtualTime(({ expectMatching }) => {
        expectMatching(NEVER);
        throw mine;
      }),
    ).toThrow(mine);
  });

  it.each<[string, (helpers: VirtualTimeHelpers) => unknown]>([
    ['expectMatching', ({ expectMatching }) => expectMatching(NEVER)],
    ['expectObservable', ({ expectObservable }) => expectObservable(NEVER)],
    ['expectSubscriptions', ({ expectSubscriptions }) => expectSubscriptions([])],
  ])('fails if %s is not told what', (name, callback) => {
    expect(() => inVirtualTime(callback)).toThrow(`1 expectation without toBe or toEqual: ${name}`);
  });

  it('refuses, once it is over, to expect anything or to make a client', () => {
    const [helpers, late] = inVirtualTime((helpers) => {
      const late = helpers.expectMatching(NEVER);
      late.toBe('-');
      return [helpers, late] as const;
    });
    const message = /was called after the run: promises don't run in virtual time/;
    expect(() => helpers.expectMatching(NEVER)).toThrow(message);
    expect(() => helpers.expectObservable(NEVER)).toThrow(message);
    expect(() => helpers.expectSubscriptions([])).toThrow(message);
    expect(() => helpers.createClient()).toThrow(message);
    expect(() => {
      late.toBe('a');
    }).toThrow(message);
  });

  it('refuses the same after a run that failed', () => {
    let helpers: VirtualTimeHelpers | undefined;
    expect(() => {
      inVirtualTime((given) => {
        helpers = given;
        throw new Error('mine');
      });
    }).toThrow('mine');
    expect(() => helpers?.createClient()).toThrow('after the run');
  });

  it('rejects what is expected after it, where a promise led', async () => {
    const run = inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient();
      return client.flush().then(() => {
        expectMatching(client.outcomes).toBe('-');
      });
    });
    await expect(run).rejects.toThrow('expectMatching was called after the run');
  });

  it('refuses an async callback, whose end nobody might look at', () => {
    expect(() => inVirtualTime(async () => Promise.resolve())).toThrow(
      new TypeError("the callback must not be async: promises don't run in virtual time"),
    );
  });

  it('refuses a source that answers later', () => {
    inVirtualTime(({ createClient, expectMatching }) => {
      const outcomes = deliverFrom(createClient(), new ReadableStream<EventInput>());
      expectMatching(outcomes).toBe(
        '#',
        {},
        new TypeError('async sources do not run in virtual time: give deliverFrom an array or a generator'),
      );
    });
  });

  it('throws what a subscriber throws', () => {
    expect(() => {
      inVirtualTime(({ createClient }) => {
        const client = createClient(ALONE);
        client.outcomes.subscribe(() => {
          throw new Error('in a subscriber');
        });
        client.track('a', 'Called');
      });
    }).toThrow('in a subscriber');
  });

  it('compares at each flush that a test asks for', () => {
    const seen: string[] = [];
    const run = () => {
      inVirtualTime(({ expectMatching, flush }) => {
        expectMatching(NEVER).toBe('-a');
        seen.push('before');
        flush();
        seen.push('after');
      });
    };
    expect(run).toThrow('the stream is not the expected one');
    expect(seen).toEqual(['before']);
  });
});
