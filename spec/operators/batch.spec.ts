import fc from 'fast-check';
import {
  bufferCount,
  bufferTime,
  connect,
  exhaustMap,
  map,
  NEVER,
  type Observable,
  startWith,
  Subject,
  take,
} from 'rxjs';
import { batch, type BatchConfig } from '../../src/operators/batch.js';
import { diagrams, injectedScheduler, testScheduler } from '../support/diagrams.js';

const alphabetically = (letter: string): number => letter.charCodeAt(0) - 96;

const configOf = (config: Partial<BatchConfig<string>>): BatchConfig<string> => ({
  maxCount: 100,
  maxSize: Infinity,
  maxWaitMs: 50,
  sizeOf: alphabetically,
  flushes: NEVER,
  scheduler: injectedScheduler(),
  ...config,
});

const BROKEN = new Error('broken');

const joined = map((values: readonly string[]) => values.join(''));

describe('batch', () => {
  for (const diagram of diagrams('batch')) {
    it(diagram.title, () => {
      const scheduler = testScheduler();
      scheduler.run(({ hot, expectObservable, expectSubscriptions }) => {
        const source = hot(diagram.row('source'));
        const flushes = hot(diagram.optional('flushes', '-'));
        const result = source.pipe(batch(configOf({ ...diagram.config, flushes, scheduler })), joined);

        expectObservable(result, diagram.optional('unsub', '')).toBe(diagram.row('expected'), diagram.values);
        expectSubscriptions(source.subscriptions).toBe(diagram.row('subs'));
      });
    });
  }

  it('takes its time from the scheduler it is given', () => {
    const scheduler = injectedScheduler();
    const source = scheduler.createHotObservable('a-b-------|');
    const result = source.pipe(batch(configOf({ maxWaitMs: 50, scheduler })), joined);

    scheduler.expectObservable(result).toBe('-----x----|', { x: 'ab' });
    scheduler.flush();
  });

  it('holds no timer while nothing is open', () => {
    const scheduler = injectedScheduler();
    const source = new Subject<string>();
    source.pipe(batch(configOf({ maxCount: 2, scheduler }))).subscribe();

    expect(scheduler.actions).toHaveLength(0);
    source.next('a');
    expect(scheduler.actions).toHaveLength(1);
    source.next('b');
    scheduler.flush();
    expect(scheduler.actions).toHaveLength(0);
    expect(scheduler.frame).toBe(0);
  });

  it('takes its timer along when it is unsubscribed from', () => {
    const scheduler = injectedScheduler();
    const source = new Subject<string>();
    const subscription = source.pipe(batch(configOf({ scheduler }))).subscribe();
    source.next('a');
    subscription.unsubscribe();
    scheduler.flush();
    expect(scheduler.frame).toBe(0);
  });

  it('keeps the state of its subscribers apart', () => {
    const source = new Subject<string>();
    const batches = source.pipe(batch(configOf({ maxCount: 2 })), joined);
    const early: string[] = [];
    const late: string[] = [];

    batches.subscribe((values) => early.push(values));
    source.next('a');
    batches.subscribe((values) => late.push(values));
    source.next('b');
    source.next('c');

    expect(early).toEqual(['ab']);
    expect(late).toEqual(['bc']);
  });

  it('passes an error of the flushes on', () => {
    const flushes = new Subject<void>();
    const errors: unknown[] = [];
    new Subject<string>()
      .pipe(batch(configOf({ flushes })))
      .subscribe({ error: (error: unknown) => errors.push(error) });

    flushes.error(BROKEN);

    expect(errors).toEqual([BROKEN]);
  });

  describe('re-entered while it hands out a batch', () => {
    const reentered = (
      config: Partial<BatchConfig<string>>,
      letters: string,
      reentrant: string,
    ): string[] => {
      const source = new Subject<string>();
      const batches: string[] = [];
      source.pipe(batch(configOf(config)), joined).subscribe((values) => {
        batches.push(values);
        if (batches.length === 1) for (const letter of reentrant) source.next(letter);
      });
      for (const letter of letters) source.next(letter);
      source.complete();
      return batches;
    };

    it('loses nothing when the batch was full', () => {
      expect(reentered({ maxCount: 2 }, 'abc', 'xyz')).toEqual(['ab', 'xy', 'zc']);
    });

    it('keeps order and size when the batch was large', () => {
      expect(reentered({ maxSize: 5 }, 'bda', 'ba')).toEqual(['b', 'd', 'baa']);
    });
  });

  describe('equals', () => {
    type Gaps = readonly number[];
    const gaps = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 });

    /** What an operator makes of values that come after these gaps, each batch with its time. */
    const outputOf = (
      gaps: Gaps,
      operator: (
        scheduler: ReturnType<typeof injectedScheduler>,
      ) => (source: Observable<string>) => Observable<readonly string[]>,
    ): unknown[] => {
      const scheduler = injectedScheduler();
      const source = new Subject<string>();
      const output: unknown[] = [];
      source.pipe(operator(scheduler)).subscribe((values) => output.push([scheduler.now(), ...values]));
      let at = 0;
      gaps.forEach((gap, index) => {
        at += gap;
        scheduler.schedule(() => {
          source.next(String(index));
        }, at);
      });
      scheduler.schedule(() => {
        source.complete();
      }, at + 100);
      scheduler.flush();
      return output;
    };

    it('bufferTime opened by the first value of each batch, where neither sizes nor flushes close one', () => {
      fc.assert(
        fc.property(
          gaps,
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 20 }),
          (gaps, maxCount, maxWaitMs) => {
            const ours = outputOf(gaps, (scheduler) => batch(configOf({ maxCount, maxWaitMs, scheduler })));
            const theirs = outputOf(gaps, (scheduler) =>
              connect((values) =>
                values.pipe(
                  exhaustMap((first) =>
                    values.pipe(startWith(first), bufferTime(maxWaitMs, null, maxCount, scheduler), take(1)),
                  ),
                ),
              ),
            );
            expect(ours).toEqual(theirs);
          },
        ),
      );
    });

    it('bufferCount, where no batch waits long enough', () => {
      fc.assert(
        fc.property(gaps, fc.integer({ min: 1, max: 6 }), (gaps, maxCount) => {
          const ours = outputOf(gaps, (scheduler) =>
            batch(configOf({ maxCount, maxWaitMs: 10_000, scheduler })),
          );
          expect(ours).toEqual(outputOf(gaps, () => bufferCount(maxCount)));
        }),
      );
    });
  });
});
