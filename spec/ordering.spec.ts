// `expect` would take most of the time in the property.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ClientOptions, type ClientState, createClient } from '../src/index.js';
import { type Fault, startGateway } from '../src/gateway/index.js';
import { laneOf } from '../src/pure/lane.js';
import { answeredBy } from './support/answers.js';
import { injectedScheduler } from './support/diagrams.js';
import { randomOf } from './support/random.js';
import { recordedClient } from './support/recorded.js';
import { RECORDING_LOGGER, WRITE_KEY } from './support/transcript.js';
import { type SeenRequest, virtualClient } from './support/virtual.js';

const LANES = 4;
const ORDERED = { ordering: 'user', concurrency: LANES } as const;

const upTo = (length: number) => Array.from({ length }, (_, index) => index);

/** Users in so many lanes: one of each. */
const usersOfLanes = (lanes: number): readonly string[] => {
  const users = upTo(100).map((index) => `u${String(index)}`);
  return upTo(lanes).map((lane) => users.find((user) => laneOf(user, lanes) === lane) ?? 'nobody');
};

const [SLOW, QUICK] = usersOfLanes(LANES) as [string, string];

const numbersOf = (messages: readonly object[]): readonly unknown[] =>
  messages.map(
    (message: { readonly properties?: { readonly index?: unknown } }) => message.properties?.index,
  );

/** Pairs of requests that were open at once; one that ends as another begins is not. */
const overlaps = (requests: readonly SeenRequest[]): readonly (readonly [SeenRequest, SeenRequest])[] =>
  requests.flatMap((one, at) =>
    requests
      .slice(at + 1)
      .filter(({ frame }) => frame < (one.endedAt ?? Infinity))
      .map((other) => [one, other] as const),
  );

const usersOf = ({ batch }: Pick<SeenRequest, 'batch'>) => batch.map(({ userId }) => userId);
const shareUser = ([one, other]: readonly [SeenRequest, SeenRequest]): boolean =>
  usersOf(one).some((user) => usersOf(other).includes(user));

/** A client in front of a data plane that takes 20 ms, to which these calls are made at once; its requests. */
const requestsFor = (calls: readonly object[], options: ClientOptions = {}): readonly SeenRequest[] => {
  const { connection, scheduler, requests } = recordedClient('20ms 200', { ...ORDERED, ...options });
  for (const call of calls) connection.track({ event: 'Called', ...call });
  scheduler.flush();
  return requests;
};

