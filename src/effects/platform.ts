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
export interface Platform extends Pick<Ports, 'gzip' | 'byteLength' | 'utf8'> {
  readonly fetch: (url: string, init: FetchInit) => Promise<FetchedResponse>;
  readonly channel: (name: string) => Channel;
}
