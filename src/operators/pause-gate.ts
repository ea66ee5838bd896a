import { defer, type Observable, of, type SchedulerLike, switchMap, timer } from 'rxjs';

export interface PauseGate {
  /** Emits once and completes: at once, or, during a pause, at its end, later pauses included. */
  readonly opens: Observable<void>;
  readonly isOpen: () => boolean;
  /** Closes the gate for this long from now, unless it is closed for longer already. */
  readonly pause: (ms: number) => void;
}

/** A gate that all of a client's requests pass, so that one answer can pause them together. */
export const pauseGate = (scheduler: SchedulerLike, monotonicNow: () => number): PauseGate => {
  let pausedUntil = -Infinity;
  const leftMs = () => pausedUntil - monotonicNow();
  const opens: Observable<void> = defer(() =>
    leftMs() > 0 ? timer(Math.ceil(leftMs()), scheduler).pipe(switchMap(() => opens)) : of(undefined),
  );
  return {
    opens,
    isOpen: () => leftMs() <= 0,
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, monotonicNow() + ms);
    },
  };
};
