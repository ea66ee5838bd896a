import { catchError, defer, fromEvent, NEVER, type Observable, of, type SchedulerLike } from 'rxjs';
import { shown } from './model/guards.js';
import { after } from './operators/after.js';

/** What a caller of `flush` or `shutdown` handed in. Both never reject: what is no limit, or throws, counts as left out. */
type Limits = { readonly timeout?: unknown; readonly signal?: unknown } | null | undefined;

const read = (limits: Limits, name: 'timeout' | 'signal'): unknown => {
  try {
    return limits?.[name];
  } catch {
    return undefined;
  }
};

/**
 * Emits when the time of a flush or a shutdown is over.
 *
 * @param otherwiseMs what counts without a usable `timeout`
 * @param warn is told of a `timeout` that is none, and of limits that are no object
 */
export const deadlineOf = (
  limits: Limits,
  otherwiseMs: number,
  scheduler: SchedulerLike,
  warn: (line: string) => void,
): Observable<unknown> => {
  const timeout = read(limits, 'timeout');
  if (typeof timeout === 'number' && timeout >= 0) return after(timeout, scheduler);
  const instead = otherwiseMs === Infinity ? 'there is no limit' : `${String(otherwiseMs)} is the limit`;
  if (timeout !== undefined)
    warn(`timeout must be milliseconds, 0 or more, not ${shown(timeout)}: ${instead}`);
  else if (typeof (limits ?? {}) !== 'object')
    warn(`takes an object such as { timeout: 5000 }, not ${shown(limits)}: ${instead}`);
  return after(otherwiseMs, scheduler);
};

/** Emits when the caller's signal aborts, at once if it has; never for what is no signal, or throws. */
export const abortOf = (limits: Limits): Observable<unknown> =>
  defer((): Observable<unknown> => {
    const signal = read(limits, 'signal') as Partial<AbortSignal> | null | undefined;
    // No `instanceof`: a signal may come from another realm, or a polyfill.
    if (typeof signal?.addEventListener !== 'function' || typeof signal.removeEventListener !== 'function')
      return NEVER;
    return signal.aborted ? of(undefined) : fromEvent(signal as AbortSignal, 'abort');
  }).pipe(catchError(() => NEVER));
