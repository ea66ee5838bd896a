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
      const { connection, requests } = virtualClient(scheduler, row('answers'), options);

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

  it('takes all its time from the scheduler of its ports', () => {
    const scheduler = injectedScheduler();
    const { connection, requests } = virtualClient(scheduler, '503@1 429@1 never 200@1', {
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
    const { connection, requests } = virtualClient(scheduler, '503@1 503@1 200@1', DEFAULTS);

    connection.track('a', 'Called');
    connection.track('b', 'Called');
    scheduler.flush();

    expect(requests).toHaveLength(3);
    for (const { batch } of requests) expect(batch.map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
    expect(requests.map(({ batch }) => batch.map(({ sentAt }) => sentAt))).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
      ['2026-01-01T00:00:00.006Z', '2026-01-01T00:00:00.006Z'],
      ['2026-01-01T00:00:00.017Z', '2026-01-01T00:00:00.017Z'],
    ]);
  });
});
