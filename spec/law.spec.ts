// `expect` would take most of the time here: hundreds of thousands of instants are looked at.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ClientOptions, ClientState, Outcome, Receipt, ShutdownResult } from '../src/index.js';
import { ENVELOPE_BYTES } from '../src/pure/envelope.js';
import { answeredBy } from './support/answers.js';
import { injectedScheduler } from './support/diagrams.js';
import { virtualClient } from './support/virtual.js';

/** `npm run law` sets it; a run that finds nothing proves nothing, so more is better. */
const RUNS = Number(process.env['LAW_RUNS'] ?? 300);

const circular: Record<string, unknown> = {};
circular['self'] = circular;

/** What callers hand in: events that can be sent, of any size, and everything else. */
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ userId: fc.nat(5), event: fc.constant('Called'), size: fc.nat(300) }) },
  {
    weight: 1,
    arbitrary: fc.constant({ userId: 'u', event: 'Large', properties: { text: 'x'.repeat(1500) } }),
  },
  { weight: 1, arbitrary: fc.constant({ userId: 'u', event: 'Circular', properties: circular }) },
  { weight: 1, arbitrary: fc.constant({ userId: 'u', event: 'BigInt', properties: { big: 1n } }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown[]>(undefined, null, {}, 'text', 5) },
  { weight: 1, arbitrary: fc.anything() },
);

type Step =
  | { readonly do: 'call'; readonly event: unknown; readonly nested: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'flush' | 'shutdown'; readonly timeout: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ do: fc.constant('call' as const), event, nested: fc.boolean() }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('flush' as const), timeout: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shutdown' as const), timeout: fc.nat(200) }) },
);

const answer = fc.oneof(
  { weight: 6, arbitrary: answeredBy('200', '200~9ms', '503', '400', '413~9ms', '429+1s', 'refused') },
  { weight: 1, arbitrary: fc.constant('hang') },
);

