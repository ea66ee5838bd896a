import type { DeliveryError } from './errors.js';

/** What the pipeline needs of an event. */
export interface Sendable {
  /** Its JSON without the closing brace: each attempt appends `sentAt`. */
  readonly json: string;
  /** UTF-8 bytes of the event as sent, `sentAt` included. */
  readonly bytes: number;
  /** Where it keeps its place in the order of the calls; 0 for all if there is one lane. */
  readonly lane: number;
}

/** One request that was made, and what came of it: a 2xx, or an error, which has a status only if there was an answer. */
export type Exchange = {
  /** Of the JSON body. */
  readonly bytes: number;
  /** Of the body as sent. */
  readonly wireBytes: number;
  readonly durationMs: number;
} & (
  | { readonly status: number; readonly error?: never }
  | { readonly status?: number; readonly error: DeliveryError }
);

/** An exchange, seen from its batch. */
export type RequestMade<E> = Exchange & {
  readonly events: readonly E[];
  /** 1 for the batch's first. */
  readonly attempt: number;
  readonly willRetry: boolean;
};

/**
 * A batch on its way out, with the requests that have carried it: `released` from the queue, `requesting`, `waiting` for
 * its next attempt, or `split` into batches of their own, each `standing-by` until its turn comes.
 */
export interface Progress<E> {
  readonly events: readonly E[];
  readonly phase: 'released' | 'requesting' | 'waiting' | 'split' | 'standing-by';
  readonly attempts: number;
}

/** How a batch ended after so many requests: with the status of a 2xx, or with the error that was final. */
export type Ending = { readonly attempts: number } & (
  { readonly status: number; readonly error?: never } | { readonly error: DeliveryError }
);

/** How an event ended that gave way to a newer one. */
export interface Eviction {
  readonly reason: 'queue-full';
  readonly detail: string;
}

export interface Settled<E> {
  readonly events: readonly E[];
  readonly ending: Ending;
}
