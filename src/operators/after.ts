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
