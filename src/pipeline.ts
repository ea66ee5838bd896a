import {
  catchError,
  defer,
  finalize,
  groupBy,
  map,
  merge,
  mergeMap,
  type NextObserver,
  type Observable,
  of,
  type OperatorFunction,
  retry,
  Subject,
  switchMap,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { encode, exchange, type ExchangeConfig, type Payload } from './exchange.js';
import type { Ending, Progress, RequestMade, Sendable, Settled } from './model/delivery.js';
import { AbortedError } from './model/errors.js';
import type { Ports } from './model/ports.js';
import { batch } from './operators/batch.js';
import type { PauseGate } from './operators/pause-gate.js';
import { release } from './operators/release.js';
import { asDeliveryError } from './pure/answer.js';
import { ENVELOPE_BYTES } from './pure/envelope.js';
import { decide, NO_HISTORY, type RetryConfig, type RetryDecision } from './pure/retry-policy.js';

export interface PipelineConfig<E> extends ExchangeConfig {
  readonly retries: RetryConfig;
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
  /** Closed by answers that ask the whole client to wait. */
  readonly gate: PauseGate;
  /** An event that gave way to a newer one while it waited. */
  readonly isGone: (event: E) => boolean;
  /** Is told where every batch is. */
  readonly progress: NextObserver<Progress<E>>;
  /** Is told of every request. */
  readonly requests: NextObserver<RequestMade<E>>;
}

/** A comma follows each event but the last. */
const sizeOf = ({ bytes }: Sendable): number => bytes + 1;

/** Makes `retry` wait and subscribe again. */
class TryAgain extends Error {
  readonly decision: RetryDecision;

  constructor(decision: RetryDecision) {
    super();
    this.decision = decision;
  }
}

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
      const { flushes, aborts, gate, isGone } = config;
      const { scheduler } = ports;
      const maxSize = config.maxBatchBytes - ENVELOPE_BYTES + 1;
      const aborted = aborts.pipe(switchMap(() => throwError(() => new AbortedError())));

      // The payload of a batch as soon as the gate is open, made anew if the gate closed meanwhile.
      const ready = (events: readonly E[]): Observable<Payload> =>
        gate.opens.pipe(
          switchMap(() => encode(config, ports, events)),
          switchMap((payload) => (gate.isOpen() ? of(payload) : ready(events))),
          takeUntil(aborted),
        );

      // An abort ends the wait too: the next try then finds it, and makes no request.
      const waitFor = ({ scope, waitMs }: RetryDecision): Observable<unknown> => {
        if (scope === 'batch') return merge(timer(waitMs, scheduler), aborts);
        gate.pause(waitMs);
        return of(undefined);
      };

      const deliver = (events: readonly E[]): Observable<Settled<E>> => {
        let attempts = 0;
        let history = NO_HISTORY;
        const enter = (phase: Progress<E>['phase']) => {
          config.progress.next({ events, phase, attempts });
        };
        enter('released');
        return ready(events).pipe(
          tap(() => {
            enter('requesting');
          }),
          switchMap((payload) => exchange(config, ports, payload)),
          map((made): Ending => {
            attempts += 1;
            const decision =
              made.error && decide(config.retries, made.error, history, ports.monotonicNow(), ports.random());
            const willRetry = decision?._tag === 'Retry';
            config.requests.next({ ...made, events, attempt: attempts, willRetry });
            if (willRetry) {
              history = decision.history;
              enter('waiting');
              throw new TryAgain(decision);
            }
            return { attempts, ...made };
          }),
          catchError((error: unknown) =>
            error instanceof TryAgain
              ? throwError(() => error)
              : of({ attempts, error: asDeliveryError(error) }),
          ),
          retry({ delay: ({ decision }: TryAgain) => waitFor(decision) }),
          map((ending) => ({ events, ending })),
        );
      };

      const lane = (events: Observable<E>): Observable<Settled<E>> => {
        const freed = new Subject<void>();
        return events.pipe(
          batch<E>({
            maxCount: uploadSize,
            maxSize,
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
