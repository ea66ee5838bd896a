import { Observable } from 'rxjs';
import type { Entry } from './entry.js';
import type { Ledger } from './ledger.js';
import type { Config } from './model/config.js';
import type { Turns } from './turns.js';

/** Where events that can wait stand in line until the queue has room for them. */
export interface Room {
  /**
   * Emits once: when all who asked before have been served and an event of so many bytes has room. Once the client is
   * closing it lets everybody pass. To be subscribed to where there is stack left: who waits may be served at once.
   *
   * @param bytes 0 for an event that has not been pulled yet
   */
  readonly ask: (bytes: number) => Observable<void>;
  readonly fits: (bytes: number) => boolean;
  readonly entered: (entry: Entry) => void;
  readonly settled: (entries: readonly Entry[]) => void;
  /** Lets those pass at once that have an event in hand, and the others turn by turn. */
  readonly close: () => void;
}

interface Waiter {
  readonly bytes: number;
  readonly pass: () => void;
}

/** What is left is for calls, which can't wait. */
const SHARE = 3 / 4;

/** A source that always has more must keep neither the network nor the host from its turn. */
const MAX_A_TURN = 256;

/** @param onFull is called, in a turn, when somebody has to wait for room */
export const createRoom = (
  { maxQueueSize, maxQueueBytes }: Pick<Config, 'maxQueueSize' | 'maxQueueBytes'>,
  ledger: Pick<Ledger, 'pending' | 'pendingBytes'>,
  turns: Turns,
  onFull: () => void,
): Room => {
  const maxCount = Math.max(1, Math.floor(maxQueueSize * SHARE));
  const maxBytes = Math.floor(maxQueueBytes * SHARE);
  let count = 0;
  let bytes = 0;
  /** In the order in which they asked. */
  const waiting = new Set<Waiter>();
  let leftThisTurn = MAX_A_TURN;
  let isWoken = false;
  let isServing = false;
  let isClosed = false;

  // One event alone may be larger than the share.
  const fits = (more: number): boolean =>
    ledger.pending() < maxQueueSize &&
    ledger.pendingBytes() + more <= maxQueueBytes &&
    (count === 0 || (count < maxCount && bytes + more <= maxBytes));

  /** Who doesn't fit holds up all behind it, or the large would wait for as long as there are small ones. */
  const first = (): Waiter | undefined => {
    const [waiter] = waiting;
    return waiter !== undefined && leftThisTurn > 0 && (isClosed || fits(waiter.bytes)) ? waiter : undefined;
  };

  const letPass = (waiter: Waiter) => {
    waiting.delete(waiter);
    waiter.pass();
  };

  // A loop, not a recursion: who passes may ask again at once, behind the others.
  const serve = () => {
    if (isServing) return;
    isServing = true;
    try {
      for (let waiter = first(); waiter !== undefined; waiter = first()) {
        leftThisTurn -= 1;
        letPass(waiter);
      }
    } finally {
      isServing = false;
    }
    if (leftThisTurn === 0) wake();
    else if (waiting.size > 0) turns.push(onFull);
  };

  const wake = () => {
    if (isWoken || waiting.size === 0) return;
    isWoken = true;
    turns.push(() => {
      isWoken = false;
      leftThisTurn = MAX_A_TURN;
      serve();
    });
  };

  return {
    ask: (more) =>
      new Observable((subscriber) => {
        const waiter: Waiter = {
          bytes: more,
          pass: () => {
            subscriber.next();
            subscriber.complete();
          },
        };
        waiting.add(waiter);
        serve();
        return () => {
          // It may have held up others that fit.
          if (waiting.delete(waiter)) wake();
        };
      }),
    fits,
    entered: (entry) => {
      count += 1;
      bytes += entry.bytes;
    },
    settled: (entries) => {
      for (const entry of entries) {
        if (!entry.isPulled) continue;
        count -= 1;
        bytes -= entry.bytes;
      }
      wake();
    },
    close: () => {
      isClosed = true;
      for (const waiter of [...waiting]) if (waiter.bytes > 0) letPass(waiter);
      wake();
    },
  };
};
