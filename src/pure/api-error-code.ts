import type { ApiError, ApiErrorCode } from '../model/errors.js';

/** The gateway's plain texts (gateway/response/response.go:88-126), each the beginning of an answer. */
const MEANINGS: readonly (readonly [text: string, code: ApiErrorCode])[] = [
  ['request neither has anonymousId nor userId', 'missing-ids'],
  ['invalid json', 'invalid-json'],
  ['event is not a valid rudder event', 'invalid-event'],
  ['invalid write key', 'invalid-write-key'],
  ['failed to read writekey', 'invalid-write-key'],
  ['source is disabled', 'source-disabled'],
  ['empty batch payload', 'empty-batch'],
  ['request size exceeds max limit', 'too-large'],
  ['max requests limit reached', 'rate-limited'],
];

/** A code longer than this is no code. */
const MAX_CODE_LENGTH = 100;

const ownCodeOf = (body: string): string | undefined => {
  if (!body.startsWith('{')) return undefined;
  try {
    const { code } = JSON.parse(body) as { readonly code?: unknown };
    if (typeof code !== 'string' || code === '' || code.length > MAX_CODE_LENGTH) return undefined;
    // Spelled out, as it was when the write key was taken out of the text; escapes could bring it back.
    return body.includes(`"${code}"`) ? code : undefined;
  } catch {
    return undefined;
  }
};

/**
 * What an answer means: a JSON answer says so itself, and the gateway's texts are known. What stands between may answer in
 * its own words: 413 and 429 then mean what they mean everywhere (RFC 9110, 15.5.14; RFC 6585, 4).
 */
export const apiErrorCodeOf = (status: number, body: string): ApiError['code'] => {
  const text = body.trim();
  const meaning = MEANINGS.find(([known]) => text.startsWith(known))?.[1];
  const byStatus = status === 413 ? 'too-large' : status === 429 ? 'rate-limited' : 'unknown';
  return ownCodeOf(text) ?? meaning ?? byStatus;
};
