import { mergeMap } from 'rxjs';
import type { ClientOptions, Outcome, Totals } from '../src/index.js';
import { diagrams, injectedScheduler, testScheduler, timeline, timelineOf } from './support/diagrams.js';
import { virtualClient } from './support/virtual.js';

const DEFAULTS: ClientOptions = {
  uploadSize: 2,
  uploadInterval: 5,
  concurrency: 1,
  backoff: { baseMs: 10, maxMs: 1000 },
};

const initials = { Delivered: 'D', Failed: 'F', Dropped: 'X' } as const;

const nameOf = (outcome: Outcome): string => {
  const name = `${initials[outcome._tag]}${outcome.message.userId ?? ''}`;
  return outcome._tag === 'Dropped' ? `${name}:${outcome.reason}` : name;
};

const figures = ({ delivered, failed, dropped, pending }: Totals): string =>
  [delivered, failed, dropped, pending].join('/');

describe('delivery', () => {
  for (const { title, row, optional, values } of diagrams('delivery')) {
    it(title, () => {
      const scheduler = testScheduler();
      const outcomes: { frame: number; text: string }[] = [];
      const flushed: typeof outcomes = [];
      const closed: typeof outcomes = [];
      const at = (text: string) => ({ frame: scheduler.now(), text });
      const options = { ...DEFAULTS, ...(JSON.parse(optional('options', '{}')) as ClientOptions) };
      const { connection, requests } = virtualClient(
        scheduler,
        row('answers'),
        options,
        Number(optional('gzip', '0')),
      );

      scheduler.run(({ hot, flush }) => {
        connection.outcomes.subscribe({
          next: (outcome) => outcomes.push(at(nameOf(outcome))),
          complete: () => outcomes.push(at('|')),
        });
        hot(optional('calls', '-')).subscribe((userId) => connection.track({ userId, event: 'Called' }));
        const limit = optional('limit', '');
        hot(optional('flush', '-'))
          .pipe(mergeMap(() => connection.flushed(limit === '' ? {} : { timeout: Number(limit) })))
          .subscribe((totals) => flushed.push(at(figures(totals))));
        hot(optional('shutdown', '-'))
          .pipe(mergeMap(() => connection.closed({ timeout: Number(row('deadline')) })))
          .subscribe(({ undelivered, ...totals }) => {
            const rest = undelivered.map(({ userId }) => userId).join(',');
            closed.push(at(rest === '' ? figures(totals) : `${figures(totals)}:${rest}`));
          });
        flush();

        const users = requests.map(({ frame, batch }) => ({
          frame,
          text: batch.map(({ userId }) => userId).join(','),
        }));
        const drawn = (name: string) => timelineOf(optional(name, '-'), values);
        expect(timeline(users)).toEqual(drawn('requests'));
        expect(timeline(outcomes)).toEqual(drawn('outcomes'));
        expect(timeline(flushed)).toEqual(drawn('flushed'));
        expect(timeline(closed)).toEqual(drawn('closed'));
      });
    });
  }

  it('shuts down after eight seconds if it is not told when', () => {
    const scheduler = injectedScheduler();
    const { connection } = virtualClient(scheduler, 'hang', DEFAULTS);
    let closedAt = 0;
    connection.track('a', 'Called');
    connection.closed().subscribe(() => {
      closedAt = scheduler.now();
    });
    scheduler.flush();
    expect(closedAt).toBe(8000);
  });

  it.each([
    undefined,
    null,
    {},
    { timeout: 'soon' },
    { timeout: NaN },
    { timeout: 5n },
    { timeout: -1, signal: {} },
  ])('takes %j for no limit', (limits) => {
    const scheduler = injectedScheduler();
    const { connection } = virtualClient(scheduler, 'hang', { ...DEFAULTS, timeout: 9000, maxRetries: 0 });
    const resolvedAt: number[] = [];
    const note = () => resolvedAt.push(scheduler.now());
    connection.track('a', 'Called');
    connection.flushed(limits as never).subscribe(note);
    connection.closed(limits as never).subscribe(note);
    scheduler.flush();
    expect(resolvedAt).toEqual([8000, 8000]);
  });

  it('cuts the body of a delivered batch off at a shutdown, and after a second without one', () => {
    const ends = [true, false].map((shutsDown) => {
      const scheduler = injectedScheduler();
      const { connection, requests } = virtualClient(scheduler, '1ms 200~9000ms', {
        ...DEFAULTS,
        uploadSize: 1,
      });
      connection.track('a', 'Called');
      scheduler.schedule(() => {
        if (shutsDown) connection.closed().subscribe();
      }, 5);
      scheduler.flush();
      return requests[0]?.endedAt;
    });
    expect(ends).toEqual([5, 1001]);
  });

  it('reads the text of a refusal to its end, for as long as the timeout allows', () => {
    const scheduler = injectedScheduler();
    const answer = () => ({ status: 404, delayMs: 1, bodyMs: 3000, body: 'source is disabled' });
    const { connection, requests, lines } = virtualClient(scheduler, answer, { ...DEFAULTS, uploadSize: 1 });
    connection.track('a', 'Called');
    scheduler.flush();
    expect(requests[0]?.endedAt).toBe(3001);
    expect(lines).toEqual([
      'rudder-rx: the data plane answered 404: source is disabled: enable the source of this write key in RudderStack',
      'rudder-rx: 1 event failed, ApiError: the data plane answered 404: source is disabled (nobody observes client.outcomes)',
    ]);
  });

  it('pauses until the date that Retry-After names', () => {
    const scheduler = injectedScheduler();
    const retryAfter = 'Thu, 01 Jan 1970 00:00:03 GMT';
    const { connection, requests } = virtualClient(
      scheduler,
      (_request, index) => (index === 0 ? { status: 429, delayMs: 1, retryAfter } : '1ms 200'),
      { ...DEFAULTS, uploadSize: 1 },
    );
    connection.track('a', 'Called');
    scheduler.flush();
    expect(requests.map(({ frame }) => frame)).toEqual([0, 3000]);
  });

  it('lets a waiting batch grow to ten times uploadSize and no further', () => {
    const scheduler = injectedScheduler();
    const { connection, requests } = virtualClient(scheduler, '1ms 200', DEFAULTS);
    for (let index = 0; index < 50; index += 1) connection.track(index, 'Called');
    scheduler.flush();
    expect(requests.map(({ batch }) => batch.length)).toEqual([2, 20, 20, 8]);
  });

  it('fills a request up to the last byte of maxBatchBytes', () => {
    const sizes = (maxBatchBytes: number): number[] => {
      const scheduler = injectedScheduler();
      const { connection, requests } = virtualClient(scheduler, '1ms 200', {
        uploadSize: 100,
        maxBatchBytes,
      });
      for (let index = 0; index < 10; index += 1) connection.track(index, 'Called');
      scheduler.flush();
      return requests.map(({ batch }) => batch.length);
    };
    const scheduler = injectedScheduler();
    const { connection } = virtualClient(scheduler, '1ms 200', { uploadSize: 100 });
    let bytes = 0;
    connection.attempts.subscribe((attempt) => (bytes = attempt.bytes));
    for (let index = 0; index < 10; index += 1) connection.track(index, 'Called');
    scheduler.flush();

    expect(sizes(bytes)).toEqual([10]);
    expect(sizes(bytes - 1)).toEqual([9, 1]);
  });

  it('hands back what it could not deliver in call order, whatever became of it meanwhile', () => {
    const scheduler = injectedScheduler();
    const { connection } = virtualClient(scheduler, '1ms 503 hang', {
      ...DEFAULTS,
      concurrency: 2,
      backoff: { baseMs: 1000 },
    });
    const undelivered: unknown[] = [];
    for (const user of ['a', 'b', 'c', 'd', 'e']) connection.track(user, 'Called');
    connection.closed({ timeout: 50 }).subscribe((result) => {
      undelivered.push(...result.undelivered.map(({ userId }) => userId));
    });
    scheduler.flush();
    expect(undelivered).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes all its time from the scheduler of its ports', () => {
    const scheduler = injectedScheduler();
    const { connection, requests } = virtualClient(scheduler, '1ms 503 1ms 429 hang 1ms 200', {
      ...DEFAULTS,
      timeout: 100,
    });
    const outcomes: string[] = [];
    connection.outcomes.subscribe((outcome) => outcomes.push(nameOf(outcome)));

    connection.track('a', 'Called');
    connection.closed().subscribe();
    scheduler.flush();

    expect(requests.map(({ frame }) => frame)).toEqual([0, 6, 17, 137]);
    expect(outcomes).toEqual(['Da']);
  });

  it('sends every attempt with the same messageIds and a sentAt of its own', () => {
    const scheduler = injectedScheduler();
    const { connection, requests } = virtualClient(scheduler, '1ms 503 1ms 503 1ms 200', DEFAULTS);

    connection.track('a', 'Called');
    connection.track('b', 'Called');
    scheduler.flush();

    expect(requests).toHaveLength(3);
    for (const { batch } of requests) expect(batch.map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
    expect(requests.map(({ batch }) => batch.map(({ sentAt }) => sentAt))).toEqual([
      ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
      ['1970-01-01T00:00:00.006Z', '1970-01-01T00:00:00.006Z'],
      ['1970-01-01T00:00:00.017Z', '1970-01-01T00:00:00.017Z'],
    ]);
  });

  it.each([-3_600_000, 3_600_000])(
    '[P10] waits as long though the wall clock is set by %d ms meanwhile',
    (setBy) => {
      const scheduler = injectedScheduler();
      const isoNow = () =>
        new Date(scheduler.now() + 7_200_000 + (scheduler.now() < 3 ? 0 : setBy)).toISOString();
      const script = '1ms 503 1ms 429+2s 1ms 200';
      const { connection, requests } = virtualClient(scheduler, script, DEFAULTS, 0, { isoNow });
      connection.track('a', 'Called');
      connection.track('b', 'Called');
      scheduler.flush();
      expect(requests.map(({ frame }) => frame)).toEqual([0, 6, 2007]);
      const sent = requests.map(({ batch }) => Date.parse(batch[0]?.sentAt ?? ''));
      expect(sent).toEqual([7_200_000, 7_200_006 + setBy, 7_202_007 + setBy]);
      expect(requests.map(({ batch }) => batch[0]?.originalTimestamp)).toEqual(
        Array(3).fill('1970-01-01T02:00:00.000Z'),
      );
    },
  );
});
