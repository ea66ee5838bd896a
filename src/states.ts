import { defer, merge, type Observable, of, Subject, take } from 'rxjs';
import type { Turns } from './turns.js';

/** A value that changes often, as a stream that is free while nobody looks. */
export interface States<T> {
  /** The present value on subscribing, then at most one a turn. */
  readonly stream: Observable<T>;
  /** The value is another one now. */
  readonly changed: () => void;
  /** Emits the value once more and completes. */
  readonly complete: () => void;
}

export const createStates = <T>(read: () => T, turns: Turns): States<T> => {
  const changes = new Subject<T>();
  let isAnnounced = false;

  return {
    // The changes first: nothing is missed that the first value brings about.
    stream: defer(() => merge(changes, of(read()))),
    changed: () => {
      if (isAnnounced || !changes.observed) return;
      isAnnounced = true;
      turns.push(() => {
        isAnnounced = false;
        changes.next(read());
      });
    },
    complete: () => {
      changes.next(read());
      changes.complete();
    },
  };
};

/** The value that a stream of states has now; `undefined` once it has completed. */
export const presentOf = <T>(states: Observable<T>): T | undefined => {
  let present: T | undefined;
  states.pipe(take(1)).subscribe({
    next: (state) => {
      present = state;
    },
    // It never comes: the client's streams don't fail.
    error: () => undefined,
  });
  return present;
};
