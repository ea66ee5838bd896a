import { NEVER, type Observable, type SchedulerLike, switchMap, timer } from 'rxjs';

/** The longest delay a timer of Node's or a browser's takes; a longer one would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Emits once when a deadline has passed, and never for one beyond {@link MAX_TIMER_MS}.
 *
 * It takes one turn of the event loop more: after the loop was blocked, timers run before the answers that have been
 * waiting in the sockets, and without the extra turn every request in flight would seem to have timed out.
 */
export const after = (ms: number, scheduler: SchedulerLike): Observable<unknown> =>
  ms <= MAX_TIMER_MS ? timer(ms, scheduler).pipe(switchMap(() => timer(0, scheduler))) : NEVER;
