import { VERSION } from '../version.js';

/** Basic authentication with the write key as the user, as UTF-8, and no password (RFC 7617). */
const basic = (writeKey: string): string => {
  const bytes = new TextEncoder().encode(`${writeKey}:`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
};

/** Where requests go, and what every one of them says. */
export const recipientOf = (writeKey: string, dataPlaneUrl: string, gzip: boolean) => ({
  url: `${dataPlaneUrl.replace(/\/+$/, '')}/v1/batch`,
  headers: {
    authorization: basic(writeKey),
    'content-type': 'application/json',
    'user-agent': `rudder-rx/${VERSION}`,
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
  },
});
