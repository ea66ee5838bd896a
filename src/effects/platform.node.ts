import { Buffer } from 'node:buffer';
import { channel } from 'node:diagnostics_channel';
import { gzip } from 'node:zlib';
import { bindNodeCallback } from 'rxjs';
import { createFetch } from './node-fetch.js';
import type { Platform } from './platform.js';

/** Node.js: undici, with connections that all clients of the process share; zlib on libuv's threads. */
export const platform: Platform = {
  fetch: createFetch(),
  gzip: (text) => bindNodeCallback<[string, { level: number }], [Buffer]>(gzip)(text, { level: 1 }),
  byteLength: (text) => Buffer.byteLength(text),
  utf8: (text) => Buffer.from(text),
  channel,
};
