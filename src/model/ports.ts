import type { Observable, SchedulerLike } from 'rxjs';

/** One POST. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** To be applied to every text that comes back: errors must not carry the write key. */
  readonly redact: (text: string) => string;
}

/** What is known of an answer. */
export interface HttpAnswer {
  readonly status: number;
  /** The `Retry-After` header, as it came. */
  readonly retryAfter?: string;
  /** The first 64 KB of the text; empty as long as only the head is known, and for every 2xx. */
  readonly body: string;
}

/** Tells whoever listens in this process, such as a monitoring agent. A method's `this` counts: not to be taken apart. */
export interface Channel {
  /** Nobody listens: nothing need be made for it. */
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/** Everything the client needs of the outside world. A test hands in stand-ins and runs the client in virtual time. */
export interface Ports {
  /** Every timer of the client. */
  readonly scheduler: SchedulerLike;
  /** Emits once after so many milliseconds, without holding the process. */
  readonly background: (ms: number) => Observable<unknown>;
  /** Milliseconds that never jump: for pauses and durations. */
  readonly monotonicNow: () => number;
  /** The wall clock as ISO 8601 UTC with milliseconds: for timestamps on the wire. */
  readonly isoNow: () => string;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** A fresh messageId. */
  readonly newId: () => string;
  /** UTF-8 bytes of a string. */
  readonly byteLength: (text: string) => number;
  /**
   * UTF-8 of the parts, one after another. `bytes` is how many it takes, so that none need be measured; a wrong number costs
   * time.
   */
  readonly utf8: (parts: readonly string[], bytes: number) => Uint8Array;
  /** At level 1: the levels above cost more CPU than they save bytes of JSON. */
  readonly gzip: (body: Uint8Array) => Observable<Uint8Array>;
  /**
   * Makes one request on subscription and emits what is known of the answer, each time more: the head, then, unless it
   * is a 2xx, the head with its text. Completes at the end of the body; a body that breaks off completes too, since the
   * status is what counts. Errors with a `NetworkError` only if there is no head. Unsubscribing aborts the request.
   */
  readonly http: (request: HttpRequest) => Observable<HttpAnswer>;
  /** What takes every `Attempt`, and what takes every `Outcome`. */
  readonly channels: { readonly attempt: Channel; readonly outcome: Channel };
}
