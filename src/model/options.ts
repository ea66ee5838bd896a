import type { DeliveryError } from './errors.js';
import type { Message } from './message.js';

/** Takes one line each. A throwing logger is silenced for that line. */
export interface Logger {
  readonly debug: (line: string) => void;
  readonly info: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly error: (line: string) => void;
}

/** A batch that failed for good. */
export interface DeliveryFailure {
  readonly error: DeliveryError;
  readonly events: readonly Message[];
  readonly attempts: number;
}

/** What it throws, or its promise rejects with, is logged; the delivery goes on. */
export type ErrorHandler = (error: DeliveryError, events: readonly Message[]) => unknown;

/** An RxJS observer of failures; completed by the shutdown, never sent an error. */
export interface ErrorObserver {
  readonly next: (failure: DeliveryFailure) => unknown;
  readonly complete?: (() => unknown) | undefined;
}

/** How a request leaves: `url` is a string, `init.body` a `Uint8Array`; must heed `init.signal`. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;
export interface FetchInit {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

/** All durations are whole milliseconds. */
export interface ClientOptions {
  /** The source's write key. Required unless `send` is `false`. */
  readonly writeKey?: string;
  /** http(s) URL of the data plane, base path allowed; requests go to `{dataPlaneUrl}/v1/batch`. Required unless `send` is `false`. */
  readonly dataPlaneUrl?: string;
  /** Called once for every batch that ends in `Failed`, except those a shutdown cut off; never for drops. */
  readonly onError?: ErrorHandler | ErrorObserver;
  /** Log what the client does. @default false */
  readonly debug?: boolean;
  /** `false`: nothing leaves the process; every call is validated and ends in `Dropped` `disabled`. @default true */
  readonly send?: boolean;
  /** Each call becomes its own request at once, in call order, one in flight. @default false */
  readonly syncMode?: boolean;
  /** Events accepted and not yet settled; past it, calls end in `Dropped` `queue-full`. @default 10000 */
  readonly maxQueueSize?: number;
  /** Compress request bodies; needs rudder-server 1.4 or newer. @default true */
  readonly gzip?: boolean;
  /** For one request, head and body; 100 at least. @default 15000 */
  readonly timeout?: number;
  /** Retries of one batch; 0 means one attempt. @default 10 */
  readonly maxRetries?: number;
  /** How long an event waits at most before its batch is closed. @default 500 */
  readonly uploadInterval?: number;
  /** Events that close a batch. @default 100 */
  readonly uploadSize?: number;
  /** UTF-8 bytes of one event's JSON as sent; more ends in `Dropped` `too-large`. @default 32768 */
  readonly maxEventBytes?: number;
  /** Uncompressed bytes of one request body; at most 4096000, the gateway's limit. @default 500000 */
  readonly maxBatchBytes?: number;
  /** Requests in flight at once; a batch in back-off keeps its slot. @default 4 */
  readonly concurrency?: number;
  /** Exponential, between half and all of `min(maxMs, baseMs × 2^n)`. @default { baseMs: 500, maxMs: 30000 } */
  readonly backoff?: { readonly baseMs?: number; readonly maxMs?: number };
  /** `false` silences. @default one line each to stderr */
  readonly logger?: Logger | false;
  /** For proxies and mutual TLS. @default the runtime's fastest */
  readonly fetch?: Fetch;
}
