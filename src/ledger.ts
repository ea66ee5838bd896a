import { AsyncSubject, type Observable, of } from 'rxjs';
import type { DropReason, Totals } from './model/outcome.js';

/** The events accepted between two flushes: each of them keeps its epoch, to be settled with. */
export interface Epoch {
  pending: number;
  readonly cleared: AsyncSubject<void>;
}

/** What the books keep of an accepted event. */
export interface Booked {
  readonly epoch: Epoch;
  readonly bytes: number;
}

const newEpoch = (): Epoch => ({ pending: 0, cleared: new AsyncSubject() });

/** All that is in the books. */
export interface Books extends Omit<Totals, 'dropped'> {
  readonly calls: number;
  readonly pendingBytes: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
}

/** The client's books. Every entry changes them at once: `calls = delivered + failed + dropped + pending`, always. */
export interface Ledger {
  readonly books: () => Books;
  readonly totals: () => Totals;
  readonly pending: () => number;
  readonly pendingBytes: () => number;
  /** A call that was refused. */
  readonly drop: (reason: DropReason) => void;
  /** A call that was accepted, of so many bytes. */
  readonly accept: (bytes: number) => Epoch;
  readonly settle: (events: readonly Booked[], end: 'delivered' | 'failed' | DropReason) => void;
  /** Emits once, when everything accepted before has settled: at once if nothing is pending. */
  readonly cleared: () => Observable<void>;
}

export const createLedger = (): Ledger => {
  let calls = 0;
  let delivered = 0;
  let failed = 0;
  let pending = 0;
  let pendingBytes = 0;
  const dropped: Record<DropReason, number> = {
    closed: 0,
    invalid: 0,
    'too-large': 0,
    filtered: 0,
    disabled: 0,
    'queue-full': 0,
  };
  // Events settle out of order, so a flush waits for its epoch and all before it, not for a count.
  let current = newEpoch();
  const earlier: Epoch[] = [];

  return {
    books: () => ({ calls, delivered, failed, pending, pendingBytes, dropped: { ...dropped } }),
    totals: () => ({
      delivered,
      failed,
      dropped: Object.values(dropped).reduce((sum, many) => sum + many, 0),
      pending,
    }),
    pending: () => pending,
    pendingBytes: () => pendingBytes,
    drop: (reason) => {
      calls += 1;
      dropped[reason] += 1;
    },
    accept: (bytes) => {
      calls += 1;
      current.pending += 1;
      pending += 1;
      pendingBytes += bytes;
      return current;
    },
    settle: (events, end) => {
      for (const { epoch, bytes } of events) {
        epoch.pending -= 1;
        pendingBytes -= bytes;
      }
      pending -= events.length;
      if (end === 'delivered') delivered += events.length;
      else if (end === 'failed') failed += events.length;
      else dropped[end] += events.length;
      for (let oldest = earlier[0]; oldest?.pending === 0; oldest = earlier[0]) {
        earlier.shift();
        oldest.cleared.next();
        oldest.cleared.complete();
      }
    },
    cleared: () => {
      if (pending === 0) return of(undefined);
      // What is accepted from now on belongs to the next epoch; with nothing accepted since, flushes share one.
      if (current.pending > 0) {
        earlier.push(current);
        current = newEpoch();
      }
      return earlier.at(-1)?.cleared ?? of(undefined);
    },
  };
};
