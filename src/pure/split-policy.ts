import type { DeliveryError } from '../model/errors.js';

/** Requests that splitting may cost a batch, on top of those that it needs anyway: an answer may never change. */
export const MAX_EXTRA_REQUESTS = 64;

/** What splitting in two costs. */
export const EXTRA_REQUESTS = 2;

/** No single event's fault: each half would be refused as well. */
const FAULTS_OF_THE_WHOLE: readonly string[] = ['invalid-json', 'empty-batch'];

/**
 * Whether a batch of several that was refused so is sent again in two halves: too large as a whole, or with one bad event
 * in it, which must not take its neighbours along. A 429 asks for it when it comes twice in a row: the gateway's limiter
 * counts events.
 *
 * @param limitedInRow how many 429s came in a row, this one included
 */
export const asksToSplit = (error: DeliveryError, limitedInRow: number): boolean => {
  if (error._tag !== 'ApiError') return false;
  switch (error.status) {
    case 400:
      return !FAULTS_OF_THE_WHOLE.includes(error.code);
    case 413:
      return true;
    case 429:
      return limitedInRow >= 2;
    default:
      return false;
  }
};
