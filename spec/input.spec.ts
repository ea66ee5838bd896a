import { type Outcome, type Receipt } from '../src/index.js';
import { injectedScheduler } from './support/diagrams.js';
import { recordedClient } from './support/recorded.js';
import { virtualClient } from './support/virtual.js';

/** What comes of a call between two harmless ones: its outcome, and what was sent of it. */
const outcomeOf = (call: (track: (event: unknown) => Receipt) => Receipt) => {
  const scheduler = injectedScheduler();
  const { connection, requests } = virtualClient(scheduler, '1ms 200', { uploadSize: 10 });
  const outcomes: Outcome[] = [];
  connection.outcomes.subscribe((outcome) => outcomes.push(outcome));

  connection.track('before', 'Neighbour');
  const receipt = call((event) => connection.track(event as never));
  connection.track('after', 'Neighbour');
  scheduler.flush();

  const sent = requests.flatMap(({ batch }) => batch);
  const isNeighbour = ({ message }: { message: { readonly userId?: string } }) =>
    message.userId === 'before' || message.userId === 'after';
  expect(outcomes.filter(isNeighbour).map(({ _tag }) => _tag)).toEqual(['Delivered', 'Delivered']);
  const own = outcomes.filter((outcome) => !isNeighbour(outcome));
  expect(own).toHaveLength(1);
  const [outcome] = own as [Outcome];
  expect(outcome.message.messageId).toBe(receipt.messageId);
  expect(receipt.accepted).toBe(outcome._tag !== 'Dropped');
  return {
    told: outcome._tag === 'Dropped' ? `${outcome.reason}: ${outcome.detail}` : outcome._tag,
    sent: sent.find(({ messageId }) => messageId === receipt.messageId),
  };
};

const eventWith = (properties: unknown) => ({ userId: 'u', event: 'e', properties });
const told = (event: unknown) => outcomeOf((track) => track(event)).told;
const sent = (event: unknown) => outcomeOf((track) => track(event)).sent;

const circular: Record<string, unknown> = {};
circular['order'] = { items: [circular] };
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
const throwing = {
  get secret(): never {
    throw new Error('value: 42');
  },
};

