import { Observable, type OperatorFunction, type SchedulerLike, Subscription } from 'rxjs';

export interface ReleaseConfig<T> {
  /** How many released batches may be out at once. */
  readonly slots: number;
  /** Each notification says that one released batch is done. */
  readonly freed: Observable<unknown>;
  /** Values that a released batch holds at most. */
  readonly maxCount: number;
  /** The size that a released batch has at most; one value alone may be larger. */
  readonly maxSize: number;
  readonly sizeOf: (value: T) => number;
  /** How long a batch waits for company although a slot is free, while another is out. */
  readonly patienceMs: number;
  /** Each notification ends the patience of what waits. */
  readonly flushes: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

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
      let waiting: T[] = [];
      /** `waiting` before this index is out already: shifting an array costs as much as it is long. */
      let head = 0;
      let size = 0;
      let out = 0;
      /** Nothing more will come, or what waits has waited long enough. */
      let urgent = false;
      let completed = false;
      let emitting = false;
      let patience = Subscription.EMPTY;

      const mayGo = () => {
        const count = waiting.length - head;
        if (count === 0 || out >= config.slots) return false;
        return urgent || out === 0 || count >= config.maxCount || size >= config.maxSize;
      };

      const take = (): readonly T[] => {
        const start = head;
        let taken = 0;
        while (head < waiting.length && head - start < config.maxCount) {
          const next = config.sizeOf(waiting[head] as T);
          if (head > start && taken + next > config.maxSize) break;
          taken += next;
          head += 1;
        }
        const batch = waiting.slice(start, head);
        size -= taken;
        if (head === waiting.length) {
          waiting = [];
          head = 0;
          patience.unsubscribe();
          urgent = completed;
        } else if (head > waiting.length / 2) {
          waiting = waiting.slice(head);
          head = 0;
        }
        return batch;
      };

      // A loop, not a recursion: what is released may be done before `next` returns.
      const releaseAll = () => {
        if (emitting) return;
        emitting = true;
        while (!subscriber.closed && mayGo()) {
          out += 1;
          subscriber.next(take());
        }
        emitting = false;
        if (completed && waiting.length === 0) subscriber.complete();
      };

      const hurry = () => {
        urgent = completed || waiting.length > 0;
        releaseAll();
      };

      const error = (reason: unknown) => {
        subscriber.error(reason);
      };
      subscriber.add(() => {
        patience.unsubscribe();
        waiting = [];
      });
      subscriber.add(
        source.subscribe({
          next: (batch) => {
            for (const value of batch) {
              waiting.push(value);
              size += config.sizeOf(value);
            }
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
