import type { Observable } from 'rxjs';
import type { DeliveryError } from './errors.js';
import type { Message } from './message.js';

/** The data plane answered 2xx to a request that carried the event. */
export interface Delivered {
  readonly _tag: 'Delivered';
  readonly message: Message;
  /** Requests that carried the event. */
  readonly attempts: number;
  /** The HTTP status. */
  readonly status: number;
}

/** The event was accepted, and then given up. */
export interface Failed {
  readonly _tag: 'Failed';
  readonly message: Message;
  /** Requests that carried the event; 0 if none did. */
  readonly attempts: number;
  readonly error: DeliveryError;
}

/**
 * Why no request carries an event, in the order in which the reasons apply. But a queue that is full by count refuses an
 * event before it is looked at any closer; and what is both, nested values that can't be sent and too large, is told as
 * what was found first.
 */
export type DropReason = 'closed' | 'invalid' | 'too-large' | 'filtered' | 'disabled' | 'queue-full';

/** The event was not accepted, or, with `overflow: 'drop-oldest'`, gave way to a newer one. No request carried it. */
export interface Dropped {
  readonly _tag: 'Dropped';
  /** As much of it as could be read. */
  readonly message: Partial<Message>;
  readonly reason: DropReason;
  /** Names the field and what to do, never the field's value. */
  readonly detail: string;
}

/** The one end of every call. */
export type Outcome = Delivered | Failed | Dropped;

/** What a call returns. */
export interface Receipt {
  readonly messageId: string;
  /** `false`: the event already ended in `Dropped`. */
  readonly accepted: boolean;
  /** This event's one outcome, then complete; replays; costs nothing until subscribed. */
  readonly outcome: Observable<Outcome>;
}

/** One HTTP request that was made. */
export interface Attempt {
  readonly messages: readonly Message[];
  /** 1 for the first request of a batch. */
  readonly attempt: number;
  /** Absent if there was no answer. */
  readonly status?: number;
  /** Absent if the batch was delivered. */
  readonly error?: DeliveryError;
  readonly willRetry: boolean;
  /** Bytes of the JSON body. */
  readonly bytes: number;
  /** Bytes of the body as sent: compressed, if `gzip` is on. */
  readonly wireBytes: number;
  readonly durationMs: number;
}

/** The client's books at one moment. `calls = delivered + failed + dropped + pending`, always. */
export interface Totals {
  readonly delivered: number;
  readonly failed: number;
  readonly dropped: number;
  /** Accepted and not yet settled. */
  readonly pending: number;
}

/** What a client is doing at one moment. */
export interface ClientState {
  /** `calls = delivered + failed + dropped + pending`, with the sum of `dropped`. */
  readonly calls: number;
  /** Events accepted and not yet settled. */
  readonly pending: number;
  /** Events that no request has carried yet: a part of `pending`. */
  readonly queued: number;
  /** Their UTF-8 bytes. */
  readonly queuedBytes: number;
  /** Requests under way: `concurrency` at most. */
  readonly inFlight: number;
  /** Batches that wait for their next attempt. */
  readonly retrying: number;
  /**
   * When the pause ends that the data plane asked for, or that lies between two probes, in milliseconds since 1970; `null` if
   * there is none.
   */
  readonly pausedUntil: number | null;
  /** Requests kept failing: one at a time tries whether the data plane answers again, then a few. */
  readonly probing: boolean;
  /** `closing` from the call of `shutdown` on, `closed` when its streams complete. */
  readonly lifecycle: 'open' | 'closing' | 'closed';
  readonly delivered: number;
  readonly failed: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
}

/** What `shutdown` resolves with. */
export interface ShutdownResult extends Totals {
  /** The accepted events that the deadline cut off, in call order; they are counted in `failed`. */
  readonly undelivered: readonly Message[];
}
