import type { DeliveryError } from '../model/errors.js';

/** What a request says of the data plane: a refusal is an answer too, but no success. */
export type Sign = 'succeeds' | 'answers' | 'fails' | 'nothing';

/** Network errors, timeouts and 5xx mean that it fails; what the client itself gave up means nothing. */
export const signOf = (error: DeliveryError | undefined): Sign => {
  switch (error?._tag) {
    case undefined:
      return 'succeeds';
    case 'NetworkError':
    case 'TimeoutError':
      return 'fails';
    case 'ApiError':
      return error.status >= 500 ? 'fails' : 'answers';
    case 'AbortedError':
      return 'nothing';
  }
};

/** How the data plane does. */
export interface Health {
  /** Failures since the last answer, or since probing began. */
  readonly failures: number;
  /** Requests that may be under way at once: 1 while it is probed, more with each success, then any number. */
  readonly limit: number;
}

export const HEALTHY: Health = { failures: 0, limit: Infinity };

/** Fewer in a row may be an accident. */
const MIN_FAILURES_TO_PROBE = 3;

export const isLimited = ({ limit }: Health): boolean => limit < Infinity;

/**
 * Probing begins when everything fails: a few times in a row, and as often as batches are out, so that a data plane half of
 * whose machines are down is not taken for one that is. Later, a failure halves the limit.
 *
 * @param out batches that are out
 */
export const afterFailure = (health: Health, out: number): Health => {
  const failures = health.failures + 1;
  if (isLimited(health)) return { failures, limit: Math.max(1, Math.floor(health.limit / 2)) };
  return failures < Math.max(MIN_FAILURES_TO_PROBE, out)
    ? { ...health, failures }
    : { failures: 0, limit: 1 };
};

/** A refusal ends a row of failures, but says nothing of how the next request will do. */
export const afterAnswer = ({ limit }: Health): Health => ({ failures: 0, limit });

/**
 * With each success one more may be under way, so that their number doubles from round to round, until the limit binds no more.
 *
 * @param slots requests that the client makes at once without a limit
 */
export const afterSuccess = ({ limit }: Health, slots: number): Health =>
  limit + 1 < slots ? { failures: 0, limit: limit + 1 } : HEALTHY;
