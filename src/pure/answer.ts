import { ApiError, type DeliveryError, NetworkError } from '../model/errors.js';
import type { HttpAnswer } from '../model/ports.js';
import { apiErrorCodeOf } from './api-error-code.js';
import { retryAfterMs } from './retry-after.js';

/** Any 2xx is, whatever its body says. */
export const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status <= 299;

/**
 * The error that an answer stands for; `undefined` for a success. A redirect is an error too: following one
 * could carry the events and the write key elsewhere.
 */
export const refusalOf = (answer: HttpAnswer, nowIso: string): ApiError | undefined =>
  isSuccess(answer)
    ? undefined
    : new ApiError(
        answer.status,
        apiErrorCodeOf(answer.status, answer.body),
        answer.body,
        retryAfterMs(answer.retryAfter, nowIso),
      );

/** The error itself if it is one of ours; anything else kept the request from being made or answered. */
export const asDeliveryError = (error: unknown): DeliveryError => {
  if (typeof error === 'object' && error !== null && '_tag' in error) return error as DeliveryError;
  return new NetworkError('UNEXPECTED', error instanceof Error ? error.message : 'an unknown error');
};

/** What to tell an operator about an answer that no retry will heal; `undefined` if there is nothing to add. */
export const adviceOn = (error: DeliveryError): string | undefined => {
  if (error._tag !== 'ApiError') return undefined;
  if (error.status === 401) return 'check writeKey';
  if (error.status !== 404) return undefined;
  return error.code === 'source-disabled'
    ? 'enable the source of this write key in RudderStack'
    : 'check dataPlaneUrl, there is no data plane at its /v1/batch';
};
