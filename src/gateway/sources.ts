import type { Refusal } from './verdict.js';

/** The write keys that the gateway knows. */
export interface Sources {
  /** `undefined`: every key is known. */
  readonly writeKeys: ReadonlySet<string> | undefined;
  readonly disabledWriteKeys: ReadonlySet<string>;
}

/** Where a request carries its write key. */
export type KeyPlace = 'header' | 'query';

/** The user name of Basic authentication, which needs a colon; the password is ignored (gateway/handle_http_auth.go:31). */
export const keyInHeader = (authorization: string | undefined): string => {
  const encoded = /^basic +(.*)$/i.exec(authorization ?? '')?.[1] ?? '';
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.length === 0 ? '' : user;
};

/** The first `writeKey` of a query string (gateway/handle_http_beacon.go:18-25). */
export const keyInQuery = (query: string): string => new URLSearchParams(query).get('writeKey') ?? '';

/** Why a write key opens nothing; `undefined` if it does. */
export const refusalOfKey = (writeKey: string, place: KeyPlace, sources: Sources): Refusal | undefined => {
  if (writeKey === '') {
    return place === 'header'
      ? 'failed to read writekey from header'
      : 'failed to read writekey from query params';
  }
  // A disabled source need not be listed among the known ones.
  if (sources.disabledWriteKeys.has(writeKey)) return 'source is disabled';
  return sources.writeKeys?.has(writeKey) === false ? 'invalid write key' : undefined;
};
