import type { Observable } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { assertSameMarbles } from './assert-same-marbles.js';
import type { DataPlane } from './data-plane.js';
import { exactly, Expectation, inPart } from './marbles.js';
import type { DeepPartial } from './matching.js';
import { createVigil, type Vigil } from './vigil.js';
import { createVirtualClient, type VirtualClient, type VirtualClientOptions } from './virtual-client.js';

/** What {@link VirtualTimeHelpers.expectMatching} returns: says what the stream is expected to be. */
export interface MatchingExpectation<T> {
  /**
   * The stream emits, at these times, values that match these patterns.
   *
   * @param marbles a diagram; or several, merged by frame, for what does not fit into one: a group `(ab)` takes as much
   * time as it has characters
   * @param patterns what each letter stands for, in part; without them each stands for itself
   * @param error what `#` stands for, in part. @default 'error'
   * @throws Error if a letter has no pattern
   */
  readonly toBe: (
    marbles: string | readonly string[],
    patterns?: Readonly<Record<string, DeepPartial<T>>>,
    error?: unknown,
  ) => void;
}

/** What the callback of {@link inVirtualTime} gets: RxJS's own helpers, and these. */
export interface VirtualTimeHelpers extends RunHelpers {
  /**
   * A client in virtual time, in front of a data plane that answers by a script.
   *
   * @param dataPlane `'200'` by default: every request is answered 200 at once
   * @throws ConfigurationError as `rudder-rx`'s `createClient` does, and for a `fetch`
   * @throws Error if the script has a wrong word, or after the run
   */
  readonly createClient: (options?: VirtualClientOptions, dataPlane?: DataPlane) => VirtualClient;
  /**
   * As `expectObservable`, but values match in part: see {@link matching}.
   *
   * @param subscription a diagram of when to subscribe and unsubscribe. @default at once, for good
   */
  readonly expectMatching: <T>(stream: Observable<T>, subscription?: string | null) => MatchingExpectation<T>;
}

/** RxJS's helpers, watched, and ours. */
const helpersOf = (
  scheduler: TestScheduler,
  { expectObservable, expectSubscriptions, ...own }: RunHelpers,
  { during, begun }: Vigil,
): VirtualTimeHelpers => {
  /** The scheduler compares what it saw with the one value of this diagram. */
  const expecting = (
    stream: Observable<unknown>,
    subscription: string | null | undefined,
    name: string,
    expect: (...args: never) => unknown,
  ) => {
    const seen = expectObservable(stream, subscription);
    const said = begun(name, expect);
    return {
      toBe: (expectation: Expectation): void => {
        during('toBe');
        seen.toBe('a', { a: expectation });
        said();
      },
      toEqual: (other: Observable<unknown>): void => {
        during('toEqual');
        seen.toEqual(other);
        said();
      },
    };
  };

  return {
    ...own,
    expectObservable: function expect(stream, subscription) {
      during('expectObservable');
      const { toBe, toEqual } = expecting(stream, subscription, 'expectObservable', expect);
      return {
        toBe: function here(marbles, values?: unknown, error?: unknown) {
          toBe(new Expectation(exactly(marbles, values, error), here));
        },
        toEqual,
      };
    },
    expectMatching: function expect(stream, subscription) {
      during('expectMatching');
      const { toBe } = expecting(stream, subscription, 'expectMatching', expect);
      return {
        toBe: function here(marbles, patterns, error) {
          toBe(new Expectation(inPart(marbles, patterns, error), here));
        },
      };
    },
    expectSubscriptions: function expect(logs) {
      during('expectSubscriptions');
      const { toBe } = expectSubscriptions(logs);
      const said = begun('expectSubscriptions', expect);
      return {
        toBe: (marbles) => {
          during('toBe');
          toBe(marbles);
          said();
        },
      };
    },
    createClient: (options, dataPlane) => {
      during('createClient');
      return createVirtualClient(scheduler, options, dataPlane);
    },
  };
};

/**
 * Runs a test in virtual time, in which a minute takes no time: RxJS's `TestScheduler.run`, with clients on its scheduler.
 * Works with any test runner. Returns what the callback returns.
 *
 * Retries, pauses, timeouts, flushes and shutdowns all run in virtual time. Promises don't: return what `client.flush()` or
 * `client.shutdown()` promised, and await it after the run.
 *
 * ```ts
 * inVirtualTime(({ createClient, expectMatching }) => {
 *   const client = createClient({ maxRetries: 0 }, '5ms 503');
 *   client.track('user-1', 'Signed Up');
 *   expectMatching(client.outcomes).toBe('505ms a', { a: { _tag: 'Failed', error: { status: 503 } } });
 * });
 * ```
 *
 * @throws TypeError for an `async` callback
 * @throws Error if a stream is not the expected one, with both as diagrams; if it was not said what is expected; and what
 * the callback throws
 */
export const inVirtualTime = <T>(callback: (helpers: VirtualTimeHelpers) => T): T => {
  // Its end would come after the run, and nobody might look at it.
  if (Object.prototype.toString.call(callback) === '[object AsyncFunction]')
    throw new TypeError("the callback must not be async: promises don't run in virtual time");
  const scheduler = new TestScheduler(assertSameMarbles);
  const vigil = createVigil();
  try {
    const returned = scheduler.run((helpers) => callback(helpersOf(scheduler, helpers, vigil)));
    vigil.end();
    return returned;
  } finally {
    vigil.close();
  }
};
