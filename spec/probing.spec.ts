import fc from 'fast-check';
import type { ClientOptions, ClientState } from '../src/index.js';
import type { Answer, DataPlane } from '../src/testing/index.js';
import { createLog } from '../src/log.js';
import { TimeoutError } from '../src/model/errors.js';
import { createProbing } from '../src/probing.js';
import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';
import { randomOf } from './support/random.js';
import { recordedClient } from './support/recorded.js';
import type { SeenRequest } from './support/virtual.js';

/** From when on which answer is given. */
type Course = readonly (readonly [fromMs: number, answer: string])[];

const following =
  (course: Course): DataPlane =>
  ({ frame }) =>
    course.findLast(([fromMs]) => frame >= fromMs)?.[1] ?? '5ms 200';

const seconds = (many: number) => many * 1000;

/** A client of the defaults, but for the jitter. */
const started = (dataPlane: DataPlane, options: ClientOptions = {}, luck: number | (() => number) = 1) => {
  const defaults = { uploadSize: 100, maxRetries: 10 };
  const client = recordedClient(dataPlane, { ...defaults, ...options }, true, {
    random: typeof luck === 'number' ? randomOf(luck) : luck,
  });
  const { connection, scheduler, outcomes } = client;
  const ends: { readonly user: string; readonly frame: number; readonly attempts: number }[] = [];
  connection.outcomes.subscribe(({ message, ...outcome }) => {
    const attempts = 'attempts' in outcome ? outcome.attempts : 0;
    ends.push({ user: message.userId ?? '', frame: scheduler.now(), attempts });
  });
  return {
    ...client,
    ends,
    call: (many: number) => {
      for (let index = 0; index < many; index += 1) connection.track(index, 'e');
    },
    delivered: () => outcomes.filter(({ _tag }) => _tag === 'Delivered').length,
    endedAt: () => Math.max(...ends.map(({ frame }) => frame)),
  };
};

/** The most requests that were under way at once, of those begun from `fromMs` on. */
const mostAtOnce = (requests: readonly SeenRequest[], fromMs: number, toMs = Infinity) => {
  const seen = requests.filter(({ frame }) => frame >= fromMs && frame < toMs);
  const at = (frame: number) =>
    seen.filter((other) => other.frame <= frame && (other.endedAt ?? Infinity) > frame).length;
  return Math.max(0, ...seen.map(({ frame }) => at(frame)));
};

