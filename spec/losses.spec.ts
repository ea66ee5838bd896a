import type { DataPlane } from '../src/testing/data-plane.js';
import { recordedClient } from './support/recorded.js';
import { injectedScheduler } from './support/diagrams.js';
import { virtualClient } from './support/virtual.js';

/** A client that nobody observes. */
const unobserved = (script: DataPlane, options: Parameters<typeof recordedClient>[1] = {}) => {
  const scheduler = injectedScheduler();
  return { scheduler, ...virtualClient(scheduler, script, { uploadSize: 1, maxRetries: 0, ...options }) };
};

const invalid = (many: number) =>
  `rudder-rx: ${many === 1 ? '1 event dropped, invalid' : `${String(many)} events dropped, invalid, the last one`}: event is missing or blank (nobody observes client.outcomes)`;

describe('losses that nobody observes', () => {
  it('[L14] are told in one line a reason, with the count of a turn', () => {
    const { connection, scheduler, lines } = unobserved('1ms 400', { maxQueueSize: 1, gzip: false });
    for (let index = 0; index < 100; index += 1) connection.track('u', '');
    connection.track('u', 'e');
    for (let index = 0; index < 50; index += 1) connection.track('u', 'e');
    scheduler.flush();
    expect(lines).toEqual([
      invalid(100),
      'rudder-rx: 50 events dropped, queue-full, the last one: 1 event pending: maxQueueSize allows no more (nobody observes client.outcomes)',
      'rudder-rx: 1 event failed, ApiError: the data plane answered 400: (no text) (nobody observes client.outcomes)',
    ]);
  });

  it('[L14] are told again after ten seconds, with what has come since, and not otherwise', () => {
    const { connection, scheduler, lines } = unobserved('1ms 200');
    const at = (ms: number, times: number) =>
      scheduler.schedule(() => {
        for (let index = 0; index < times; index += 1) connection.track('u', '');
      }, ms);
    for (const [ms, times] of [
      [0, 1],
      [5_000, 2],
      [9_000, 3],
      [12_000, 4],
      [60_000, 5],
    ] as const)
      at(ms, times);
    const timed: [number, string][] = [];
    const watch = () => {
      while (timed.length < lines.length) timed.push([scheduler.now(), lines[timed.length] ?? '']);
    };
    for (let ms = 1; ms < 80_000; ms += 500) scheduler.schedule(watch, ms);
    scheduler.flush();
    expect(timed.map(([, line]) => line)).toEqual([1, 5, 4, 5].map(invalid));
    expect(timed.map(([ms]) => Math.round(ms / 1000))).toEqual([0, 10, 20, 60]);
  });

  it('[L14] are told every ten seconds at most in an outage of an hour, and its begin and end once', () => {
    const told: [at: number, about: string][] = [];
    const write = (line: string) => {
      const about = /queue-full|failed|trying on|answers again/.exec(line)?.[0] ?? line;
      told.push([scheduler.now(), about]);
    };
    const HOUR_MS = 3_600_000;
    const { connection, scheduler } = unobserved(({ frame }) => (frame < HOUR_MS ? '1ms 503' : '200'), {
      maxQueueSize: 20,
      maxRetries: 3,
      logger: { debug: write, info: write, warn: write, error: write },
    });
    const call = () => {
      connection.track('u', 'e');
      if (scheduler.now() < HOUR_MS + 60_000) scheduler.schedule(call, 500);
    };
    call();
    scheduler.flush();

    const timesOf = (about: string) => told.filter((line) => line[1] === about).map(([at]) => at);
    expect([...new Set(told.map(([, about]) => about))].sort()).toEqual([
      'answers again',
      'failed',
      'queue-full',
      'trying on',
    ]);
    expect(timesOf('trying on')).toHaveLength(1);
    expect(timesOf('answers again')).toHaveLength(1);
    for (const about of ['failed', 'queue-full']) {
      const times = timesOf(about);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
      expect(gaps.length).toBeGreaterThan(30);
    }
  });

  it('are no longer so when outcomes has a subscriber', () => {
    const { connection, scheduler, lines } = recordedClient('1ms 400');
    connection.track('u', '');
    connection.track('u', 'e');
    scheduler.flush();
    expect(lines).toEqual([]);
  });

  it('are no longer so when the receipt has one, though it comes after the call', () => {
    const { connection, scheduler, lines } = unobserved('1ms 400');
    const dropped = connection.track('u', '');
    dropped.outcome.subscribe();
    dropped.outcome.subscribe();
    connection.track('u', 'e').outcome.subscribe();
    connection.track('u', '');
    scheduler.flush();
    expect(lines).toEqual([invalid(1)]);
  });

  it('are drops alone when there is an onError', () => {
    const { connection, scheduler, lines } = unobserved('1ms 400', { onError: () => undefined });
    connection.track('u', '');
    connection.track('u', 'e');
    scheduler.flush();
    expect(lines).toEqual([invalid(1)]);
  });

  it('are none when a shutdown cuts events off: it hands them back', () => {
    const { connection, scheduler, lines } = unobserved('hang');
    connection.track('u', 'e');
    connection.closed({ timeout: 1 }).subscribe();
    scheduler.flush();
    expect(lines).toEqual([]);
  });

  it('are none that the program asked for', () => {
    const disabled = unobserved('1ms 200', { send: false });
    disabled.connection.track('u', 'e');
    disabled.scheduler.flush();
    const filtered = unobserved('1ms 200', { beforeSend: () => null });
    filtered.connection.track('u', 'e');
    filtered.scheduler.flush();
    expect([...disabled.lines, ...filtered.lines]).toEqual([]);
  });

  it('that no line has told yet are told at the shutdown, as information', () => {
    const levels: string[] = [];
    const at = (level: string) => (line: string) => levels.push(`${level} ${line.slice(0, 34)}`);
    const { connection, scheduler } = unobserved('1ms 200', {
      logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    });
    connection.track('u', '');
    scheduler.schedule(() => {
      for (const name of ['', '']) connection.track('u', name);
      connection.closed().subscribe();
    }, 5);
    scheduler.flush();
    expect(levels).toEqual([
      'warn rudder-rx: 1 event dropped, invali',
      'info rudder-rx: at the shutdown: 2 even',
    ]);
  });

  it('include what gave way to newer events', () => {
    const { connection, scheduler, lines } = unobserved('1ms 200', {
      overflow: 'drop-oldest',
      uploadSize: 10,
      maxQueueSize: 1,
    });
    for (const user of ['a', 'b', 'c']) connection.track(user, 'e');
    scheduler.flush();
    expect(lines).toEqual([
      expect.stringMatching(/^rudder-rx: 2 events dropped, queue-full, the last one: it gave way/),
    ]);
  });
});
