import type { DeliveryError } from './errors.js';
import type { Message } from './message.js';

/** Takes one line each. What a logger throws, or its promise rejects with, is dropped with that line. */
export interface Logger {
  /** What the client does; with the option `debug` only. */
  readonly debug: (line: string) => unknown;
  /** Losses that come within ten seconds of a warning and are told at the shutdown. */
  readonly info: (line: string) => unknown;
  /** Events that were lost. */
  readonly warn: (line: string) => unknown;
  /** What needs a mend: a wrong key, a wrong URL, a handler that throws. */
  readonly error: (line: string) => unknown;
}

/** A batch, or a piece of one that was split, that failed for good. */
export interface DeliveryFailure {
  readonly error: DeliveryError;
  readonly events: readonly Message[];
  readonly attempts: number;
}

/** What it throws, or its promise rejects with, is logged; the delivery goes on. */
export type ErrorHandler = (error: DeliveryError, events: readonly Message[]) => unknown;

/** An RxJS observer of failures; completed by the shutdown, never sent an error. */
export interface ErrorObserver {
  /** Called once for every batch, or piece of a split one, that ends in `Failed`. */
  readonly next: (failure: DeliveryFailure) => unknown;
  /** Called by the shutdown. */
  readonly complete?: (() => unknown) | undefined;
}

/**
 * Looks at each message before it is queued and may change it: gets a private copy, without the traits that an `identify`
 * repeats in `context.traits`. `type` and `messageId` stay as they are, whatever it returns; the rest is validated again.
 * `null` ends in `Dropped` `filtered`; a throw, or anything that is no message, a promise included, in `invalid`.
 */
export type BeforeSend = (message: Message) => Message | null;

/** How a request leaves: `url` is a string, `init.body` a `Uint8Array`; must heed `init.signal`. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;
/** What a {@link Fetch} is handed besides the URL: as much of a `RequestInit` as the client uses. */
export interface FetchInit {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

/** Which event a full queue drops. */
export type Overflow = 'drop-newest' | 'drop-oldest';

/** Whose events are delivered in call order. */
export type Ordering = 'none' | 'user';

/** All durations are whole milliseconds. */
export interface ClientOptions {
  /** The source's write key. Required unless `send` is `false`. */
  readonly writeKey?: string | undefined;
  /** http(s) URL of the data plane, base path allowed; requests go to `{dataPlaneUrl}/v1/batch`. Required unless `send` is `false`. */
  readonly dataPlaneUrl?: string | undefined;
  /** Called once for every batch, or piece of a split one, that ends in `Failed`, except those a shutdown cut off; never for drops. */
  readonly onError?: ErrorHandler | ErrorObserver | undefined;
  /** Log what the client does. @default false */
  readonly debug?: boolean | undefined;
  /** `false`: nothing leaves the process; every call is validated and ends in `Dropped` `disabled`. @default true */
  readonly send?: boolean | undefined;
  /** Each call becomes its own request at once, in call order, one in flight. @default false */
  readonly syncMode?: boolean | undefined;
  /** Events accepted and not yet settled; past it, `overflow` decides. @default 10000 */
  readonly maxQueueSize?: number | undefined;
  /** UTF-8 bytes of the same events, as sent; whichever bound is reached first counts. @default 67108864 */
  readonly maxQueueBytes?: number | undefined;
  /**
   * What ends in `Dropped` `queue-full` when the queue is full: the new event, or the oldest that is in no request yet (the
   * new one all the same if that makes no room). @default 'drop-newest'
   */
  readonly overflow?: Overflow | undefined;
  /** Compress request bodies; needs rudder-server 1.4 or newer. @default true */
  readonly gzip?: boolean | undefined;
  /** For one request, head and body; 100 at least. @default 15000 */
  readonly timeout?: number | undefined;
  /** Retries of one batch; 0 means one attempt. @default 10 */
  readonly maxRetries?: number | undefined;
  /** How long an event waits at most before its batch is closed. @default 500 */
  readonly uploadInterval?: number | undefined;
  /** Events that close a batch. @default 100 */
  readonly uploadSize?: number | undefined;
  /** UTF-8 bytes of one event's JSON as sent; more, or more than `maxBatchBytes` or `maxQueueBytes`, ends in `Dropped` `too-large`. @default 32768 */
  readonly maxEventBytes?: number | undefined;
  /** Uncompressed bytes of one request body; at most 4096000, the gateway's limit. @default 500000 */
  readonly maxBatchBytes?: number | undefined;
  /** Requests in flight at once; a batch in back-off keeps its slot. @default 4 */
  readonly concurrency?: number | undefined;
  /**
   * `'user'`: the events of one user (`userId`, else `anonymousId`, as sent) are delivered in call order, retries included,
   * while those of others proceed in parallel: in `concurrency` lanes picked by a hash of the id, with one request under way
   * in each. A lane that is stuck delays its share of the users. @default 'none'
   */
  readonly ordering?: Ordering | undefined;
  /** Exponential, between half and all of `min(maxMs, baseMs × 2^n)`. @default { baseMs: 500, maxMs: 30000 } */
  readonly backoff?:
    { readonly baseMs?: number | undefined; readonly maxMs?: number | undefined } | undefined;
  /** Called once for each valid event, at the call. @default none */
  readonly beforeSend?: BeforeSend | undefined;
  /** `false` silences. @default one line each to stderr */
  readonly logger?: Logger | false | undefined;
  /** For proxies and mutual TLS. @default the runtime's fastest */
  readonly fetch?: Fetch | undefined;
}
