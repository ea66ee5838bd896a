import {
  defer,
  first,
  merge,
  type Observable,
  of,
  type SchedulerLike,
  Subject,
  switchMap,
  timer,
} from 'rxjs';

export interface PauseGate {
  /** Emits once and completes: at once, or, during a pause, at its end, later pauses included. */
  readonly opens: Observable<void>;
  readonly isOpen: () => boolean;
  /** When the pause ends or ended, in monotonic milliseconds. */
  readonly pausedUntil: () => number;
  /** Closes the gate for this long from now, unless it is closed for longer already. */
  readonly pause: (ms: number) => void;
  /** Ends the pause, and lets no other begin. */
  readonly openForGood: () => void;
}

/** A gate that all of a client's requests pass, so that one answer can pause them together. */
export const pauseGate = (scheduler: SchedulerLike, monotonicNow: () => number): PauseGate => {
  let pausedUntil = -Infinity;
  let isForGood = false;
  const goods = new Subject<void>();
  const leftMs = () => pausedUntil - monotonicNow();
  const isOpen = () => isForGood || leftMs() <= 0;
  const opens: Observable<void> = defer(() =>
    isOpen()
      ? of(undefined)
      : merge(timer(Math.ceil(leftMs()), scheduler), goods).pipe(
          first(),
          switchMap(() => opens),
        ),
  );
  return {
    opens,
    isOpen,
    pausedUntil: () => pausedUntil,
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, monotonicNow() + ms);
    },
    openForGood: () => {
      isForGood = true;
      goods.next();
    },
  };
};
