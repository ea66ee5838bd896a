import { Observable, type OperatorFunction, type SchedulerLike, Subscription } from 'rxjs';

export interface BatchConfig<T> {
  /** Values that close a batch. */
  readonly maxCount: number;
  /** A batch is closed before the value that would bring its size above this; one value alone may be larger. */
  readonly maxSize: number;
  readonly sizeOf: (value: T) => number;
  /** How long the first value of a batch waits at most. */
  readonly maxWaitMs: number;
  /** Each notification closes the open batch at once. */
  readonly flushes: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/**
 * Emits the source's values in batches: one is closed at `maxCount`, before `maxSize`, `maxWaitMs` after its first value
 * or at a flush, whichever is first. While no batch is open nothing is timed, and no empty batch is ever emitted.
 *
 * It equals `bufferTime(maxWaitMs, null, maxCount)` opened by each batch's first value, and `bufferCount(maxCount)` where
 * no time passes; a property holds it to both. What they lack: they know no sizes and no flush, `bufferTime` ticks and
 * emits empty arrays while idle, and re-opening it from outside loses what is emitted while a buffer is handed out.
 *
 * On completion the open batch is emitted; on an error it is lost, as with RxJS's buffers.
 */
export const batch =
  <T>(config: BatchConfig<T>): OperatorFunction<T, readonly T[]> =>
  (source) =>
    new Observable((subscriber) => {
      let open: T[] = [];
      let size = 0;
      let alarm = Subscription.EMPTY;

      // All state is settled before a batch leaves: whoever gets it may emit into the source again.
      const closeAndOpen = (next: T[], nextSize: number) => {
        const closed = open;
        open = next;
        size = nextSize;
        alarm.unsubscribe();
        if (next.length > 0) alarm = config.scheduler.schedule(close, config.maxWaitMs);
        if (closed.length > 0) subscriber.next(closed);
      };
      const close = () => {
        closeAndOpen([], 0);
      };

      const error = (reason: unknown) => {
        subscriber.error(reason);
      };
      subscriber.add(config.flushes.subscribe({ next: close, error }));
      subscriber.add(
        source.subscribe({
          next: (value) => {
            const valueSize = config.sizeOf(value);
            if (open.length === 0 || size + valueSize > config.maxSize) {
              closeAndOpen([value], valueSize);
            } else {
              open.push(value);
              size += valueSize;
            }
            if (open.length >= config.maxCount) close();
          },
          error,
          complete: () => {
            close();
            subscriber.complete();
          },
        }),
      );
      subscriber.add(() => {
        alarm.unsubscribe();
      });
    });
