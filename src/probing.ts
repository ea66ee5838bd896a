import { type Observable, Subject } from 'rxjs';
import type { Log } from './log.js';
import type { Exchange } from './model/delivery.js';
import type { DeliveryError } from './model/errors.js';
import type { Ports } from './model/ports.js';
import {
  afterAnswer,
  afterFailure,
  afterSuccess,
  HEALTHY,
  type Health,
  isLimited,
  signOf,
} from './pure/health.js';
import { askedPauseMs, backOffMs } from './pure/retry-policy.js';
import { count } from './pure/text.js';

export interface ProbingConfig {
  readonly baseMs: number;
  readonly maxMs: number;
  /** Requests in flight at once while all is well. */
  readonly slots: number;
  /** Lets no request begin for so many milliseconds. */
  readonly pause: (ms: number) => void;
  /** Batches that are out; of one that was split, the part whose turn it is. */
  readonly trying: () => number;
  /** Events, for the log. */
  readonly pending: () => number;
}

/** Watches a client's requests: while all of them fail, it lets one at a time try whether the data plane answers again. */
export interface Probing {
  /** Requests that may be under way at once. */
  readonly limit: () => number;
  readonly isProbing: () => boolean;
  readonly made: (exchange: Exchange) => void;
  /** Emits when a probe has succeeded: what waits need wait no longer. */
  readonly recoveries: Observable<void>;
}

/** Pauses may follow one another for an hour: a line for each would be a flood. */
const PAUSE_LINE_MS = 60_000;

/**
 * The probes are paced from start to start by a back-off of the client's own, up to half of `maxMs`. A batch waits for its own
 * back-off too, and the oldest goes first: so one batch spends its retries for all, and others step in when its waits have
 * grown long, when it hung, or when it alone is what the data plane fails at.
 *
 * With the first success the others follow, a few at a time, each time after a random part of `baseMs`: thousands of clients
 * may have waited for this data plane, and it must not fall over again.
 */
export const createProbing = (
  { baseMs, maxMs, slots, pause, trying, pending }: ProbingConfig,
  { monotonicNow, random }: Pick<Ports, 'monotonicNow' | 'random'>,
  log: Log,
): Probing => {
  const pace = { baseMs, maxMs: Math.max(baseMs, maxMs / 2) };
  const recoveries = new Subject<void>();
  let health: Health = HEALTHY;
  let failsSince = 0;
  let limitedAt = 0;
  let toldOfPauseAt = -Infinity;

  const tellPause = (error: DeliveryError, now: number) => {
    const pauseMs = askedPauseMs(error);
    const isLimiting = error._tag === 'ApiError' && error.status === 429;
    if ((pauseMs === undefined && !isLimiting) || now - toldOfPauseAt < PAUSE_LINE_MS) return;
    toldOfPauseAt = now;
    const asked = pauseMs === undefined ? '' : ` for ${String(Math.ceil(pauseMs / 1000))} s, as it asks`;
    log.warn(`${error.message}; ${count(pending(), 'event')} pending, pausing${asked}`);
  };

  const fails = (error: DeliveryError, startedAt: number, now: number) => {
    const wasLimited = isLimited(health);
    // It was under way already when the limit came, and says nothing new.
    if (wasLimited && startedAt < limitedAt) return;
    health = afterFailure(health, trying());
    if (!isLimited(health)) return;
    limitedAt = now;
    if (!wasLimited) {
      failsSince = now;
      log.warn(
        `${error.message}; ${count(pending(), 'event')} pending, trying on with one request at a time`,
      );
    }
    // If it said itself how long to wait, the client does, and no longer.
    if (health.limit > 1 || askedPauseMs(error) !== undefined) return;
    pause(backOffMs(pace, health.failures, random()) - (wasLimited ? now - startedAt : 0));
  };

  const succeeds = (now: number) => {
    const { limit } = health;
    health = afterSuccess(health, slots);
    if (limit === Infinity) return;
    limitedAt = now;
    if (!isLimited(health)) {
      const seconds = ((now - failsSince) / 1000).toFixed(1);
      log.info(`the data plane answers again, after ${seconds} s; ${count(pending(), 'event')} pending`);
    }
    pause(random() * baseMs);
    if (limit === 1) recoveries.next();
  };

  return {
    limit: () => health.limit,
    isProbing: () => isLimited(health),
    made: ({ error, durationMs }) => {
      const now = monotonicNow();
      const sign = signOf(error);
      if (error !== undefined) tellPause(error, now);
      if (sign === 'succeeds') succeeds(now);
      else if (sign === 'answers') health = afterAnswer(health);
      else if (sign === 'fails' && error !== undefined) fails(error, now - durationMs, now);
    },
    recoveries,
  };
};
