import { NEVER, type Observable, type SchedulerLike, switchMap, timer } from 'rxjs';
import { MAX_TIMER_MS } from '../model/limits.js';

/**
 * Emits once when a deadline has passed, and never for one beyond {@link MAX_TIMER_MS}.
 *
 * It takes one turn of the event loop more: after the loop was blocked, timers run before the answers that have been
 * waiting in the sockets, and without the extra turn every request in flight would seem to have timed out.
 */
export const after = (ms: number, scheduler: SchedulerLike): Observable<unknown> =>
  ms <= MAX_TIMER_MS ? timer(ms, scheduler).pipe(switchMap(() => timer(0, scheduler))) : NEVER;

const SLICES = 4;

/**
 * As {@link after}, in slices, for what waits for others: nothing goes out or comes in while the event loop is blocked or the
 * process is stopped, and however long that is, it takes one slice's time only.
 */
export const afterAwake = (ms: number, scheduler: SchedulerLike, slices = SLICES): Observable<unknown> => {
  if (slices === 1) return after(ms, scheduler);
  const slice = Math.floor(ms / slices);
  return timer(slice, scheduler).pipe(switchMap(() => afterAwake(ms - slice, scheduler, slices - 1)));
};
