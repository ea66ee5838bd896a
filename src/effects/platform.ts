import type { FetchInit } from '../model/options.js';
import type { Channel, Ports } from '../model/ports.js';

/** What the client reads of a response. The global `Response` is one. */
export interface FetchedResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** What differs between runtimes; `#platform` in package.json picks one. */
export interface Platform {
  readonly fetch: (url: string, init: FetchInit) => Promise<FetchedResponse>;
  /** Level 1: the levels above cost more CPU than they save bytes of JSON. */
  readonly gzip: Ports['gzip'];
  readonly byteLength: Ports['byteLength'];
  readonly utf8: Ports['utf8'];
  readonly channel: (name: string) => Channel;
}
