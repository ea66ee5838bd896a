import { AsyncSubject, type Observable, of } from 'rxjs';
import type { Totals } from './model/outcome.js';

/** The events accepted between two flushes: each of them keeps its epoch, to be settled with. */
export interface Epoch {
  pending: number;
  readonly cleared: AsyncSubject<void>;
}

const newEpoch = (): Epoch => ({ pending: 0, cleared: new AsyncSubject() });

/** The client's books. Every entry changes them at once: `calls = delivered + failed + dropped + pending`, always. */
export interface Ledger {
  readonly totals: () => Totals;
  readonly pending: () => number;
  readonly drop: () => void;
  readonly accept: () => Epoch;
  readonly settle: (events: readonly { readonly epoch: Epoch }[], end: 'delivered' | 'failed') => void;
  /** Emits once, when everything accepted before has settled: at once if nothing is pending. */
  readonly cleared: () => Observable<void>;
}

export const createLedger = (): Ledger => {
  let delivered = 0;
  let failed = 0;
  let dropped = 0;
  let pending = 0;
  // Events settle out of order, so a flush waits for its epoch and all before it, not for a count.
  let current = newEpoch();
  const earlier: Epoch[] = [];

  return {
    totals: () => ({ delivered, failed, dropped, pending }),
    pending: () => pending,
    drop: () => {
      dropped += 1;
    },
    accept: () => {
      current.pending += 1;
      pending += 1;
      return current;
    },
    settle: (events, end) => {
      for (const { epoch } of events) epoch.pending -= 1;
      pending -= events.length;
      if (end === 'delivered') delivered += events.length;
      else failed += events.length;
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
