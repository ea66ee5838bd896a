import { defer, map, NEVER, of, Subject, take, tap } from 'rxjs';
import { batch } from '../../src/operators/batch.js';
import { release, type ReleaseConfig } from '../../src/operators/release.js';
import { diagrams, injectedScheduler, testScheduler } from '../support/diagrams.js';

const configOf = (config: Partial<ReleaseConfig<string>>): ReleaseConfig<string> => ({
  slots: 1,
  freed: NEVER,
  maxCount: 10,
  maxSize: () => Infinity,
  sizeOf: () => 1,
  isGone: () => false,
  gate: { isOpen: () => true, opens: of(undefined) },
  patienceMs: 10,
  flushes: NEVER,
  scheduler: injectedScheduler(),
  ...config,
});

const BROKEN = new Error('broken');

const joined = map((values: readonly string[]) => values.join(''));

describe('release', () => {
  for (const diagram of diagrams('release')) {
    it(diagram.title, () => {
      const scheduler = testScheduler();
      scheduler.run(({ hot, expectObservable, expectSubscriptions }) => {
        const batches = Object.fromEntries(
          diagram
            .optional('batches', '')
            .split(' ')
            .map((pair) => [pair.slice(0, 1), Array.from(pair.slice(2))]),
        );
        const source = hot<readonly string[]>(diagram.row('source'), batches);
        const freed = hot(diagram.optional('freed', '-'));
        const flushes = hot(diagram.optional('flushes', '-'));
        const opens = diagram.optional('opens', '');
        let isOpen = opens === '';
        const gate = {
          isOpen: () => isOpen,
          opens: hot<undefined>(opens === '' ? '-' : opens).pipe(
            tap(() => {
              isOpen = true;
            }),
          ),
        };
        const { maxSize, ...rest } = diagram.config;
        const result = source.pipe(
          release(
            configOf({
              ...rest,
              ...(maxSize === undefined ? {} : { maxSize: () => maxSize }),
              isGone: (value) => value === 'Z',
              gate,
              freed,
              flushes,
              scheduler,
            }),
          ),
          joined,
        );

        expectObservable(result, diagram.optional('unsub', '')).toBe(diagram.row('expected'), diagram.values);
        expectSubscriptions(source.subscriptions).toBe(diagram.row('subs'));
      });
    });
  }

  it('takes its time from the scheduler it is given', () => {
    const scheduler = injectedScheduler();
    const source = scheduler.createHotObservable('a-b-------', { a: ['a'], b: ['b'] });
    const result = source.pipe(release(configOf({ slots: 2, patienceMs: 50, scheduler })), joined);

    scheduler.expectObservable(result).toBe('a------b--');
    scheduler.flush();
  });

  it('lets a batch out at once that a flush closed upstream', () => {
    const flushes = new Subject<void>();
    const source = new Subject<string>();
    const scheduler = injectedScheduler();
    const out: string[] = [];
    source
      .pipe(
        batch({ maxCount: 9, maxSize: 9, maxWaitMs: 50, sizeOf: () => 1, flushes, scheduler }),
        release(configOf({ slots: 2, patienceMs: 50, flushes, scheduler })),
        joined,
      )
      .subscribe((values) => out.push(values));

    source.next('a');
    flushes.next();
    source.next('b');
    flushes.next();

    expect(out).toEqual(['a', 'b']);
  });

  it('keeps nothing of what is gone, be it in the middle', () => {
    const gone = new Set<string>();
    const source = new Subject<readonly string[]>();
    let looks = 0;
    const isGone = (value: string) => {
      looks += 1;
      return gone.has(value);
    };
    const out: string[][] = [];
    const freed = new Subject<void>();
    source
      .pipe(release(configOf({ slots: 2, isGone, freed, maxCount: 1e6, maxSize: () => 5000 })))
      .subscribe((batch) => out.push([...batch]));
    source.next(['out']);
    source.next(['stays']);
    for (let index = 0; index < 100_000; index += 1) {
      source.next([String(index)]);
      gone.add(String(index - 10));
    }
    // Each value was looked at a few times, not once for each that came; and most are not there any more.
    expect(looks).toBeLessThan(200_000);
    looks = 0;
    freed.next();
    expect(looks).toBeLessThan(2_000);
    expect(out[1]).toEqual(['stays', ...Array.from({ length: 10 }, (_, index) => String(99_990 + index))]);
  });

  it('lets out what waits though the gate opens while it is asked', () => {
    let looks = 0;
    const gate = { isOpen: () => (looks += 1) > 1, opens: of(undefined) };
    const source = new Subject<readonly string[]>();
    const out: string[] = [];
    source.pipe(release(configOf({ slots: 2, gate })), joined).subscribe((values) => out.push(values));
    source.next(['a']);
    expect(out).toEqual(['a']);
  });

  it('waits on, and leaves nothing behind, when the gate closes again as it opens', () => {
    const opens = new Subject<undefined>();
    let isOpen = false;
    const source = new Subject<readonly string[]>();
    const out: string[] = [];
    const config = configOf({
      slots: 2,
      maxCount: 1,
      gate: { isOpen: () => isOpen, opens: opens.pipe(take(1)) },
    });
    const subscription = source.pipe(release(config), joined).subscribe((values) => {
      out.push(values);
      isOpen = false;
    });
    source.next(['a', 'b']);
    for (const expected of [['a'], ['a', 'b']]) {
      isOpen = true;
      opens.next(undefined);
      expect(out).toEqual(expected);
    }
    expect(opens.observed).toBe(false);
    subscription.unsubscribe();
  });

  it('waits once, also where the gate was open by the time that it began to wait', () => {
    const openings = new Subject<undefined>();
    const answers = [false, true, false];
    const opens = [of(undefined), openings];
    let subscriptions = 0;
    const gate = {
      isOpen: () => answers.shift() ?? false,
      opens: defer(() => {
        subscriptions += 1;
        return opens.shift() ?? NEVER;
      }),
    };
    const source = new Subject<readonly string[]>();
    const out: string[] = [];
    const subscription = source
      .pipe(release(configOf({ slots: 9, maxCount: 1, gate })), joined)
      .subscribe((values) => out.push(values));
    source.next(['a', 'b']);
    source.next(['c']);
    expect(out).toEqual(['a']);
    expect(subscriptions).toBe(2);
    expect(openings.observed).toBe(true);
    subscription.unsubscribe();
    expect(openings.observed).toBe(false);
  });

  it('does not recurse when released batches are done at once', () => {
    const freed = new Subject<void>();
    const source = new Subject<readonly string[]>();
    const out: string[] = [];
    let depth = 0;
    let deepest = 0;
    let isBusy = true;
    source.pipe(release(configOf({ maxCount: 1, freed })), joined).subscribe((values) => {
      depth += 1;
      deepest = Math.max(deepest, depth);
      out.push(values);
      if (!isBusy) freed.next();
      depth -= 1;
    });

    source.next(['first']);
    source.next(Array.from({ length: 20_000 }, (_, index) => String(index)));
    isBusy = false;
    freed.next();

    expect(out).toHaveLength(20_001);
    expect(deepest).toBe(1);
  });

  it('takes its timer along when it is unsubscribed from', () => {
    const scheduler = injectedScheduler();
    const source = new Subject<readonly string[]>();
    const subscription = source.pipe(release(configOf({ slots: 2, scheduler }))).subscribe();
    source.next(['a']);
    source.next(['b']);
    expect(scheduler.actions).toHaveLength(1);
    subscription.unsubscribe();
    scheduler.flush();
    expect(scheduler.frame).toBe(0);
  });

  it('keeps the state of its subscribers apart', () => {
    const source = new Subject<readonly string[]>();
    const released = source.pipe(release(configOf({ slots: 1 })), joined);
    const early: string[] = [];
    const late: string[] = [];

    released.subscribe((values) => early.push(values));
    source.next(['a']);
    released.subscribe((values) => late.push(values));
    source.next(['b']);

    expect(early).toEqual(['a']);
    expect(late).toEqual(['b']);
  });

  it('takes in what is emitted while it lets a batch out', () => {
    const source = new Subject<readonly string[]>();
    const out: string[] = [];
    source.pipe(release(configOf({ slots: 2, patienceMs: 0, maxCount: 1 })), joined).subscribe((values) => {
      out.push(values);
      if (out.length === 1) source.next(['re-entrant']);
    });

    source.next(['first']);

    expect(out).toEqual(['first', 're-entrant']);
  });

  it('passes errors of what steers it on', () => {
    const freed = new Subject<void>();
    const errors: unknown[] = [];
    new Subject<readonly string[]>().pipe(release(configOf({ freed }))).subscribe({
      error: (error: unknown) => errors.push(error),
    });

    freed.error(BROKEN);

    expect(errors).toEqual([BROKEN]);
  });
});
