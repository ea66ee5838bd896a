import { Buffer } from 'node:buffer';
import { channel } from 'node:diagnostics_channel';
import { gzip } from 'node:zlib';
import { bindNodeCallback } from 'rxjs';
import { Agent, request } from 'undici';
import type { Platform } from './platform.js';

/**
 * One for all clients of the process, made at the first request. The client's own `timeout` rules: undici's are off. It
 * keeps idle connections for 4 s and lets the process end over them.
 */
let sharedAgent: Agent | undefined;
const agent = (): Agent =>
  (sharedAgent ??= new Agent({ connect: { timeout: 0 }, headersTimeout: 0, bodyTimeout: 0 }));

const first = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;

/** Node.js: undici without the global `fetch` around it (a sixth of its CPU), zlib on libuv's threads. */
export const platform: Platform = {
  fetch: async (url, { method, headers, body, signal }) => {
    const answer = await request(url, { method, headers, body, signal, dispatcher: agent() });
    return {
      ok: answer.statusCode >= 200 && answer.statusCode <= 299,
      status: answer.statusCode,
      headers: { get: (name) => first(answer.headers[name]) },
      body: answer.body,
    };
  },
  gzip: (text) => bindNodeCallback<[string, { level: number }], [Buffer]>(gzip)(text, { level: 1 }),
  byteLength: (text) => Buffer.byteLength(text),
  utf8: (text) => Buffer.from(text),
  channel,
};
