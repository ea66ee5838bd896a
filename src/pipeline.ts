import { defer, finalize, groupBy, mergeMap, type Observable, type OperatorFunction, Subject } from 'rxjs';
import { createDelivery, type DeliveryConfig } from './delivery.js';
import type { Sendable, Settled } from './model/delivery.js';
import type { Ports } from './model/ports.js';
import { batch } from './operators/batch.js';
import { release } from './operators/release.js';
import { ENVELOPE_BYTES } from './pure/envelope.js';

export interface PipelineConfig<E> extends Omit<DeliveryConfig<E>, 'tooLarge'> {
  readonly uploadIntervalMs: number;
  readonly uploadSize: number;
  readonly maxBatchBytes: number;
  /** In each of them batches leave in order, and none waits for another lane's. */
  readonly lanes: number;
  /** Requests of a lane in flight at once; a batch in back-off keeps its slot. */
  readonly slots: number;
  /** Events that a batch may grow to while it waits for a slot. */
  readonly maxGrownSize: number;
  /** How long a closed batch waits for company while another is in flight. */
  readonly patienceMs: number;
  /** Each notification closes and hurries everything that waits. */
  readonly flushes: Observable<unknown>;
  /** An event that gave way to a newer one while it waited. */
  readonly isGone: (event: E) => boolean;
}

/** A comma follows each event but the last. */
const sizeOf = ({ bytes }: Sendable): number => bytes + 1;

/**
 * The whole way of an event: into its lane, there into a batch, out as soon as a slot is free, and through as many requests
 * as it takes. Every event that goes in comes out in exactly one `Settled`, and no failure of a batch is an error of the
 * stream.
 */
export const pipeline =
  <E extends Sendable>(config: PipelineConfig<E>, ports: Ports): OperatorFunction<E, Settled<E>> =>
  (source) =>
    defer(() => {
      const { uploadSize, uploadIntervalMs, lanes, slots, maxGrownSize, patienceMs } = config;
      const { flushes, gate, isGone } = config;
      const { scheduler } = ports;
      let maxBytes = config.maxBatchBytes;
      // What is left of a body for its events; each has a comma behind it but the last.
      const maxSize = () => maxBytes - ENVELOPE_BYTES + 1;
      const tooLarge = {
        // A data plane that refused so many would refuse the next as well.
        next: (bytes: number) => {
          maxBytes = Math.min(maxBytes, Math.floor(bytes / 2));
        },
      };
      const deliver = createDelivery({ ...config, tooLarge }, ports);

      const lane = (events: Observable<E>): Observable<Settled<E>> => {
        const freed = new Subject<void>();
        return events.pipe(
          batch<E>({
            maxCount: uploadSize,
            maxSize: maxSize(),
            sizeOf,
            maxWaitMs: uploadIntervalMs,
            flushes,
            scheduler,
          }),
          release<E>({
            slots,
            freed,
            maxCount: maxGrownSize,
            maxSize,
            sizeOf,
            isGone,
            gate,
            patienceMs,
            flushes,
            scheduler,
          }),
          mergeMap((released) =>
            deliver(released).pipe(
              finalize(() => {
                freed.next();
              }),
            ),
          ),
        );
      };

      return lanes === 1
        ? lane(source)
        : source.pipe(
            groupBy((event) => event.lane),
            mergeMap((events) => lane(events)),
          );
    });
