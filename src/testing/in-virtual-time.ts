import {
  concat,
  dematerialize,
  map,
  merge,
  NEVER,
  type Observable,
  type ObservableNotification,
  timer,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { assertSameMarbles } from './assert-same-marbles.js';
import type { DataPlaneScript } from './data-plane.js';
import { type DeepPartial, Matching } from './matching.js';
import { createVirtualClient, type VirtualClient, type VirtualClientOptions } from './virtual-client.js';

type RunHelpers = Parameters<Parameters<TestScheduler['run']>[0]>[0];

/** What a stream is expected to be, in part. */
export interface Expectation<T> {
  /**
   * Compares at the end of the run.
   *
   * @param marbles a diagram, or several that are read as one: a group such as `(ab)` takes as many milliseconds as it has
   *   characters, and what happens within them needs a row of its own
   * @param values what each letter stands for: a value has at least these fields
   * @param error what `#` stands for, in part as well; any object, if it is left out
   */
  readonly toBe: (
    marbles: string | readonly string[],
    values?: Readonly<Record<string, DeepPartial<T>>>,
    error?: unknown,
  ) => void;
}

/** What `inVirtualTime` hands to its callback: the helpers of RxJS's `TestScheduler.run`, and two more. */
export interface VirtualHelpers extends RunHelpers {
  /** A client in virtual time: see `createVirtualClient`. */
  readonly createClient: (options?: VirtualClientOptions, dataPlane?: DataPlaneScript) => VirtualClient;
  /** As `expectObservable`, but values match in part, as with `matching`. */
  readonly expectMatching: <T>(stream: Observable<T>, subscription?: string) => Expectation<T>;
}

interface Timed<T> {
  readonly frame: number;
  readonly notification: ObservableNotification<T>;
}

/** What a row says; its values match in part, and know their letters. */
const messagesOf = (row: string, values: Readonly<Record<string, unknown>>, error: unknown) => {
  const patterns = Object.entries(values).map(([letter, pattern]) => [letter, new Matching(pattern, letter)]);
  const messages = TestScheduler.parseMarbles(
    row,
    Object.fromEntries(patterns) as Readonly<Record<string, Matching>>,
    new Matching(error),
    false,
    true,
  );
  if (
    messages.some(
      ({ notification }) => notification.kind === 'N' && !(notification.value instanceof Matching),
    )
  )
    throw new Error(`"${row}" has a letter that no value is given for`);
  return messages;
};

/** Emits what the rows say, in the scheduler's time. */
const playing = <T>(scheduler: TestScheduler, messages: readonly Timed<T>[]): Observable<T> => {
  const moments = messages.map(({ frame, notification }) =>
    timer(frame, scheduler).pipe(map(() => notification)),
  );
  // Without a `|` it goes on for ever.
  return concat(merge(...moments), NEVER).pipe(dematerialize());
};

/** What must not be silently green: an expectation that says nothing, or that comes too late to be looked at. */
const createWatch = () => {
  let isOver = false;
  const unsaid = new Set<string>();
  let count = 0;
  const check = (name: string) => {
    if (isOver) throw new Error(`${name} was called after the run: promises don't run in virtual time`);
  };
  return {
    check,
    during: <T extends object>(name: string, expect: () => T): T => {
      check(name);
      count += 1;
      const expectation = `expectation ${String(count)}, ${name}`;
      unsaid.add(expectation);
      // Whatever is said about it.
      return new Proxy(expect(), {
        get: (target, verb) => {
          unsaid.delete(expectation);
          return Reflect.get(target, verb) as unknown;
        },
      });
    },
    end: () => {
      isOver = true;
      for (const expectation of unsaid)
        throw new Error(`${expectation}: toBe is missing, so it expects nothing`);
    },
  };
};

/**
 * Runs a test in virtual time, with any test runner: the callback makes clients, streams and expectations, then time passes
 * at once, and what happened is compared with what was expected. Retries, pauses, timeouts and deadlines take no real time.
 *
 * Promises don't run in virtual time: the callback must not be `async`. It may return one, such as that of `shutdown`, to be
 * awaited after the run.
 *
 * @returns what the callback returns
 * @throws Error that shows both diagrams, as `assertSameMarbles` does; and for an expectation without `toBe`
 */
export const inVirtualTime = <R>(callback: (helpers: VirtualHelpers) => R): R => {
  const scheduler = new TestScheduler(assertSameMarbles);
  const watch = createWatch();
  const result = scheduler.run((helpers) => {
    const { expectObservable, expectSubscriptions } = helpers;
    const expectMatching = <T>(stream: Observable<T>, subscription?: string): Expectation<T> => ({
      toBe: (marbles, values = {}, error = {}) => {
        const rows: readonly string[] = typeof marbles === 'string' ? [marbles] : marbles;
        const messages = rows.flatMap((row) => messagesOf(row, values, error));
        // They stand for what they match.
        expectObservable(stream, subscription).toEqual(playing(scheduler, messages as unknown as Timed<T>[]));
      },
    });
    return callback({
      ...helpers,
      createClient: (options, dataPlane) => {
        watch.check('createClient');
        return createVirtualClient(scheduler, options, dataPlane);
      },
      expectMatching: (stream, subscription) =>
        watch.during('expectMatching', () => expectMatching(stream, subscription)),
      expectObservable: (stream, subscription) =>
        watch.during('expectObservable', () => expectObservable(stream, subscription)),
      expectSubscriptions: (logs) => watch.during('expectSubscriptions', () => expectSubscriptions(logs)),
    });
  });
  watch.end();
  return result;
};