describe('the events of a user', () => {
  it('are delivered in call order, whatever fails meanwhile, and those of others in parallel', () => {
    const call = fc.record({ user: fc.nat(5), waitMs: fc.oneof(fc.constant(0), fc.nat(20)) });
    const answer = fc.oneof(
      { weight: 5, arbitrary: answeredBy('503', '429+1s', 'refused', '200', '200~9ms') },
      { weight: 1, arbitrary: fc.constant('hang') },
    );
    const options: fc.Arbitrary<ClientOptions> = fc.record({
      uploadSize: fc.integer({ min: 1, max: 3 }),
      uploadInterval: fc.integer({ min: 1, max: 20 }),
      maxBatchBytes: fc.integer({ min: 1024, max: 2000 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
      overflow: fc.constantFrom('drop-newest', 'drop-oldest'),
    });
    const seen = { retried: 0, overlaps: 0 };
    fc.assert(
      fc.property(
        fc.array(call, { minLength: 5, maxLength: 40, size: 'max' }),
        // Fewer than the retries that a batch has.
        fc.array(answer, { maxLength: 10, size: 'max' }),
        options,
        (calls, answers, given) => {
          const scheduler = injectedScheduler();
          const words = [...answers, '5ms 200'];
          const { connection, requests } = virtualClient(scheduler, words.join(' '), {
            ...given,
            ordering: 'user',
            timeout: 100,
            backoff: { baseMs: 10, maxMs: 50 },
            logger: false,
          });
          let atMs = 0;
          for (const [index, { user, waitMs }] of calls.entries()) {
            atMs += waitMs;
            scheduler.schedule(() => connection.track(`u${String(user)}`, 'Called', { index }), atMs);
          }
          scheduler.flush();

          const isStored = (at: number) => (words[Math.min(at, words.length - 1)] ?? '').includes('ms 200');
          const stored = requests.filter((_request, at) => isStored(at)).flatMap(({ batch }) => batch);
          for (const user of new Set(calls.map((made) => made.user))) {
            assert.deepEqual(
              numbersOf(stored.filter(({ userId }) => userId === `u${String(user)}`)),
              [...calls.keys()].filter((index) => calls[index]?.user === user),
            );
          }
          assert.ok(!overlaps(requests).some(shareUser));
          seen.overlaps += overlaps(requests).length;
          seen.retried += requests.length - requests.filter((_request, at) => isStored(at)).length;
        },
      ),
      { numRuns: 200 },
    );
    expect(seen.retried).toBeGreaterThan(200);
    expect(seen.overlaps).toBeGreaterThan(200);
  });

  it('wait for a retry of their own, and hold no other lane up', () => {
    const { connection, scheduler, requests } = recordedClient('1ms 503 1ms 200', {
      ...ORDERED,
      maxRetries: 1,
    });
    connection.track(SLOW, 'Called', { index: 0 });
    scheduler.schedule(() => {
      connection.track(SLOW, 'Called', { index: 1 });
      connection.track(QUICK, 'Called', { index: 2 });
    }, 5);
    scheduler.flush();
    expect(requests.map(({ batch }) => numbersOf(batch))).toEqual([[0], [2], [0], [1]]);
  });

  it('go on behind a batch that is given up', () => {
    const { connection, scheduler, told } = recordedClient('1ms 503 1ms 503 1ms 200', {
      ...ORDERED,
      maxRetries: 1,
    });
    connection.track(SLOW, 'Called');
    connection.track(SLOW, 'Called');
    scheduler.flush();
    expect(told()).toEqual([`F${SLOW}`, `D${SLOW}`]);
  });

  it.each<[string, readonly object[], ClientOptions, number]>([
    ['one userId', [{ userId: SLOW }, { userId: SLOW }], {}, 0],
    ['one anonymousId', [{ anonymousId: SLOW }, { anonymousId: SLOW }], {}, 0],
    [
      'one userId and different devices',
      [
        { userId: SLOW, anonymousId: 'a' },
        { userId: SLOW, anonymousId: QUICK },
      ],
      {},
      0,
    ],
    ['different users', [{ userId: SLOW }, { userId: QUICK }], {}, 1],
    [
      'different users of one device',
      [
        { userId: SLOW, anonymousId: 'a' },
        { userId: QUICK, anonymousId: 'a' },
      ],
      {},
      1,
    ],
    [
      'one user, as beforeSend has it',
      [{ userId: SLOW }, { userId: QUICK }],
      { beforeSend: (message) => ({ ...message, userId: 'everybody' }) },
      0,
    ],
    ['different devices without a user', [{ anonymousId: SLOW }, { anonymousId: QUICK }], {}, 1],
    ['different users and one lane', [{ userId: SLOW }, { userId: QUICK }], { concurrency: 1 }, 0],
    ['different users in sync mode', [{ userId: SLOW }, { userId: QUICK }], { syncMode: true }, 0],
    ['one user, without an order', [{ userId: SLOW }, { userId: SLOW }], { ordering: 'none' }, 1],
  ])('are told apart by who they are: %s', (_name, calls, options, together) => {
    const requests = requestsFor(calls, options);
    expect(requests).toHaveLength(2);
    expect(overlaps(requests)).toHaveLength(together);
  });

  it('keep call order in sync mode with those of all others', () => {
    const users = usersOfLanes(LANES);
    const calls = upTo(20).map((index) => ({ userId: users[(index * 3) % LANES], properties: { index } }));
    const requests = requestsFor(calls, { syncMode: true });
    expect(requests.map(({ batch }) => numbersOf(batch))).toEqual(upTo(20).map((index) => [index]));
    expect(overlaps(requests)).toEqual([]);
  });
});

describe('lanes', () => {
  it('are as many as concurrency, with one request under way in each', () => {
    const { connection, scheduler, requests } = recordedClient('5ms 200', {
      ...ORDERED,
      maxBatchBytes: 1024,
    });
    const states: ClientState[] = [];
    connection.state.subscribe((state) => states.push(state));
    for (const index of upTo(100)) connection.track(index, 'Called');
    scheduler.flush();
    expect(Math.max(...states.map(({ inFlight }) => inFlight))).toBe(LANES);
    expect(states.at(-1)).toMatchObject({ inFlight: 0, queued: 0, queuedBytes: 0, delivered: 100 });
    const lanesOf = ({ batch }: SeenRequest) =>
      new Set(batch.map(({ userId = '' }) => laneOf(userId, LANES)));
    expect(requests.map((request) => lanesOf(request).size)).toEqual(requests.map(() => 1));
    expect(requests.length).toBeGreaterThan(2 * LANES);
  });

  it('tell a batch that waits for its next attempt beside those under way', () => {
    const { connection, scheduler } = recordedClient('1ms 503 5ms 200', { ...ORDERED, maxRetries: 1 });
    const states: string[] = [];
    connection.state.subscribe(({ queued, inFlight, retrying }) =>
      states.push([queued, inFlight, retrying].join()),
    );
    connection.track(SLOW, 'Called');
    scheduler.schedule(() => {
      for (const user of [SLOW, QUICK]) connection.track(user, 'Called');
    }, 10);
    scheduler.flush();
    expect(states).toEqual([
      '0,0,0',
      '1,0,0',
      '0,1,0',
      '0,0,1',
      '2,0,1',
      '1,1,1',
      '1,0,1',
      '1,1,0',
      '1,0,0',
      '0,1,0',
      '0,0,0',
    ]);
  });

  it('are all closed by a flush, which waits for each of them', () => {
    const { connection, scheduler, requests } = recordedClient('1ms 503 1ms 200', {
      ...ORDERED,
      uploadSize: 10,
      uploadInterval: 10_000,
      maxRetries: 1,
    });
    const users = usersOfLanes(LANES);
    const flushed: unknown[] = [];
    for (const user of [...users, ...users]) connection.track(user, 'Called');
    connection.flushed().subscribe((totals) => flushed.push([scheduler.now(), totals]));
    scheduler.flush();
    expect(requests.map(({ frame, batch }) => [frame, usersOf({ batch })])).toEqual([
      ...users.map((user) => [0, [user, user]]),
      [251, [SLOW, SLOW]],
    ]);
    expect(flushed).toEqual([[252, { delivered: 8, failed: 0, dropped: 0, pending: 0 }]]);
  });

  it('are all emptied by a shutdown', () => {
    const { connection, scheduler, told } = recordedClient('1ms 200', {
      ...ORDERED,
      maxBatchBytes: 1024,
      uploadSize: 10,
      uploadInterval: 10_000,
    });
    const ends: unknown[] = [];
    for (const index of upTo(100)) connection.track(index % 8, 'Called', { index });
    connection.closed().subscribe((end) => ends.push([scheduler.now() < 100, end]));
    scheduler.flush();
    expect(ends).toEqual([[true, { delivered: 100, failed: 0, dropped: 0, pending: 0, undelivered: [] }]]);
    expect(told()).toHaveLength(100);
  });

  it('are all cut off at the deadline of a shutdown, which hands back in call order, and sends nothing after', () => {
    const { connection, scheduler, requests } = recordedClient('hang', { ...ORDERED, uploadSize: 2 });
    const users = usersOfLanes(LANES);
    const handedBack: unknown[] = [];
    for (const index of upTo(40)) connection.track(users[(index * 7) % LANES] ?? '', 'Called', { index });
    connection
      .closed({ timeout: 50 })
      .subscribe(({ undelivered }) => handedBack.push(...numbersOf(undelivered)));
    scheduler.flush();
    expect(handedBack).toEqual(upTo(40));
    expect(requests.map(({ frame, endedAt }) => [frame, endedAt])).toEqual(users.map(() => [0, 50]));
  });

  it("[L1] let the oldest event go that waits, whichever's it is, and keep the order of the rest", () => {
    const { connection, scheduler, requests, outcomes } = recordedClient('5ms 200', {
      ...ORDERED,
      overflow: 'drop-oldest',
      maxQueueSize: 4,
    });
    connection.track(SLOW, 'Called', { index: 0 });
    scheduler.schedule(() => {
      for (const index of [1, 2, 3]) connection.track(SLOW, 'Called', { index });
      for (const index of [4, 5]) connection.track(QUICK, 'Called', { index });
    }, 1);
    scheduler.flush();
    const dropped = outcomes.flatMap(({ _tag, message }) =>
      _tag === 'Dropped' ? [message.properties?.['index']] : [],
    );
    expect(dropped).toEqual([1, 2]);
    const sent = (user: string) =>
      numbersOf(requests.flatMap(({ batch }) => batch.filter(({ userId }) => userId === user)));
    expect([sent(SLOW), sent(QUICK)]).toEqual([
      [0, 3],
      [4, 5],
    ]);
  });
});

describe('lanes to the embedded gateway', () => {
  /** Bytes of a request that has room for ten of the events below, and not for eleven. */
  const TEN_EVENTS = 3400;

  const clientTo = (url: string, options: ClientOptions) =>
    createClient({
      writeKey: WRITE_KEY,
      dataPlaneUrl: url,
      logger: RECORDING_LOGGER,
      backoff: { baseMs: 1, maxMs: 4 },
      ...ORDERED,
      ...options,
    });

  it.each([1, 2, 3])("store one user's events in call order, through 503s by seed %i", async (seed) => {
    const random = randomOf(seed);
    const gateway = await startGateway({
      faults: (_request, index): Fault | undefined =>
        index < 24 && random() < 0.6 ? { status: 503, delayMs: Math.floor(random() * 4) } : undefined,
    });
    const client = clientTo(gateway.url, { uploadSize: 5, maxBatchBytes: TEN_EVENTS / 2 });
    for (const index of upTo(60)) client.track('user', 'Called', { index });
    expect(await client.flush()).toMatchObject({ delivered: 60 });

    const refused = gateway.requests.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(8);
    expect(gateway.requests.length).toBeGreaterThanOrEqual(12);
    expect(numbersOf(gateway.events)).toEqual(upTo(60));
    await client.shutdown();
    await gateway.close();
  });

  it('have four requests under way at once, and never two that hold the same user', async () => {
    const random = randomOf(4);
    let answered = 0;
    let most = 0;
    const gateway = await startGateway({
      faults: (_request, index): Fault => {
        most = Math.max(most, index + 1 - answered);
        return { delayMs: 5 + Math.floor(random() * 20), ...(index % 5 === 4 ? { status: 503 } : {}) };
      },
    });
    // A request's users, from when it leaves until it is answered: as long as the gateway holds it, and a little longer.
    const open = new Set<readonly unknown[]>();
    const sizes: number[] = [];
    let shared = 0;
    const client = clientTo(gateway.url, {
      uploadSize: 10,
      maxBatchBytes: TEN_EVENTS,
      gzip: false,
      fetch: async (url, init) => {
        const { batch } = JSON.parse(Buffer.from(init.body).toString()) as Pick<SeenRequest, 'batch'>;
        const users = usersOf({ batch });
        sizes.push(users.length);
        if ([...open].some((others) => others.some((user) => users.includes(user as string)))) shared += 1;
        open.add(users);
        try {
          return await fetch(url, { ...init, body: Buffer.from(init.body) });
        } finally {
          answered += 1;
          open.delete(users);
        }
      },
    });
    for (const index of upTo(400)) client.track(`user-${String(index % 40)}`, 'Called', { index });
    expect(await client.flush()).toMatchObject({ delivered: 400 });

    expect({ most, shared }).toEqual({ most: LANES, shared: 0 });
    expect(Math.max(...sizes)).toBe(10);
    const stored = gateway.events;
    for (const user of upTo(40)) {
      expect(numbersOf(stored.filter(({ userId }) => userId === `user-${String(user)}`))).toEqual(
        upTo(10).map((round) => user + 40 * round),
      );
    }
    await client.shutdown();
    await gateway.close();
  });
});