/** The least CPU of several runs: what else the machine does hardly adds to it. */
const leastCpuMs = (runs: number, run: () => unknown): number =>
  Math.min(
    ...Array.from({ length: runs }, () => {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );

const TOO_LARGE = 'has more than 32768 bytes as sent, which are all that maxEventBytes allows';

describe('a call', () => {
  it.each<[string, unknown, string]>([
    [
      '[I1] a circular object',
      eventWith(circular),
      'invalid: properties.order.items.0 is circular: it refers back to an object that holds it',
    ],
    ['[I2] a BigInt', eventWith({ price: 1n }), 'invalid: properties.price is a BigInt: send it as a string'],
    ['[I4] a getter that throws', eventWith(throwing), 'invalid: properties.secret threw when it was read'],
    [
      '[I5] a toJSON that throws',
      eventWith({ a: { toJSON: () => throwing.secret } }),
      'invalid: properties.a.toJSON threw',
    ],
    [
      '[I7] a text of 10 MB',
      eventWith({ html: 'x'.repeat(10_000_000) }),
      `too-large: the event ${TOO_LARGE}: look at properties.html`,
    ],
    [
      '[I7] a userId of 10 MB',
      { userId: 'x'.repeat(10_000_000), event: 'e' },
      `too-large: the event ${TOO_LARGE}: look at userId`,
    ],
    [
      '[I9] a million keys',
      eventWith(Object.fromEntries(Array.from({ length: 1e6 }, (_, key) => [`k${String(key)}`, key]))),
      expect.stringMatching(/^too-large: .*properties/) as string,
    ],
    [
      '[I9] a depth of 10,000',
      eventWith(deep(10_000)),
      expect.stringMatching(/^invalid: properties\.a.* is nested more than 100 levels deep$/) as string,
    ],
    [
      '[I11] properties that are a Set',
      eventWith(new Set([1])),
      'invalid: properties must be an object, not an array',
    ],
    [
      '[I11] properties that are a Date',
      eventWith(new Date()),
      'invalid: properties must be an object, not a string',
    ],
    [
      '[I13] an id that is an object',
      { userId: {}, event: 'e' },
      'invalid: userId must be a string or a finite number, not an object',
    ],
    [
      '[I15] a blank id',
      { userId: '', event: 'e' },
      'invalid: userId and anonymousId are both missing or blank: one of them must be there',
    ],
    [
      '[I15] an invisible id',
      { userId: '\u200b'.repeat(5_000_000), event: 'e' },
      'invalid: userId and anonymousId are both missing or blank: one of them must be there',
    ],
    [
      '[I15] no id',
      { event: 'e' },
      'invalid: userId and anonymousId are both missing or blank: one of them must be there',
    ],
    [
      '[I17] an empty messageId',
      { ...eventWith({}), messageId: '' },
      'invalid: messageId is blank: leave it out to get one',
    ],
    [
      '[I17] a messageId of 10 KB',
      { ...eventWith({}), messageId: 'm'.repeat(10_240) },
      'invalid: messageId has 10240 characters, and 1024 are allowed',
    ],
    [
      '[I19] an invalid Date as timestamp',
      { ...eventWith({}), timestamp: new Date(NaN) },
      'invalid: timestamp is an invalid Date',
    ],
    [
      '[I19] a number as timestamp',
      { ...eventWith({}), timestamp: 1e12 },
      'invalid: timestamp must be a Date or an ISO 8601 string, not a number',
    ],
    [
      '[I19] a Date of the year 275760',
      { ...eventWith({}), timestamp: new Date(8.64e15) },
      'invalid: timestamp is a Date outside the years 0 to 9999',
    ],
    [
      '[I19] a date that no calendar has',
      { ...eventWith({}), timestamp: '2026-13-41' },
      'invalid: timestamp is not an ISO 8601 date and time',
    ],
    ['a text instead of an object', 'Signed Up', 'invalid: event is missing or blank'],
  ])('ends in one Dropped, which names the path and never the value, for %s', (_name, event, expected) => {
    expect(told(event)).toEqual(expected);
  });

  it.each<[string, unknown, unknown]>([
    [
      '[I3] functions, symbols and undefined, left out',
      { a: () => 1, b: Symbol('b'), c: undefined, d: 1 },
      { d: 1 },
    ],
    [
      '[I6] __proto__ and constructor, as plain data',
      JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
      JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
    ],
    ['[I8] lone surrogates', { text: '\ud800' }, { text: '\ud800' }],
    [
      '[I10] NaN, Infinity and an invalid Date, as null',
      { a: NaN, b: -Infinity, c: new Date(NaN) },
      { a: null, b: null, c: null },
    ],
    [
      '[I11] a Map and a Set, as an object and a list',
      { map: new Map([['a', 1]]), set: new Set([1]) },
      { map: { a: 1 }, set: [1] },
    ],
    [
      '[I11] a typed array and a Buffer, as JSON.stringify does',
      { bytes: new Uint8Array([7]), buffer: Buffer.from('a') },
      { bytes: { 0: 7 }, buffer: { type: 'Buffer', data: [97] } },
    ],
    ['[I18] a frozen object', Object.freeze({ list: Object.freeze([1]) }), { list: [1] }],
    ['[I18] a proxy', new Proxy({ a: 1 }, {}), { a: 1 }],
    [
      '[I18] an instance of a class',
      new (class Order {
        id = 1;
        total() {
          return 2;
        }
      })(),
      { id: 1 },
    ],
    ['[I18] an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
  ])('delivers %s', (_name, properties, expected) => {
    expect(sent(eventWith(properties))?.properties).toEqual(expected);
  });

  it('[I18] takes a frozen event, a proxy and a class instance for an event', () => {
    class Signup {
      userId = 'u';
      event = 'Signed Up';
    }
    expect(sent(new Signup())).toMatchObject({ userId: 'u', event: 'Signed Up' });
    expect(sent(Object.freeze(new Signup()))).toMatchObject({ userId: 'u' });
    expect(sent(new Proxy(new Signup(), {}))).toMatchObject({ userId: 'u' });
    expect(sent(Object.assign(Object.create(null) as object, new Signup()))).toMatchObject({ userId: 'u' });
  });

  it.each<[string, () => unknown, string]>([
    [
      'a text that JSON makes longer, beside a member that it leaves out',
      () => eventWith({ a: undefined, text: 'é'.repeat(20_000) }),
      'too-large: the event has 40274 bytes as sent, and maxEventBytes allows 32768: look at properties.text',
    ],
    [
      'a getter that throws the second time',
      () => {
        let reads = 0;
        return {
          userId: 'u',
          event: 'e',
          context: {
            get page() {
              reads += 1;
              if (reads > 1) throw new Error('42');
              return 'plain';
            },
          },
        };
      },
      'invalid: the event threw when it was read',
    ],
    [
      'a getter that throws what throws when it is looked at',
      () =>
        eventWith({
          get a(): unknown {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a caller throws may be anything
            throw new Proxy({}, { getPrototypeOf: () => throwing.secret, get: () => throwing.secret });
          },
        }),
      'invalid: properties.a threw when it was read',
    ],
    [
      'a toJSON that can not be seen, and makes a text of an object',
      () => {
        const properties = {};
        Object.defineProperty(properties, 'toJSON', { value: () => 'text' });
        return eventWith(properties);
      },
      'invalid: properties must be an object, not a string',
    ],
    [
      'a list with a toJSON that throws',
      () => eventWith({ list: Object.assign([1], { toJSON: () => throwing.secret }) }),
      'invalid: properties.list.toJSON threw',
    ],
    [
      'a Date that is none',
      () => ({ ...eventWith({}), timestamp: { [Symbol.toStringTag]: 'Date' } }),
      'invalid: the event has a getter, or is a proxy, that threw when it was read',
    ],
  ])('ends in one Dropped, and in no throw, for %s', (_name, eventOf, expected) => {
    expect(told(eventOf())).toEqual(expected);
  });

  it('keeps the messageId of an event that throws the second time it is read', () => {
    let reads = 0;
    const context = {
      get page() {
        reads += 1;
        if (reads > 1) throw new Error('42');
        return 'plain';
      },
    };
    const { connection, outcomes, scheduler } = recordedClient('1ms 200');
    const receipt = connection.track({ userId: 'u', event: 'e', messageId: 'mine', context });
    scheduler.flush();
    expect(receipt.messageId).toBe('mine');
    expect(outcomes).toMatchObject([
      { _tag: 'Dropped', message: { messageId: 'mine', userId: 'u', event: 'e' } },
    ]);
  });

  it('[I12] takes a snapshot', () => {
    const event = {
      userId: 'u',
      event: 'e',
      properties: { plan: 'free', list: [1] },
      context: { a: { b: 1 } },
    };
    const { sent } = outcomeOf((track) => {
      const receipt = track(event);
      event.properties.list.push(2);
      Object.assign(event, { userId: 'other', properties: {} });
      event.context.a.b = 2;
      return receipt;
    });
    expect(sent).toMatchObject({
      userId: 'u',
      properties: { plan: 'free', list: [1] },
      context: { a: { b: 1 } },
    });
  });

  it.each([
    ['[I13] a number', 42, '42'],
    ['[I14] zero', 0, '0'],
    ['[I13] a negative fraction', -1.5, '-1.5'],
  ])('sends %s for an id as a string', (_name, id, expected) => {
    expect(sent({ userId: id, anonymousId: id, event: 'e' })).toMatchObject({
      userId: expected,
      anonymousId: expected,
    });
  });

  it('[I17] keeps a messageId of the caller, though it comes twice', () => {
    const scheduler = injectedScheduler();
    const { connection, requests } = virtualClient(scheduler, '1ms 200', { uploadSize: 2 });
    for (const event of ['a', 'b']) connection.track('u', event, {}, { messageId: 'mine' });
    scheduler.flush();
    expect(requests[0]?.batch.map(({ messageId }) => messageId)).toEqual(['mine', 'mine']);
  });

  it('[I19] sends a Date as ISO 8601 and an ISO 8601 text as it is', () => {
    expect(sent({ ...eventWith({}), timestamp: new Date(0) })?.timestamp).toBe('1970-01-01T00:00:00.000Z');
    expect(sent({ ...eventWith({}), timestamp: '2026-11-24T10:00+01:00' })?.timestamp).toBe(
      '2026-11-24T10:00+01:00',
    );
  });

  it('[I22] lets the SDK win over reserved keys', () => {
    const event = {
      ...eventWith({}),
      context: { library: { name: 'mine' }, app: 1 },
      channel: 'web',
      originalTimestamp: 'never',
      sentAt: 'never',
      type: 'identify',
      receivedAt: 'never',
    };
    const message = sent(event);
    expect(message).toMatchObject({
      type: 'track',
      channel: 'server',
      context: { library: { name: 'rudder-rx' }, app: 1 },
      originalTimestamp: '1970-01-01T00:00:00.000Z',
    });
    expect(message?.sentAt).not.toBe('never');
    expect(message).not.toHaveProperty('receivedAt');
  });

  describe('[I9] takes at most 50 ms of', () => {
    const keys = Array.from({ length: 100_000 }, (_, key) => [`k${String(key)}`, key] as const);
    const named = Object.fromEntries(keys);
    it.each<[string, unknown]>([
      ['a text of 10 MB', eventWith({ text: 'é'.repeat(5_000_000) })],
      ['a blank id of 10 MB', { userId: '\u200b'.repeat(3_000_000), event: ' '.repeat(10_000_000) }],
      [
        'ids and names of 10 MB each',
        { userId: 'u'.repeat(1e7), anonymousId: 'a'.repeat(1e7), event: 'e'.repeat(1e7) },
      ],
      ['100,000 keys', eventWith(named)],
      ['a context of 100,000 keys', { userId: 'u', event: 'e', context: named }],
      ['a million numbers', eventWith({ list: new Float64Array(1e6) })],
      ['a list of a million', eventWith({ list: Array.from({ length: 1e6 }, () => 1) })],
      ['a Map of 100,000', eventWith(new Map(keys))],
      ['a Set of 100,000', eventWith({ set: new Set(keys) })],
      ['10 MB in a Buffer', eventWith({ buffer: Buffer.alloc(1e7) })],
      ['a depth of 10,000', eventWith(deep(10_000))],
      [
        '100,000 members that JSON leaves out',
        eventWith(Object.fromEntries(keys.map(([key]) => [key, undefined]))),
      ],
    ])('%s', (_name, event) => {
      const { connection } = virtualClient(injectedScheduler(), '1ms 200', { logger: false });
      expect(leastCpuMs(5, () => connection.track(event as never))).toBeLessThan(50);
    });
  });

  it('[I9] takes a million keys in little more than it takes to have them named', () => {
    const properties = Object.fromEntries(Array.from({ length: 1e6 }, (_, key) => [`k${String(key)}`, key]));
    const { connection } = virtualClient(injectedScheduler(), '1ms 200', { logger: false });
    // A quarter of a second, in every function of the language that names keys: no library can do better.
    const naming = leastCpuMs(3, () => Object.keys(properties));
    expect(leastCpuMs(3, () => connection.track('u', 'e', properties))).toBeLessThan(2 * naming);
  });
});