const options: fc.Arbitrary<ClientOptions> = fc.record({
  uploadSize: fc.integer({ min: 1, max: 5 }),
  uploadInterval: fc.integer({ min: 1, max: 30 }),
  maxQueueSize: fc.integer({ min: 1, max: 20 }),
  maxQueueBytes: fc.integer({ min: 400, max: 6000 }),
  maxEventBytes: fc.constant(1000),
  maxBatchBytes: fc.integer({ min: 1024, max: 2000 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  maxRetries: fc.nat(2),
  timeout: fc.constant(100),
  backoff: fc.constant({ baseMs: 10, maxMs: 50 }),
  overflow: fc.constantFrom('drop-newest', 'drop-oldest'),
  ordering: fc.constantFrom('none', 'user'),
  syncMode: fc.boolean(),
  gzip: fc.boolean(),
  send: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  beforeSend: fc.constantFrom<ClientOptions['beforeSend'][]>(
    undefined,
    undefined,
    undefined,
    (message) => message,
    (message) => (message.userId === '3' ? null : { ...message, properties: { seen: true } }),
    () => {
      throw new Error('mine');
    },
  ),
});

/** Runs one history and checks the law at every instant that anybody could look. */
const live = (steps: readonly Step[], answers: readonly string[], given: ClientOptions) => {
  const scheduler = injectedScheduler();
  const { connection, requests } = virtualClient(scheduler, `${answers.join(' ')} 1ms 200`, {
    ...given,
    logger: false,
  });
  const outcomes: Outcome[] = [];
  const receipts: Receipt[] = [];
  let calls = 0;
  let unfinished = 0;
  let closedAt = Infinity;
  let handedBack: readonly string[] = [];
  let latest: ClientState | undefined;

  // What is thrown in a subscriber or a getter would not reach this function.
  const failures: unknown[] = [];
  const checked =
    <A extends readonly unknown[]>(run: (...args: A) => void) =>
    (...args: A): void => {
      try {
        run(...args);
      } catch (failure) {
        failures.push(failure);
      }
    };

  const check = () => {
    const states: ClientState[] = [];
    connection.state.subscribe((state) => states.push(state)).unsubscribe();
    const [{ dropped, delivered, failed, pending, queued, inFlight, retrying, ...state }] = states as [
      ClientState,
    ];
    const sum = Object.values(dropped).reduce((total, many) => total + many, 0);
    assert.equal(state.calls, delivered + failed + sum + pending);
    // A call that is being read has not been counted yet.
    assert.equal(calls - state.calls, unfinished);
    assert.ok(queued <= pending);
    assert.equal(queued === 0 ? state.queuedBytes : Math.sign(state.queuedBytes), Math.sign(queued));
    assert.ok(inFlight + retrying <= (given.syncMode === true ? 1 : (given.concurrency ?? 4)));
    assert.ok(pending <= (given.maxQueueSize ?? 10_000));
    assert.ok(state.queuedBytes <= (given.maxQueueBytes ?? Infinity));
    return { ...state, dropped: sum, delivered, failed, pending };
  };

  const call = (input: unknown) => {
    calls += 1;
    unfinished += 1;
    const receipt = connection.emit(input as never);
    unfinished -= 1;
    receipts.push(receipt);
    checked(check)();
  };
  const callOf = (input: unknown, nested: boolean): unknown => {
    const isRecord = typeof input === 'object' && input !== null && !Array.isArray(input);
    if (!isRecord) return input;
    if (!nested) return { type: 'track', ...input };
    return {
      type: 'track',
      ...input,
      get properties() {
        call({ type: 'track', userId: 'nested', event: 'Nested' });
        return { from: 'a getter' };
      },
    };
  };

  connection.outcomes.subscribe(
    checked((outcome: Outcome) => {
      outcomes.push(outcome);
      check();
      // Calls made in a subscriber take part.
      if (outcomes.length % 7 === 0 && calls < 200) call({ type: 'page', userId: 'again' });
    }),
  );
  connection.attempts.subscribe(
    checked(() => {
      check();
    }),
  );
  connection.state.subscribe((state) => (latest = state));

  const take = (rest: readonly Step[]) => {
    const [next, ...others] = rest;
    if (next === undefined) return;
    if (next.do === 'wait') {
      scheduler.schedule(() => {
        take(others);
      }, next.ms);
      return;
    }
    if (next.do === 'call') call(callOf(next.event, next.nested));
    else if (next.do === 'flush') {
      connection.flushed({ timeout: next.timeout }).subscribe(
        checked((totals: unknown) => {
          const { delivered, failed, dropped, pending } = check();
          assert.deepEqual(totals, { delivered, failed, dropped, pending });
        }),
      );
    } else if (closedAt === Infinity) {
      closedAt = NaN;
      connection.closed({ timeout: next.timeout }).subscribe(
        checked(({ undelivered, pending, ...totals }: ShutdownResult) => {
          closedAt = scheduler.now();
          assert.equal(pending, 0);
          handedBack = undelivered.map(({ messageId }) => messageId);
          assert.ok(undelivered.length <= totals.failed);
        }),
      );
    }
    take(others);
  };
  take(steps);
  scheduler.flush();
  if (failures.length > 0) throw failures[0];
  return { calls, outcomes, receipts, requests, closedAt, handedBack, latest, end: check(), scheduler };
};

describe('the law', () => {
  it(`holds at every instant of ${String(RUNS)} random histories`, () => {
    const seen = {
      delivered: 0,
      failed: 0,
      evicted: 0,
      changed: 0,
      dropped: new Set<string>(),
      shutdowns: 0,
    };
    const property = fc.property(
      fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.array(answer, { minLength: 1, maxLength: 8 }),
      options,
      (steps, answers, given) => {
        const { calls, outcomes, receipts, requests, closedAt, handedBack, latest, end, scheduler } = live(
          steps,
          answers,
          given,
        );

        // Every call has ended, each event in one outcome; after a shutdown the stream is complete, and receipts tell.
        assert.equal(end.calls, calls);
        assert.equal(end.pending, 0);
        const told = new Map<Receipt, Outcome[]>(receipts.map((receipt) => [receipt, []]));
        for (const [receipt, own] of told) receipt.outcome.subscribe((outcome) => own.push(outcome));
        scheduler.flush();
        for (const [receipt, own] of told) {
          assert.equal(own.length, 1);
          assert.equal(own[0]?.message.messageId, receipt.messageId);
          if (!receipt.accepted) assert.ok(own.every(({ _tag }) => _tag === 'Dropped'));
        }
        const counted = (tag: Outcome['_tag']) =>
          [...told.values()].filter((own) => own.some(({ _tag }) => _tag === tag)).length;
        assert.equal(counted('Delivered'), end.delivered);
        assert.equal(counted('Failed'), end.failed);
        assert.equal(counted('Dropped'), end.dropped);
        if (Number.isNaN(closedAt) || closedAt === Infinity) {
          assert.equal(outcomes.length, calls);
        }
        if (closedAt === Infinity) assert.equal(latest?.calls, calls);

        // Who gave way was asked to, oldest first; and who was cut off is handed back, in call order.
        const ends = [...told].flatMap(([receipt, own]) => own.map((outcome) => ({ receipt, outcome })));
        const gaveWay = ends.filter(({ receipt, outcome }) => receipt.accepted && outcome._tag === 'Dropped');
        if (given.overflow !== 'drop-oldest') assert.equal(gaveWay.length, 0);
        const places = gaveWay.map(({ receipt }) => receipts.indexOf(receipt));
        const goneAt = new Map(outcomes.map((outcome, index) => [outcome.message.messageId, index]));
        const order = gaveWay.map(({ receipt }) => goneAt.get(receipt.messageId) ?? Infinity);
        assert.deepEqual(
          places.toSorted((a, b) => a - b),
          places,
        );
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          order,
        );
        const aborted = ends.filter(
          ({ outcome }) => outcome._tag === 'Failed' && outcome.error._tag === 'AbortedError',
        );
        assert.deepEqual(handedBack.toSorted(), aborted.map(({ receipt }) => receipt.messageId).toSorted());
        // First requests are made in call order: of all, or of each user.
        const ids = receipts.map(({ messageId }) => messageId);
        const sentAt = new Map<string | undefined, number[]>();
        const firsts = new Map(requests.flatMap(({ batch }) => batch.map((sent) => [sent.messageId, sent])));
        for (const { messageId, userId, anonymousId } of firsts.values()) {
          const whose = given.ordering === 'user' ? (userId ?? anonymousId) : 'everybody';
          sentAt.set(whose, [...(sentAt.get(whose) ?? []), ids.indexOf(messageId)]);
        }
        for (const calledAt of sentAt.values())
          assert.deepEqual(
            calledAt.toSorted((a, b) => a - b),
            calledAt,
          );
        seen.evicted += gaveWay.length;
        seen.changed += requests.some(({ batch }) =>
          batch.some(({ properties }) => properties?.['seen'] === true),
        )
          ? 1
          : 0;

        // What was sent: within the limits, nothing after the shutdown, nothing that was dropped.
        const dropped = new Set(
          [...told].filter(([, [own]]) => own?._tag === 'Dropped').map(([{ messageId }]) => messageId),
        );
        for (const { frame, batch } of requests) {
          assert.ok(batch.length <= (given.syncMode === true ? 1 : 10 * (given.uploadSize ?? 100)));
          const bytes = batch.reduce(
            (sum, message) => sum + Buffer.byteLength(JSON.stringify(message)) + 1,
            -1,
          );
          assert.ok(bytes + ENVELOPE_BYTES <= (given.maxBatchBytes ?? 500_000));
          if (!Number.isNaN(closedAt)) assert.ok(frame <= closedAt);
          for (const { messageId } of batch) assert.ok(!dropped.has(messageId));
        }

        seen.delivered += end.delivered;
        seen.failed += end.failed;
        if (closedAt !== Infinity) seen.shutdowns += 1;
        for (const [own] of told.values()) if (own?._tag === 'Dropped') seen.dropped.add(own.reason);
      },
    );
    const seed = Number(process.env['LAW_SEED'] ?? Date.now() % 2 ** 31);
    process.stdout.write(`the law: ${String(RUNS)} random histories, seed ${String(seed)}\n`);
    fc.assert(property, { numRuns: RUNS, seed });

    // The histories are worth something.
    expect(seen.delivered).toBeGreaterThan(RUNS);
    expect(seen.failed).toBeGreaterThan(RUNS / 4);
    expect(seen.shutdowns).toBeGreaterThan(RUNS / 20);
    expect(seen.evicted).toBeGreaterThan(RUNS / 20);
    expect(seen.changed).toBeGreaterThan(RUNS / 20);
    expect([...seen.dropped].toSorted()).toEqual(
      ['closed', 'disabled', 'filtered', 'invalid', 'queue-full', 'too-large'].toSorted(),
    );
  }, 600_000);
});
