import type { FullBy } from './admission.js';
import type { Entry } from './entry.js';
import type { Ledger } from './ledger.js';
import type { Config } from './model/config.js';
import { count } from './pure/text.js';

/** The bounds of what is pending, and who gives way at them. */
export interface QueueBounds {
  /** Tells of no place only if there is none even after all that may give way has. */
  readonly fullBy: FullBy;
  /** Lets the oldest events go until there is room; to be asked only if there can be. */
  readonly makeRoom: (bytes: number) => void;
  readonly queued: (entry: Entry) => void;
  /** From now on these don't give way any more. */
  readonly released: (entries: readonly Entry[]) => void;
}

/** @param evict settles an event that gives way, with this detail */
export const createQueueBounds = (
  { maxQueueSize, maxQueueBytes, overflow }: Pick<Config, 'maxQueueSize' | 'maxQueueBytes' | 'overflow'>,
  ledger: Pick<Ledger, 'pending' | 'pendingBytes'>,
  evict: (entry: Entry, detail: string) => void,
): QueueBounds => {
  /** In call order; empty unless `overflow` is `drop-oldest`. */
  const mayGo = new Set<Entry>();
  let mayGoBytes = 0;
  // Kept from one eviction to the next: a new one would step over all that is gone again.
  let oldestFirst = mayGo.values();

  const keep = (entry: Entry): boolean => {
    const kept = mayGo.delete(entry);
    if (kept) mayGoBytes -= entry.bytes;
    return kept;
  };

  const oldest = (): Entry | undefined => {
    return oldestFirst.next().value;
  };

  const lackOf = (bytes: number, pending: number, pendingBytes: number): string | undefined => {
    if (pending >= maxQueueSize)
      return `${count(maxQueueSize, 'event')} pending: maxQueueSize allows no more`;
    if (pendingBytes + bytes > maxQueueBytes)
      return `${count(pendingBytes, 'byte')} pending: maxQueueBytes allows ${String(maxQueueBytes)}, and the event has ${String(bytes)}`;
    return undefined;
  };
  const lack = (bytes: number) => lackOf(bytes, ledger.pending(), ledger.pendingBytes());

  return {
    fullBy: (bytes) =>
      lack(bytes) === undefined
        ? undefined
        : lackOf(bytes, ledger.pending() - mayGo.size, ledger.pendingBytes() - mayGoBytes),
    makeRoom: (bytes) => {
      for (let detail = lack(bytes); detail !== undefined; detail = lack(bytes)) {
        const entry = oldest();
        if (entry === undefined) return;
        keep(entry);
        evict(entry, `it gave way to a newer event (overflow: 'drop-oldest'): ${detail}`);
      }
    },
    queued: (entry) => {
      if (overflow !== 'drop-oldest') return;
      mayGo.add(entry);
      mayGoBytes += entry.bytes;
    },
    released: (entries) => {
      if (mayGo.size === 0) return;
      for (const entry of entries) keep(entry);
      // An iterator that stands still keeps every table that the set has outgrown, and all that was in them.
      oldestFirst = mayGo.values();
    },
  };
};
