import { Observable, type OperatorFunction, type SchedulerLike, Subscription } from 'rxjs';
import { Queue } from '../pure/queue.js';
import type { Gate } from './gate.js';

export interface ReleaseConfig<T> {
  /** How many released batches may be out at once. */
  readonly slots: number;
  /** Each notification says that one released batch is done. */
  readonly freed: Observable<unknown>;
  /** Values that a released batch holds at most. */
  readonly maxCount: number;
  /** The size that a released batch has at most, as of now; one value alone may be larger. */
  readonly maxSize: () => number;
  readonly sizeOf: (value: T) => number;
  /** A value that was taken back while it waited: it is left out. */
  readonly isGone: (value: T) => boolean;
  /** While it is closed nothing leaves: what waits grows on. */
  readonly gate: Pick<Gate, 'opens' | 'isOpen'>;
  /** How long a batch waits for company although a slot is free, while another is out. */
  readonly patienceMs: number;
  /** Each notification ends the patience of what waits. */
  readonly flushes: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/** Below, sweeping is not worth it. */
const MIN_SWEEP = 1024;

/**
 * Lets batches out as slots free up, in order. Those that wait grow together, up to `maxCount` and `maxSize`, so that a
 * slow consumer gets fewer, larger ones. Since a batch leaves only into a free slot, a `mergeMap` behind it never queues:
 * everything that waits waits here.
 *
 * Completes when the source has completed and all that waited is out; on an error what waits is lost.
 */
export const release =
  <T>(config: ReleaseConfig<T>): OperatorFunction<readonly T[], readonly T[]> =>
  (source) =>
    new Observable((subscriber) => {
      const error = (reason: unknown) => {
        subscriber.error(reason);
      };
      const waiting = new Queue<T>();
      let size = 0;
      let out = 0;
      /** Nothing more will come, or what waits has waited long enough. */
      let urgent = false;
      let completed = false;
      let emitting = false;
      let patience = Subscription.EMPTY;
      let opening = Subscription.EMPTY;
      /** Where what is gone is swept out next, so that it can't pile up: each sweep pays for itself. */
      let sweepAt = MIN_SWEEP;
      let sweepAtSize = config.maxSize();

      const shift = (): T => {
        const value = waiting.shift() as T;
        size -= config.sizeOf(value);
        return value;
      };

      const sweep = () => {
        waiting.retain((value) => {
          const stays = !config.isGone(value);
          if (!stays) size -= config.sizeOf(value);
          return stays;
        });
        sweepAt = Math.max(MIN_SWEEP, 2 * waiting.length);
        sweepAtSize = Math.max(config.maxSize(), 2 * size);
      };

      const isReady = () => {
        if (waiting.length === 0 || out >= config.slots) return false;
        return urgent || out === 0 || waiting.length >= config.maxCount || size >= config.maxSize();
      };

      /** The next batch; empty if all that waited is gone. */
      const take = (): readonly T[] => {
        const batch: T[] = [];
        let batchSize = 0;
        while (waiting.length > 0 && batch.length < config.maxCount) {
          const next = waiting.peek() as T;
          if (!config.isGone(next)) {
            batchSize += config.sizeOf(next);
            if (batch.length > 0 && batchSize > config.maxSize()) break;
            batch.push(next);
          }
          shift();
        }
        if (waiting.length === 0) {
          patience.unsubscribe();
          urgent = completed;
        }
        return batch;
      };

      // A loop, not a recursion: what is released may be done before `next` returns.
      const releaseAll = () => {
        if (emitting) return;
        emitting = true;
        let isHeld = false;
        while (!subscriber.closed && isReady()) {
          // Asked once: a pause can end from one question to the next.
          isHeld = !config.gate.isOpen();
          if (isHeld) break;
          const batch = take();
          if (batch.length === 0) continue;
          out += 1;
          subscriber.next(batch);
        }
        emitting = false;
        if (completed && waiting.length === 0) subscriber.complete();
        else if (isHeld && opening.closed) awaitOpening();
      };

      const awaitOpening = () => {
        opening = new Subscription();
        opening.add(config.gate.opens.subscribe({ next: reopen, error }));
      };
      const reopen = () => {
        opening.unsubscribe();
        releaseAll();
      };

      const hurry = () => {
        urgent = completed || waiting.length > 0;
        releaseAll();
      };

      subscriber.add(() => {
        patience.unsubscribe();
        opening.unsubscribe();
      });
      subscriber.add(
        source.subscribe({
          next: (batch) => {
            for (const value of batch) {
              waiting.push(value);
              size += config.sizeOf(value);
            }
            if (waiting.length >= sweepAt || size >= sweepAtSize) sweep();
            releaseAll();
            if (waiting.length > 0 && !urgent && patience.closed) {
              patience = config.scheduler.schedule(hurry, config.patienceMs);
            }
          },
          error,
          complete: () => {
            completed = true;
            hurry();
          },
        }),
      );
      subscriber.add(
        config.freed.subscribe({
          next: () => {
            out -= 1;
            releaseAll();
          },
          error,
        }),
      );
      // After the source: a batch that the same flush closes upstream is here by then.
      subscriber.add(config.flushes.subscribe({ next: hurry, error }));
    });
