import { type DeliveryFailure } from '../src/index.js';
import { injectedScheduler } from './support/diagrams.js';
import { recordedClient } from './support/recorded.js';
import { WRITE_KEY } from './support/transcript.js';
import { virtualClient } from './support/virtual.js';

describe('connection', () => {
  describe('a receipt', () => {
    it('tells its own outcome to whoever subscribes before it, and completes', () => {
      const { connection, scheduler } = recordedClient();
      const seen: unknown[] = [];
      const receipt = connection.track('u', 'e');
      receipt.outcome.subscribe({
        next: ({ _tag }) => seen.push(_tag),
        complete: () => seen.push('complete'),
      });
      connection.track('other', 'e');

      expect(receipt).toMatchObject({ messageId: 'm1', accepted: true });
      scheduler.flush();
      expect(seen).toEqual(['Delivered', 'complete']);
    });

    it('replays its outcome afterwards, in a turn of its own', () => {
      const { connection, scheduler } = recordedClient();
      const accepted = connection.track('u', 'e');
      const dropped = connection.track('u', '');
      scheduler.flush();

      const seen: unknown[] = [];
      accepted.outcome.subscribe(({ _tag }) => seen.push(_tag));
      dropped.outcome.subscribe(({ _tag }) => seen.push(_tag));
      expect(seen).toEqual([]);
      scheduler.flush();

      expect(dropped.accepted).toBe(false);
      expect(seen).toEqual(['Delivered', 'Dropped']);
    });

    it('needs no subscriber of outcomes', () => {
      const scheduler = injectedScheduler();
      const { connection } = virtualClient(scheduler, '1ms 200', { uploadSize: 3 });
      const seen: string[] = [];
      const receipts = ['a', 'b', 'c'].map((user) => connection.track(user, 'e'));
      receipts[2]?.outcome.subscribe(({ message }) => seen.push(message.userId ?? ''));
      scheduler.flush();
      expect(seen).toEqual(['c']);
    });

    it('tells nothing to whoever has left', () => {
      const { connection, scheduler } = recordedClient();
      let told = 0;
      connection
        .track('u', 'e')
        .outcome.subscribe(() => (told += 1))
        .unsubscribe();
      scheduler.flush();
      expect(told).toBe(0);
    });
  });

  it('tells outcomes whose message is an own property, parsed once', () => {
    const { connection, scheduler, outcomes } = recordedClient();
    connection.track('u', 'e', { list: [1, { a: null }] });
    scheduler.flush();

    const [outcome] = outcomes;
    expect(outcome).toEqual({
      _tag: 'Delivered',
      attempts: 1,
      status: 200,
      message: {
        type: 'track',
        messageId: 'm1',
        userId: 'u',
        event: 'e',
        properties: { list: [1, { a: null }] },
        originalTimestamp: '1970-01-01T00:00:00.000Z',
        channel: 'server',
        integrations: { All: true },
        context: { library: expect.objectContaining({ name: 'rudder-rx' }) as object },
      },
    });
    expect(Object.keys({ ...outcome })).toContain('message');
    expect(outcome?.message).toBe(outcome?.message);
  });

  it('tells one attempt a request, with what came of it', () => {
    const { connection, scheduler } = recordedClient('3ms 503 2ms refused 1ms 200', {
      maxRetries: 2,
      uploadSize: 2,
    });
    const attempts: unknown[] = [];
    connection.attempts.subscribe(({ messages, attempt, status, error, willRetry, durationMs }) => {
      attempts.push([messages.length, attempt, status, error?._tag, willRetry, durationMs]);
    });
    connection.track('u', 'e');
    connection.track('v', 'e');
    scheduler.flush();

    expect(attempts).toEqual([
      [2, 1, 503, 'ApiError', true, 3],
      [2, 2, undefined, 'NetworkError', true, 2],
      [2, 3, 200, undefined, false, 1],
    ]);
  });

  it('tells the attempt that a shutdown cut off', () => {
    const { connection, scheduler, outcomes } = recordedClient('hang');
    const attempts: unknown[] = [];
    connection.attempts.subscribe(({ attempt, error, willRetry }) =>
      attempts.push([attempt, error?._tag, willRetry]),
    );
    connection.track('u', 'e');
    connection.closed({ timeout: 5 }).subscribe();
    scheduler.flush();

    expect(attempts).toEqual([[1, 'AbortedError', false]]);
    expect(outcomes).toMatchObject([{ _tag: 'Failed', attempts: 1, error: { _tag: 'AbortedError' } }]);
  });

  it('[L7] takes calls made in a subscriber, thousands deep, in order and without recursion', () => {
    const { connection, scheduler } = recordedClient();
    const order: number[] = [];
    let calls = 0;
    let depth = 0;
    connection.outcomes.subscribe(() => {
      depth += 1;
      expect(depth).toBe(1);
      order.push(order.length);
      if (calls < 5000) {
        calls += 1;
        connection.track('', 'dropped at once');
      }
      depth -= 1;
    });
    connection.track('', 'dropped at once');
    scheduler.flush();

    expect(order).toHaveLength(5001);
  });

  it('delivers calls made in a subscriber of attempts', () => {
    const { connection, scheduler, requests } = recordedClient();
    connection.attempts.subscribe(() => {
      if (requests.length < 100) connection.track('u', 'again');
    });
    connection.track('u', 'e');
    scheduler.flush();
    expect(requests).toHaveLength(100);
  });

  describe('onError', () => {
    it('gets every batch that failed, once, and no drop', () => {
      const failures: unknown[] = [];
      const { connection, scheduler } = recordedClient('1ms 503 1ms 422 1ms 200', {
        maxRetries: 1,
        uploadSize: 2,
        onError: (error, events) => failures.push([error._tag, events.map(({ userId }) => userId)]),
      });
      for (const user of ['a', 'b', '', 'c', 'd']) connection.track(user, 'e');
      scheduler.flush();
      expect(failures).toEqual([['ApiError', ['c', 'd']]]);
    });

    it('may be an observer, completed by the shutdown', () => {
      const seen: unknown[] = [];
      const { connection, scheduler } = recordedClient('1ms 400', {
        onError: {
          next: ({ error, events, attempts }: DeliveryFailure) =>
            seen.push([error._tag, events.length, attempts]),
          complete: () => seen.push('complete'),
        },
      });
      connection.track('u', 'e');
      connection.closed().subscribe();
      scheduler.flush();
      expect(seen).toEqual([['ApiError', 1, 1], 'complete']);
    });

    it('gets nothing that a shutdown cut off', () => {
      const failures: unknown[] = [];
      const { connection, scheduler } = recordedClient('hang', { onError: (error) => failures.push(error) });
      connection.track('u', 'e');
      connection.closed({ timeout: 1 }).subscribe();
      scheduler.flush();
      expect(failures).toEqual([]);
    });

    it.each<[string, () => unknown]>([
      [
        'throws',
        () => {
          throw new Error('mine');
        },
      ],
      ['rejects', () => Promise.reject(new Error('mine'))],
    ])('[L4] that %s is logged, and the delivery goes on', async (_name, onError) => {
      const { connection, scheduler, outcomes, lines } = recordedClient('1ms 400 1ms 200', {
        onError: onError,
      });
      connection.track('a', 'e');
      connection.track('b', 'e');
      scheduler.flush();
      await Promise.resolve();
      scheduler.flush();

      expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Failed', 'Delivered']);
      expect(lines).toEqual(['rudder-rx: onError threw, and the delivery goes on: Error: mine']);
    });
  });

  it('carries no write key in an error, though the data plane sends it back', () => {
    const { connection, scheduler, outcomes, lines } = recordedClient(() => ({
      status: 401,
      body: `saw ${WRITE_KEY}`,
    }));
    connection.track('u', 'e');
    scheduler.flush();
    const { error } = outcomes[0] as { error?: Error };
    expect(error?.message).toBe('the data plane answered 401: saw [write key]');
    expect([error?.stack, ...lines].join()).not.toContain(WRITE_KEY);
  });

  describe('the log', () => {
    it('says once and loudly what no retry will heal, and tells the causes apart', () => {
      const { connection, scheduler, lines } = recordedClient('1ms 401 1ms 401 1ms 404', { syncMode: true });
      for (const user of ['a', 'b', 'c']) connection.track(user, 'e');
      scheduler.flush();
      expect(lines).toEqual([
        'rudder-rx: the data plane answered 401: (no text): check writeKey',
        'rudder-rx: the data plane answered 404: (no text): check dataPlaneUrl, there is no data plane at its /v1/batch',
      ]);
    });

    it('says with debug what the client does, one line each', () => {
      const { connection, scheduler, lines } = recordedClient('2ms 200 1ms 400', {
        debug: true,
        gzip: false,
        syncMode: true,
      });
      connection.track('u', 'e\u001b[31m\nforged');
      connection.track('u', 'e');
      connection.track('u', '');
      connection.closed().subscribe();
      scheduler.flush();
      expect(lines.map((line) => line.replaceAll(/\d+ bytes \(\d+ sent\)/g, '# bytes'))).toEqual([
        'rudder-rx: sends to http://data-plane.example/v1/batch',
        'rudder-rx: dropped, invalid: event is missing or blank',
        'rudder-rx: shuts down, 2 events pending',
        'rudder-rx: request 1, 1 event, # bytes, 2 ms: 200',
        'rudder-rx: request 1, 1 event, # bytes, 1 ms: ApiError: the data plane answered 400: (no text)',
        'rudder-rx: failed, 1 event after 1 request: the data plane answered 400: (no text)',
        'rudder-rx: shut down: 1 delivered, 1 failed, 1 dropped',
      ]);
    });
  });

  it('takes events as a typed program has them: interfaces, and fields that may be undefined', () => {
    interface Order {
      readonly id: string;
      readonly coupon?: string;
    }
    const order: Order = { id: 'o1' };
    const session: { readonly userId?: string } = {};
    const { connection, scheduler, requests } = recordedClient('1ms 200', {
      uploadSize: 9,
      debug: undefined,
    });
    connection.track('u', 'Ordered', order);
    connection.track({
      userId: session.userId,
      anonymousId: 'a',
      event: 'Ordered',
      properties: order,
      timestamp: undefined,
    });
    connection.page(null, undefined, 'Home', null, { anonymousId: 'a', context: null });
    scheduler.flush();
    expect(requests[0]?.batch).toMatchObject([
      { userId: 'u', properties: order },
      { anonymousId: 'a', properties: order },
      { anonymousId: 'a', name: 'Home' },
    ]);
  });

  it('sends nothing with send: false, and drops what is valid as disabled', () => {
    const { connection, scheduler, outcomes, requests } = recordedClient('1ms 200', { send: false });
    connection.track('u', 'e', { a: 1 });
    connection.track('u', '');
    scheduler.flush();

    expect(requests).toEqual([]);
    expect(outcomes).toMatchObject([
      { _tag: 'Dropped', reason: 'disabled', message: { userId: 'u', properties: { a: 1 } } },
      { _tag: 'Dropped', reason: 'invalid' },
    ]);
  });

  it('emits any of the six by its type', () => {
    const { connection, scheduler, requests } = recordedClient('1ms 200', { uploadSize: 9 });
    connection.emit({ type: 'identify', userId: 'u' });
    connection.emit({ type: 'alias', userId: 'u', previousId: 'a' });
    connection.emit({ type: 'group', userId: 'u', groupId: 0 });
    scheduler.flush();
    expect(requests[0]?.batch.map(({ type }) => type)).toEqual(['identify', 'alias', 'group']);
  });

  it.each([undefined, null, 5, 'track', [], {}, { type: 'nothing' }])(
    'drops emit(%j) as invalid',
    (event) => {
      const { connection, scheduler, outcomes } = recordedClient();
      expect(connection.emit(event as never).accepted).toBe(false);
      scheduler.flush();
      expect(outcomes).toMatchObject([{ _tag: 'Dropped', reason: 'invalid' }]);
    },
  );
});