describe('while the data plane fails', () => {
  const FAILURES = ['1ms refused', '5ms 503', '5ms 500', 'hang'];

  it('[N25] nothing is lost in 20 s, a few requests are made, and 20 s later all is delivered', () => {
    const phase = fc.constantFrom(...FAILURES);
    const cut = fc.integer({ min: 1, max: 19 });
    fc.assert(
      fc.property(phase, phase, phase, cut, cut, fc.nat(), (one, two, three, a, b, seed) => {
        const { call, scheduler, delivered, requests, endedAt } = started(
          following([
            [0, one],
            [seconds(Math.min(a, b)), two],
            [seconds(Math.max(a, b)), three],
            [seconds(20), '30ms 200'],
          ]),
          {},
          seed,
        );
        call(10_000);
        scheduler.flush();
        expect(delivered()).toBe(10_000);
        expect(requests.filter(({ frame }) => frame < seconds(20)).length).toBeLessThan(40);
        expect(endedAt()).toBeLessThan(seconds(40));
      }),
      { numRuns: 12 },
    );
  });

  it.each(FAILURES)('[N25] one request at a time tries on (%s)', (failure) => {
    const { call, scheduler, requests } = started(following([[0, failure]]), {
      timeout: 5000,
      maxRetries: 3,
    });
    call(10_000);
    scheduler.flush();
    const [fourth = 0] = requests.slice(3).map(({ endedAt }) => endedAt ?? 0);
    expect(mostAtOnce(requests, 0)).toBe(4);
    expect(mostAtOnce(requests, fourth)).toBe(1);
  });

  it('a batch spends no more than its retries, and the batch that probes spends most', () => {
    const { call, scheduler, ends } = started(
      following([
        [0, '5ms 503'],
        [seconds(60), '5ms 200'],
      ]),
      {
        concurrency: 4,
      },
    );
    call(10_000);
    scheduler.flush();
    const spent = [...new Set(ends.map(({ attempts }) => attempts))].sort((a, b) => b - a);
    const [most = 0, next = 0] = spent;
    expect(most).toBeGreaterThanOrEqual(7);
    expect(most).toBeLessThanOrEqual(11);
    expect(next).toBeLessThan(most);
    // All but the four batches that were out already have waited for these to find out.
    expect(ends.filter(({ attempts }) => attempts === 1)).toHaveLength(10_000 - 100 - 3 * 1000);
  });

  it('three failures in a row are enough, however many pieces of a split batch stand by', () => {
    let failures = 0;
    const { call, scheduler, connection } = started(
      ({ batch }) => {
        if (batch.length > 1) return { status: 413 };
        failures += 1;
        return '5ms 503';
      },
      { concurrency: 1 },
    );
    const failedBefore: number[] = [];
    connection.state.subscribe(({ probing }) => {
      if (probing) failedBefore.push(failures);
    });
    call(64);
    scheduler.flush();
    expect(failedBefore[0]).toBe(3);
  });

  it('every batch makes maxRetries requests more and no other, if it goes on', () => {
    const { call, scheduler, ends, told } = started(following([[0, '5ms 503']]), {
      maxRetries: 3,
      backoff: { baseMs: 10, maxMs: 50 },
    });
    call(3000);
    scheduler.flush();
    expect(told().every((text) => text.startsWith('F'))).toBe(true);
    expect(new Set(ends.map(({ attempts }) => attempts))).toEqual(new Set([4]));
  });

  it('the state says so, until the client makes as many requests as ever', () => {
    const { call, scheduler, connection } = started(
      following([
        [0, '5ms 503'],
        [seconds(10), '400ms 200'],
      ]),
      { concurrency: 8 },
    );
    const states: (ClientState & { frame: number })[] = [];
    connection.state.subscribe((state) => states.push({ ...state, frame: scheduler.now() }));
    call(10_000);
    scheduler.flush();
    const probing = states.filter((state) => state.probing);
    expect(probing[0]).toMatchObject({ frame: 5, inFlight: 0 });
    // Eight were under way, then one at a time, and two and four before all eight.
    const course = states.map(({ inFlight }) => inFlight);
    expect(Math.max(...course)).toBe(8);
    const during = probing.filter(({ frame }) => frame > 5 && frame < seconds(10));
    expect(Math.max(...during.map(({ inFlight }) => inFlight))).toBe(1);
    expect(during.some(({ pausedUntil }) => pausedUntil !== null && pausedUntil > seconds(1))).toBe(true);
    const ramp = probing.filter(({ frame }) => frame >= seconds(10)).map(({ inFlight }) => inFlight);
    expect([...new Set(ramp)].sort()).toEqual([0, 1, 2, 4]);
    expect(states.at(-1)).toMatchObject({ probing: false, pausedUntil: null, inFlight: 0 });
  });

  it.each(['none', 'user'] as const)(
    'a few follow a success, each step later by a random wait (ordering %s)',
    (ordering) => {
      const steps = [1, 2, 3].map((seed) => {
        const { call, scheduler, requests } = started(
          following([
            [0, '5ms 503'],
            [seconds(10), '100ms 200'],
          ]),
          { concurrency: 16, maxBatchBytes: 30_000, ordering },
          seed,
        );
        call(10_000);
        scheduler.flush();
        const frames = requests.map(({ frame }) => frame).filter((frame) => frame >= seconds(10));
        const begun = [...new Set(frames)].slice(0, 5);
        expect(begun.map((begin) => frames.filter((frame) => frame === begin).length)).toEqual([
          1, 2, 4, 8, 16,
        ]);
        return begun;
      });
      const waits = steps.flatMap((begun) =>
        begun.slice(1).map((frame, index) => frame - (begun[index] ?? 0)),
      );
      // 100 ms for the answer, and up to baseMs more.
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(100);
      expect(Math.max(...waits)).toBeLessThanOrEqual(600);
      expect(new Set(waits).size).toBe(waits.length);
    },
  );

  it('[N25] for an hour, memory keeps to its bounds, and the clients that come back do not do so at once', () => {
    const firsts = Array.from({ length: 8 }, (_, seed) => {
      const { connection, scheduler, requests, lines, delivered } = started(
        following([
          [0, '1ms refused'],
          [seconds(3600), '50ms 200'],
        ]),
        {},
        seed,
      );
      // One a second, and some after the end.
      const calling = () => {
        connection.track('u', 'e');
        if (scheduler.now() < seconds(3700)) scheduler.schedule(calling, seconds(1));
      };
      calling();
      scheduler.flush();
      const during = requests.filter(({ frame }) => frame < seconds(3600));
      const after = requests.filter(({ frame }) => frame >= seconds(3600));
      // 7.5 to 15 s apart, but for the first few.
      expect(during.length).toBeGreaterThan(200);
      expect(during.length).toBeLessThan(500);
      expect(mostAtOnce(after, 0)).toBeLessThanOrEqual(4);
      const order = after.flatMap(({ batch }) => batch.map(({ originalTimestamp }) => originalTimestamp));
      // The oldest first, behind the probe, which may be another's.
      const [probe = { batch: [] }] = after;
      const behind = order.slice(probe.batch.length);
      expect(behind).toEqual([...behind].sort());
      expect(delivered()).toBeGreaterThan(100);
      expect(lines.filter((line) => / at a time$|answers again/.test(line))).toHaveLength(2);
      return after[0]?.frame ?? 0;
    });
    const spread = Math.max(...firsts) - Math.min(...firsts);
    expect(spread).toBeGreaterThan(seconds(5));
    expect(Math.max(...firsts)).toBeLessThan(seconds(3616));
  });

  it('the first success ends the waits of all others', () => {
    const delays = [0, 1, 2, 3].map((seed) => {
      const { call, scheduler, delivered, endedAt } = started(
        following([
          [0, '1ms refused'],
          [seconds(300), '50ms 200'],
        ]),
        { maxRetries: 20 },
        seed,
      );
      call(400);
      scheduler.flush();
      expect(delivered()).toBe(400);
      return endedAt() - seconds(300);
    });
    // By themselves they would wait up to 30 s.
    expect(Math.max(...delays)).toBeLessThan(seconds(17));
  });

  it('[L14] one line tells that it fails, and one that it answers again', () => {
    const { call, scheduler, lines } = started(
      following([
        [0, '1ms refused'],
        [seconds(24), '5ms 200'],
      ]),
    );
    call(10_000);
    scheduler.flush();
    expect(lines).toEqual([
      'rudder-rx: no answer from the data plane: connect ECONNREFUSED; 10000 events pending, trying on with one request at a time',
      expect.stringMatching(/^rudder-rx: the data plane answers again, after \d+\.\d s; \d+ events pending$/),
    ]);
  });

  it('a Retry-After is waited for, not the pace of the probes', () => {
    const answer = (_request: unknown, index: number): string | Answer =>
      index < 8 ? { status: 503, retryAfter: 1 } : '5ms 200';
    const { call, scheduler, requests } = started(answer, {
      concurrency: 1,
      backoff: { baseMs: 60_000, maxMs: 120_000 },
    });
    call(1);
    scheduler.flush();
    const frames = requests.map(({ frame }) => frame);
    expect(frames.slice(1).map((frame, index) => frame - (frames[index] ?? 0))).toEqual(Array(8).fill(1000));
  });

  it.each([503, 429])('a Retry-After is waited for, though its batch has no retry left (%s)', (status) => {
    const { call, scheduler, requests } = started(() => ({ status, retryAfter: 60 }), {
      concurrency: 1,
      uploadSize: 1,
      maxRetries: 0,
    });
    call(20);
    scheduler.flush();
    const frames = requests.map(({ frame }) => frame);
    const waits = frames.slice(1).map((frame, index) => frame - (frames[index] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(60_000);
  });

  it.each([
    ['429+1s', ' for 1 s, as it asks'],
    ['503+1s', ' for 1 s, as it asks'],
    ['429', ''],
  ])('[L14] a pause makes a line, and no more than one a minute (%s)', (answer, asked) => {
    const { call, scheduler, lines } = started(
      following([
        [0, answer],
        [seconds(150), '5ms 200'],
      ]),
      {
        maxRetries: 1000,
        backoff: { baseMs: 1000, maxMs: 1000 },
      },
    );
    call(10);
    scheduler.flush();
    const pauses = lines.filter((line) => line.includes('pausing'));
    const status = answer.slice(0, 3);
    const line = `rudder-rx: the data plane answered ${status}: (no text); 10 events pending, pausing${asked}`;
    expect(pauses).toEqual([line, line, line]);
  });

  it('[P8] a shutdown sends nothing more, and hands back what could not be delivered', () => {
    const { call, connection, scheduler, requests } = started(following([[0, '5ms 503']]));
    const undelivered: number[] = [];
    const attempts: number[] = [];
    connection.attempts.subscribe(({ attempt }) => attempts.push(attempt));
    call(5000);
    scheduler.schedule(() => {
      connection.closed({ timeout: 1000 }).subscribe((result) => undelivered.push(result.undelivered.length));
    }, 4000);
    scheduler.flush();
    expect(undelivered).toEqual([5000]);
    expect(requests.filter(({ frame }) => frame >= 5000)).toEqual([]);
    expect(attempts).toHaveLength(requests.length);
  });

  it('the events of a user keep their order', () => {
    const { connection, scheduler, requests } = started(
      following([
        [0, '1ms 503'],
        [seconds(1), '300ms refused'],
        [seconds(8), '20ms 200'],
      ]),
      { ordering: 'user', uploadSize: 2 },
    );
    for (let index = 0; index < 400; index += 1) connection.track(`u${String(index % 20)}`, String(index));
    scheduler.flush();
    const stored = requests.filter(({ frame }) => frame >= seconds(8)).flatMap(({ batch }) => batch);
    expect(stored).toHaveLength(400);
    for (let user = 0; user < 20; user += 1) {
      const own = stored
        .filter(({ userId }) => userId === `u${String(user)}`)
        .map((message) => ('event' in message ? Number(message.event) : -1));
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });
});

describe('a data plane that fails now and then', () => {
  it('of a second finds many requests under way, and is tried again soon all the same', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { call, scheduler, endedAt } = started(
        ({ frame }, index) => (frame < 1000 ? `${String(5 + index)}ms 503` : '5ms 200'),
        { concurrency: 64, maxBatchBytes: 30_000 },
        seed,
      );
      call(10_000);
      scheduler.flush();
      expect(endedAt()).toBeLessThan(seconds(8));
    }
  });

  it.each(['200', '422', '429', '302'])('[N23] is not probed while it answers in between (%s)', (answer) => {
    const { call, scheduler, connection, delivered } = started(
      (_request, index) => (index % 3 === 2 ? `5ms ${answer}` : '5ms 503'),
      { concurrency: 1, uploadSize: 1 },
    );
    const probing: boolean[] = [];
    connection.state.subscribe((state) => probing.push(state.probing));
    call(20);
    scheduler.flush();
    if (answer === '200') expect(delivered()).toBe(20);
    expect(probing).not.toContain(true);
  });

  it('at one batch only, which spends its retries no faster, holds no other up for long', () => {
    const poisoned: DataPlane = ({ batch }) =>
      batch.some(({ userId }) => userId === 'poison') ? '5ms 500' : '5ms 200';
    const { connection, scheduler, ends, requests } = started(poisoned, { uploadSize: 1 });
    connection.track('poison', 'e');
    const calledAt: number[] = [];
    for (let index = 0; index < 100; index += 1)
      scheduler.schedule(
        () => {
          calledAt.push(scheduler.now());
          connection.track(String(index), 'e');
        },
        3000 * (index + 1),
      );
    scheduler.flush();
    const tries = requests.filter(({ batch }) => batch[0]?.userId === 'poison');
    expect(tries).toHaveLength(11);
    // Ten back-offs, of which a recovery may have ended one.
    expect((tries.at(-1)?.frame ?? 0) - (tries[0]?.frame ?? 0)).toBeGreaterThan(60_000);
    const waited = ends
      .filter(({ user }) => user !== 'poison')
      .map(({ user, frame }) => frame - (calledAt[Number(user)] ?? 0));
    expect(waited).toHaveLength(100);
    expect(Math.max(...waited)).toBeLessThan(15_000);
    expect(waited.filter((ms) => ms < 20).length).toBeGreaterThan(90);
  });
});

describe('probing', () => {
  /** Requests that end at the times they say, and what becomes of the limit. */
  const probed = (...ends: readonly (readonly [at: number, lastedMs: number, isFailure?: 'fails'])[]) => {
    let now = 0;
    const pauses: number[] = [];
    const ports = { monotonicNow: () => now, random: () => 0 };
    const config = { baseMs: 100, maxMs: 8000, slots: 64, trying: () => 3, pending: () => 0 };
    const log = createLog(false, false, createTurns(injectedScheduler(), String));
    const probing = createProbing({ ...config, pause: (ms) => pauses.push(ms) }, ports, log);
    let recoveries = 0;
    probing.recoveries.subscribe(() => (recoveries += 1));
    for (const [at, durationMs, isFailure] of ends) {
      now = at;
      const made = { bytes: 1, wireBytes: 1, durationMs };
      probing.made(isFailure ? { ...made, error: new TimeoutError(durationMs) } : { ...made, status: 200 });
    }
    return { limit: probing.limit(), pauses, recoveries };
  };
  const fails = 'fails';
  const DOWN = [
    [10, 10, fails],
    [20, 10, fails],
    [30, 10, fails],
  ] as const;

  it('waits between probes, from start to start, and longer each time', () => {
    expect(probed(...DOWN, [90, 10, fails], [300, 10, fails])).toMatchObject({
      limit: 1,
      pauses: [50, 90, 190],
      recoveries: 0,
    });
  });

  it('learns nothing from what was under way before', () => {
    expect(probed(...DOWN, [40, 30, fails])).toMatchObject({ limit: 1, pauses: [50] });
    expect(probed(...DOWN, [90, 10], [100, 20, fails])).toMatchObject({ limit: 2, pauses: [50, 0] });
  });

  it('halves the limit, and goes on, when one fails of those that follow', () => {
    const up = [
      [90, 10],
      [100, 5],
      [110, 5],
      [120, 5],
    ] as const;
    expect(probed(...DOWN, ...up).limit).toBe(5);
    expect(probed(...DOWN, ...up, [130, 5, fails])).toMatchObject({
      limit: 2,
      pauses: [50, 0, 0, 0, 0],
      recoveries: 1,
    });
  });
});
