import { fromEvent, merge, NEVER, type Observable, of, type SchedulerLike } from 'rxjs';
import { after } from './operators/after.js';

/** How long to wait at most; whatever is none of this is left out. */
interface Limits {
  readonly timeout?: unknown;
  readonly signal?: unknown;
}

const abortOf = (signal: unknown): Observable<unknown> => {
  if (!(signal instanceof AbortSignal)) return NEVER;
  return signal.aborted ? of(undefined) : fromEvent(signal, 'abort');
};

/**
 * Emits when a flush or a shutdown has to end, finished or not. Takes anything, since neither ever rejects.
 *
 * @param otherwiseMs what counts without a usable `timeout`
 */
export const limitOf = (
  limits: Limits | null | undefined,
  otherwiseMs: number,
  scheduler: SchedulerLike,
): Observable<unknown> => {
  const timeout = limits?.timeout;
  const ms = typeof timeout === 'number' && timeout >= 0 ? timeout : otherwiseMs;
  return merge(after(ms, scheduler), abortOf(limits?.signal));
};
