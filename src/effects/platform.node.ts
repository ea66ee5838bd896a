import { Buffer } from 'node:buffer';
import { channel } from 'node:diagnostics_channel';
import { constants, gzip, type ZlibOptions } from 'node:zlib';
import { bindNodeCallback } from 'rxjs';
import { createFetch } from './node-fetch.js';
import type { Platform } from './platform.js';

/**
 * Looking back 16 KB takes no more bytes for the events of the benchmark than zlib's 32 KB, and a sixth less CPU (Node.js
 * 20), since there is less to set up. Each piece of what is made is a trip to a thread and back: JSON that shrinks to a
 * quarter takes one.
 */
const optionsFor = (body: Uint8Array): ZlibOptions => ({
  level: 1,
  windowBits: 14,
  chunkSize: Math.max(constants.Z_DEFAULT_CHUNK, Math.ceil(body.length / 4)),
});

const encoder = new TextEncoder();

/** In bytes: room for one shows that there was more to write than was said. */
const LONGEST_CHARACTER = 4;

/** Node.js: undici, with connections that all clients of the process share; zlib on libuv's threads. */
export const platform: Platform = {
  fetch: createFetch(),
  gzip: (body) => bindNodeCallback<[Uint8Array, ZlibOptions], [Buffer]>(gzip)(body, optionsFor(body)),
  byteLength: (text) => Buffer.byteLength(text),
  // Straight into the bytes, and none of the pool that small buffers share: to join the parts, and measure them again, takes
  // four times as long (Node.js 20).
  utf8: (parts, bytes) => {
    const body = Buffer.allocUnsafeSlow(bytes + LONGEST_CHARACTER);
    let at = 0;
    for (const part of parts) at += body.write(part, at);
    // Where the count is off, or write made other bytes of the text, as in Node.js 22.7, the standard encoder does it.
    return at === bytes ? body.subarray(0, at) : encoder.encode(parts.join(''));
  },
  channel,
};
