import { gzip } from 'pako';
import { defer, of } from 'rxjs';
import type { Platform } from './platform.js';

const encoder = new TextEncoder();

/** Any runtime with the Web's standard functions: the global `fetch`, and pako on the calling thread. */
export const platform: Platform = {
  fetch: (url, init) => globalThis.fetch(url, init),
  gzip: (body) => defer(() => of(gzip(body, { level: 1 }))),
  byteLength: (text) => encoder.encode(text).length,
  utf8: (parts) => encoder.encode(parts.join('')),
  // Nobody could listen.
  channel: () => ({ hasSubscribers: false, publish: () => undefined }),
};
