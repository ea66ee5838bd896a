import type { Observable } from 'rxjs';
import type { FetchInit } from '../model/options.js';
import type { Channel } from '../model/ports.js';

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
  readonly gzip: (text: string) => Observable<Uint8Array>;
  readonly byteLength: (text: string) => number;
  readonly utf8: (text: string) => Uint8Array;
  readonly channel: (name: string) => Channel;
}
