import type { DeliveryError } from '../model/errors.js';
import { isTlsRefusal } from './tls-refusal.js';

export interface BackOffConfig {
  readonly baseMs: number;
  readonly maxMs: number;
}

export interface RetryConfig extends BackOffConfig {
  readonly maxRetries: number;
}

/** What a batch has been through. */
export interface History {
  /** Retries that count against `maxRetries`. */
  readonly counted: number;
  /** Retries after a 429, which are free for {@link FREE_429_MS} from the first. */
  readonly free: number;
  /** Monotonic milliseconds of the first 429. */
  readonly limitedSince?: number;
}

export const NO_HISTORY: History = { counted: 0, free: 0 };

/** For this long from its first 429 on, a batch spends no retries on 429s: the data plane is well, only busy. */
export const FREE_429_MS = 3_600_000;

/** What to do about a request that failed. */
export type Decision = {
  /** So long no request of the client's begins, whatever becomes of the batch. */
  readonly pauseMs: number;
} & (
  | { readonly _tag: 'GiveUp' }
  | {
      readonly _tag: 'Retry';
      /** The batch's own wait, beside the pause. */
      readonly waitMs: number;
      readonly history: History;
    }
);

/**
 * Exponential back-off with equal jitter: between half and all of `min(maxMs, baseMs × 2^retries)`.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export const backOffMs = ({ baseMs, maxMs }: BackOffConfig, retries: number, random: number): number => {
  const ceiling = Math.min(maxMs, baseMs * 2 ** retries);
  return Math.round(ceiling / 2 + (random * ceiling) / 2);
};

/** Network errors, timeouts, 408, 429 and every 5xx; nothing else heals by itself. */
const isRetryable = (error: DeliveryError): boolean => {
  switch (error._tag) {
    case 'NetworkError':
    case 'TimeoutError':
      return true;
    case 'AbortedError':
      return false;
    case 'ApiError':
      return error.status === 408 || error.status === 429 || (error.status >= 500 && error.status <= 599);
  }
};

/** What a `Retry-After` asks of the whole client: it says so with these two statuses only (RFC 9110, 10.2.3; RFC 6585, 4). */
export const askedPauseMs = (error: DeliveryError): number | undefined =>
  error._tag === 'ApiError' && (error.status === 429 || error.status === 503)
    ? error.retryAfterMs
    : undefined;

/**
 * What to do after a failure. Laws: a batch is given up after at most `maxRetries` counted retries; a decision to retry
 * adds exactly one to its history.
 *
 * @param now monotonic milliseconds
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export const decide = (
  config: RetryConfig,
  error: DeliveryError,
  history: History,
  now: number,
  random: number,
): Decision => {
  if (!isRetryable(error)) return { _tag: 'GiveUp', pauseMs: 0 };
  const isLimited = error._tag === 'ApiError' && error.status === 429;
  const limitedSince = history.limitedSince ?? (isLimited ? now : undefined);
  const isFree = isLimited && limitedSince !== undefined && now - limitedSince < FREE_429_MS;

  const askedMs = askedPauseMs(error);
  // A certificate needs people to mend it: no use in quick retries.
  const isSlow = error._tag === 'NetworkError' && isTlsRefusal(error.code);
  const waitMs = askedMs ?? backOffMs(config, isSlow ? Infinity : history.counted + history.free, random);
  const pauseMs = isLimited || askedMs !== undefined ? waitMs : 0;
  if (!isFree && history.counted >= config.maxRetries) return { _tag: 'GiveUp', pauseMs };
  return {
    _tag: 'Retry',
    pauseMs,
    waitMs: waitMs - pauseMs,
    history: {
      counted: history.counted + (isFree ? 0 : 1),
      free: history.free + (isFree ? 1 : 0),
      ...(limitedSince === undefined ? {} : { limitedSince }),
    },
  };
};
