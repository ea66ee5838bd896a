import { VERSION } from '../model/version.js';

/** UTF-8, as base64. */
const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

/** Plain, shorter ones would garble more than they hide; RudderStack's have 27 characters. */
const MIN_SECRET_LENGTH = 8;

/** Takes a write key, as it is sent and plain, out of a text from outside: an error must not carry it. */
const redactorOf = (writeKey: string, credentials: string) => (text: string) => {
  const withoutCredentials = text.replaceAll(credentials, '[write key]');
  return writeKey.length < MIN_SECRET_LENGTH
    ? withoutCredentials
    : withoutCredentials.replaceAll(writeKey, '[write key]');
};

/** Where requests go, what every one of them says, and what must not come back from there. */
export const recipientOf = (writeKey: string, dataPlaneUrl: string, gzip: boolean) => {
  // Basic authentication with the write key as the user and no password (RFC 7617).
  const credentials = base64(`${writeKey}:`);
  return {
    url: `${new URL(dataPlaneUrl).href.replace(/\/+$/, '')}/v1/batch`,
    headers: {
      authorization: `Basic ${credentials}`,
      'content-type': 'application/json',
      'user-agent': `rudder-rx/${VERSION}`,
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    },
    redact: redactorOf(writeKey, credentials),
  };
};
