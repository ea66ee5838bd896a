import {
  catchError,
  connect,
  defer,
  EMPTY,
  filter,
  merge,
  type MonoTypeOperatorFunction,
  type Observable,
  scan,
  take,
  takeLast,
  takeUntil,
  tap,
  throwError,
  throwIfEmpty,
} from 'rxjs';

export interface ConcludeConfig<T> {
  /** A value that needs nothing after it. */
  readonly isFinal: (value: T) => boolean;
  /** The first one ends the wait and unsubscribes from the source. */
  readonly cuts: Observable<Error>;
  /** The error of a source that completes without a value. */
  readonly otherwise: () => Error;
}

/**
 * Emits one value: the first final one, at once; without one, the last before the source completes or is cut; without any,
 * the cut is the error. After a final value the source runs on, and however it ends then is no error.
 */
export const conclude =
  <T>({ isFinal, cuts, otherwise }: ConcludeConfig<T>): MonoTypeOperatorFunction<T> =>
  (source) =>
    defer(() => {
      let error: Error | undefined;
      let isConcluded = false;
      const cut = cuts.pipe(
        tap((reason) => {
          error = reason;
        }),
      );
      const uncut = source.pipe(takeUntil(cut));
      return uncut.pipe(
        scan((kept, next) => (isFinal(kept) ? kept : next)),
        tap((kept) => {
          isConcluded = isFinal(kept);
        }),
        connect((values) =>
          merge(
            values.pipe(filter(isFinal), take(1)),
            values.pipe(
              takeLast(1),
              filter((last) => !isFinal(last)),
            ),
          ),
        ),
        catchError((reason: unknown) => (isConcluded ? EMPTY : throwError(() => reason))),
        throwIfEmpty(() => error ?? otherwise()),
      );
    });
