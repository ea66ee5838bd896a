import { ApiError, type DeliveryError, NetworkError } from '../model/errors.js';
import type { HttpAnswer } from '../model/ports.js';
import { apiErrorCodeOf } from './api-error-code.js';
import { retryAfterMs } from './retry-after.js';

/** Any 2xx is, whatever its body says. */
export const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status <= 299;

/** What a server may say, or a proxy before it, that takes a compressed body for one that is broken. */
const mayBeGzip = (status: number, code: ApiError['code']): boolean =>
  status === 415 || (status === 400 && (code === 'invalid-json' || code === 'unknown'));

/**
 * The error that an answer stands for; `undefined` for a success. A redirect is an error too: following one
 * could carry the events and the write key elsewhere.
 *
 * @param gzip whether the request was compressed
 */
export const refusalOf = (answer: HttpAnswer, nowIso: string, gzip: boolean): ApiError | undefined => {
  if (isSuccess(answer)) return undefined;
  const { status, body, retryAfter } = answer;
  const code = apiErrorCodeOf(status, body);
  const hint =
    gzip && mayBeGzip(status, code)
      ? 'if it refuses every request, it may not take gzip: set `gzip: false`'
      : undefined;
  return new ApiError(status, code, body, retryAfterMs(retryAfter, nowIso), hint);
};

/** The error itself if it is one of ours; anything else kept the request from being made or answered. */
export const asDeliveryError = (error: unknown): DeliveryError => {
  if (typeof error === 'object' && error !== null && '_tag' in error) return error as DeliveryError;
  return new NetworkError('UNEXPECTED', error instanceof Error ? error.message : 'an unknown error');
};

/** What to tell an operator about an answer that no retry will heal; `undefined` if there is nothing to add. */
export const adviceOn = (error: DeliveryError): string | undefined => {
  if (error._tag !== 'ApiError') return undefined;
  switch (error.status) {
    case 401:
      return 'check writeKey';
    case 403:
      return 'check writeKey, and what a proxy or firewall before the data plane lets through';
    case 404:
      return error.code === 'source-disabled'
        ? 'enable the source of this write key in RudderStack'
        : 'check dataPlaneUrl, there is no data plane at its /v1/batch';
    case 407:
      return 'a proxy asks who you are: hand createClient a `fetch` that tells it';
    default:
      return error.status >= 300 && error.status <= 399
        ? 'redirects are never followed: set dataPlaneUrl to where this one leads'
        : undefined;
  }
};
