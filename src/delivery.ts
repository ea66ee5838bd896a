import {
  catchError,
  concat,
  defer,
  map,
  merge,
  type NextObserver,
  type Observable,
  of,
  retry,
  switchMap,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { encode, exchange, type ExchangeConfig, type Payload } from './exchange.js';
import type { Ending, Exchange, Progress, RequestMade, Sendable, Settled } from './model/delivery.js';
import { AbortedError } from './model/errors.js';
import type { Ports } from './model/ports.js';
import type { PauseGate } from './operators/pause-gate.js';
import { asDeliveryError } from './pure/answer.js';
import {
  decide,
  type Decision,
  type History,
  NO_HISTORY,
  type RetryConfig,
  type RetryDecision,
} from './pure/retry-policy.js';
import { asksToSplit, EXTRA_REQUESTS, MAX_EXTRA_REQUESTS } from './pure/split-policy.js';

export interface DeliveryConfig<E> extends ExchangeConfig {
  readonly retries: RetryConfig;
  /** Closed by answers that ask the whole client to wait. */
  readonly gate: PauseGate;
  /** Is told where every batch is. */
  readonly progress: NextObserver<Progress<E>>;
  /** Is told of every request. */
  readonly requests: NextObserver<RequestMade<E>>;
  /** Is told the bytes of a body that held several events and was too large. */
  readonly tooLarge: NextObserver<number>;
}

/** A batch, or a part of one that was split. */
interface Piece<E> {
  readonly events: readonly E[];
  /** Requests that have carried it. */
  readonly attempts: number;
  readonly history: History;
  /** What its batch may still be split for. */
  readonly budget: { left: number };
}

/** Makes `retry` wait and subscribe again. */
class TryAgain extends Error {
  readonly decision: RetryDecision;

  constructor(decision: RetryDecision) {
    super();
    this.decision = decision;
  }
}

/** How a piece's requests ended: for good, or in two halves. */
type End<E> = { readonly ending: Ending } | { readonly halves: readonly [Piece<E>, Piece<E>] };

const halvesOf = <E>(events: readonly E[]): readonly [readonly E[], readonly E[]] => {
  const middle = Math.ceil(events.length / 2);
  return [events.slice(0, middle), events.slice(middle)];
};

/**
 * Settles a batch: in as many requests as it takes, and in pieces if the data plane refuses the whole. The pieces go one
 * after another, in order, and each comes out in exactly one `Settled`; no failure is an error of the stream.
 */
export const createDelivery = <E extends Sendable>(
  config: DeliveryConfig<E>,
  ports: Ports,
): ((events: readonly E[]) => Observable<Settled<E>>) => {
  const { aborts, gate, progress, requests, tooLarge } = config;
  const { scheduler } = ports;
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

  const request = (piece: Piece<E>): Observable<End<E>> => {
    const { events, budget } = piece;
    let { attempts, history } = piece;
    let limitedInRow = 0;
    const enter = (phase: Progress<E>['phase']) => {
      progress.next({ events, phase, attempts });
    };

    /** The halves, if this refusal asks for them; a pause that it asks for as well comes before them. */
    const splitFor = ({ error, bytes }: Exchange, decision: Decision | undefined): End<E> | undefined => {
      if (error === undefined || events.length < 2 || !asksToSplit(error, limitedInRow)) return undefined;
      if (error._tag === 'ApiError' && error.status === 413) tooLarge.next(bytes);
      if (budget.left < EXTRA_REQUESTS) return undefined;
      budget.left -= EXTRA_REQUESTS;
      if (decision?._tag === 'Retry') gate.pause(decision.waitMs);
      const rest = { attempts, history: { ...history, counted: 0 }, budget };
      const [first, second] = halvesOf(events);
      return {
        halves: [
          { ...rest, events: first },
          { ...rest, events: second },
        ],
      };
    };

    // Part of a batch that was split: it has waited for its turn, and may wait for a pause.
    if (attempts > 0) enter('waiting');
    return ready(events).pipe(
      tap(() => {
        enter('requesting');
      }),
      switchMap((payload) => exchange(config, ports, payload)),
      map((made): End<E> => {
        attempts += 1;
        const { error } = made;
        const decision =
          error && decide(config.retries, error, history, ports.monotonicNow(), ports.random());
        const isLimited = error?._tag === 'ApiError' && error.status === 429;
        // One that is given up asks for nothing any more.
        limitedInRow = isLimited && decision?._tag === 'Retry' ? limitedInRow + 1 : 0;
        if (decision?._tag === 'Retry') history = decision.history;
        const split = splitFor(made, decision);
        const isRetry = split === undefined && decision?._tag === 'Retry';
        requests.next({ ...made, events, attempt: attempts, willRetry: isRetry || split !== undefined });
        if (isRetry) {
          enter('waiting');
          throw new TryAgain(decision);
        }
        if (split !== undefined) enter('split');
        return split ?? { ending: { attempts, ...made } };
      }),
      catchError((error: unknown) =>
        error instanceof TryAgain
          ? throwError(() => error)
          : of({ ending: { attempts, error: asDeliveryError(error) } }),
      ),
      retry({ delay: ({ decision }: TryAgain) => waitFor(decision) }),
    );
  };

  const settle = (piece: Piece<E>): Observable<Settled<E>> =>
    request(piece).pipe(
      switchMap((end) =>
        'halves' in end
          ? concat(...end.halves.map((half) => defer(() => settle(half))))
          : of({ events: piece.events, ending: end.ending }),
      ),
    );

  return (events) => {
    progress.next({ events, phase: 'released', attempts: 0 });
    return settle({ events, attempts: 0, history: NO_HISTORY, budget: { left: MAX_EXTRA_REQUESTS } });
  };
};
