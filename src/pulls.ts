import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  from,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  repeat,
  switchMap,
  take,
  takeWhile,
  tap,
  throwError,
} from 'rxjs';
import type { Enter } from './entrances.js';
import { guard, isThenable } from './guard.js';
import type { Log } from './log.js';
import type { Source } from './model/client.js';
import type { Outcome, Receipt } from './model/outcome.js';
import { textOf } from './pure/text.js';
import type { Room } from './room.js';
import { openSource, type OpenSource } from './source.js';
import type { Turns } from './turns.js';

export interface PullsConfig {
  readonly room: Pick<Room, 'ask'>;
  readonly isClosed: () => boolean;
  /** Emits when the client begins to close. */
  readonly closings: Observable<unknown>;
  readonly turns: Turns;
  readonly log: Log;
}

/** The outcomes of a source's events, which go in through the entrance. */
export type Pull = (source: Source, enter: Enter) => Observable<Outcome>;

type Next = IteratorResult<unknown>;

/** Nothing more is wanted, whatever the source still has. */
const ENOUGH: Next = { done: true, value: undefined };

/** Pulls events from sources, each time one has its turn and there is room, and tells their outcomes. */
export const createPulls = (config: PullsConfig): Pull => {
  const { room, isClosed, closings, turns, log } = config;

  /** What was being pulled when the client began to close comes too late, and is told as any call that does. */
  const refuseLate = (next: Observable<Next>, enter: Enter) => {
    next
      .pipe(mergeMap(({ done, value }) => (done === true ? EMPTY : enter(value))))
      .subscribe({ error: () => undefined });
  };

  const pull = (source: OpenSource, enter: Enter): Observable<Next> => {
    const result = source.next();
    if (!isThenable(result)) return of(result);
    // Once: a query that only looks like a promise would run again.
    const next = from(Promise.resolve(result));
    const enough = closings.pipe(
      map(() => {
        refuseLate(next, enter);
        return ENOUGH;
      }),
    );
    return merge(next, enough).pipe(take(1));
  };

  // In a turn: a source may unsubscribe us while it is being pulled, and then can't be closed yet.
  const close = (source: OpenSource) => {
    turns.push(() => {
      guard(source.close, (reason) => {
        log.warn(`a source could not be closed: ${textOf(reason)}`);
      });
    });
  };

  const receipts = (source: Source, enter: Enter): Observable<Receipt> =>
    defer(() => {
      const opened = openSource(source);
      let hasEnded = false;
      const one = room.ask(0).pipe(
        switchMap(() => (isClosed() ? of(ENOUGH) : pull(opened, enter))),
        tap({
          next: (next) => {
            hasEnded = next.done === true && next !== ENOUGH;
          },
          error: () => {
            hasEnded = true;
          },
        }),
        switchMap((next) => (next.done === true ? of(undefined) : enter(next.value))),
      );
      // In a turn of its own, as everything that is no call: the stack of whoever subscribes may be nearly used up.
      return turns.next.pipe(
        switchMap(() => one.pipe(repeat())),
        takeWhile((receipt) => receipt !== undefined),
        finalize(() => {
          if (!hasEnded) close(opened);
        }),
      );
    });

  return (source, enter) =>
    defer(() => {
      let failure: Observable<never> = EMPTY;
      const outcomes = receipts(source, enter).pipe(
        // What was pulled before settles first: none of it is lost with the source.
        catchError((reason: unknown) => {
          failure = throwError(() => reason);
          return EMPTY;
        }),
        mergeMap(({ outcome }) => outcome),
      );
      return concat(
        outcomes,
        defer(() => failure),
      );
    });
};
