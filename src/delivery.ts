import {
  catchError,
  concat,
  defer,
  map,
  merge,
  NEVER,
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
import { encode, exchange, type ExchangeConfig } from './exchange.js';
import type { Ending, Exchange, Progress, RequestMade, Sendable, Settled } from './model/delivery.js';
import { AbortedError } from './model/errors.js';
import type { Ports } from './model/ports.js';
import type { Gate } from './operators/gate.js';
import { asDeliveryError } from './pure/answer.js';
import { decide, type History, NO_HISTORY, type RetryConfig } from './pure/retry-policy.js';
import { asksToSplit, EXTRA_REQUESTS, MAX_EXTRA_REQUESTS } from './pure/split-policy.js';

export interface DeliveryConfig<E> extends ExchangeConfig {
  readonly retries: RetryConfig;
  /** Every request passes it; answers that ask the whole client to wait close it. */
  readonly gate: Gate;
  /** Each notification says that the data plane answers again after it had failed. */
  readonly recoveries: Observable<unknown>;
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
  /** The batch's place among all: the oldest is the first to be tried. */
  readonly order: number;
  /** Requests that have carried it. */
  readonly attempts: number;
  readonly history: History;
  /** What its batch may still be split for. */
  readonly budget: { left: number };
}

/** Makes `retry` subscribe again, at the first notification. */
class TryAgain extends Error {
  readonly at: Observable<unknown>;

  constructor(at: Observable<unknown>) {
    super();
    this.at = at;
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
  const { aborts, gate, progress, recoveries, requests, tooLarge } = config;
  const { scheduler } = ports;
  const aborted = aborts.pipe(switchMap(() => throwError(() => new AbortedError())));

  const attempt = (events: readonly E[], begins: () => void): Observable<Exchange> => {
    const encoded = encode(config, ports, events).pipe(takeUntil(aborted));
    return encoded.pipe(
      switchMap((payload) => {
        // Another request's answer began a pause while this one was compressed.
        if (gate.isPaused()) throw new TryAgain(of(undefined));
        begins();
        return exchange(config, ports, payload);
      }),
    );
  };

  const asked = (piece: Piece<E>): Observable<End<E>> => {
    const { events, order, budget } = piece;
    let { attempts, history } = piece;
    let limitedInRow = 0;
    // Once only: one that the data plane always fails at would spend its retries on other batches' successes.
    let recovery: Observable<unknown> = recoveries.pipe(
      tap(() => {
        recovery = NEVER;
      }),
    );
    const enter = (phase: Progress<E>['phase']) => {
      progress.next({ events, phase, attempts });
    };

    // An abort ends the wait too: the next try then finds it, and makes no request.
    const waitFor = (ms: number): Observable<unknown> =>
      ms === 0 ? of(undefined) : merge(timer(ms, scheduler), recovery, aborts);

    /** The halves, if this refusal asks for them. */
    const splitFor = ({ error, bytes }: Exchange): readonly [Piece<E>, Piece<E>] | undefined => {
      if (error === undefined || events.length < 2 || !asksToSplit(error, limitedInRow)) return undefined;
      if (error._tag === 'ApiError' && error.status === 413) tooLarge.next(bytes);
      if (budget.left < EXTRA_REQUESTS) return undefined;
      budget.left -= EXTRA_REQUESTS;
      const rest = { order, attempts, history: { ...history, counted: 0 }, budget };
      const [first, second] = halvesOf(events);
      return [
        { ...rest, events: first },
        { ...rest, events: second },
      ];
    };

    // Part of a batch that was split: its turn has come.
    if (attempts > 0) enter('waiting');
    const request = attempt(events, () => {
      enter('requesting');
    });
    return gate.through(request, order).pipe(
      map((made): End<E> => {
        attempts += 1;
        const { error } = made;
        const decision =
          error && decide(config.retries, error, history, ports.monotonicNow(), ports.random());
        const isLimited = error?._tag === 'ApiError' && error.status === 429;
        // One that is given up is not to be split either.
        limitedInRow = isLimited && decision?._tag === 'Retry' ? limitedInRow + 1 : 0;
        if (decision?._tag === 'Retry') history = decision.history;
        if (decision !== undefined) gate.pause(decision.pauseMs);
        const halves = splitFor(made);
        const isRetry = halves === undefined && decision?._tag === 'Retry';
        requests.next({ ...made, events, attempt: attempts, willRetry: isRetry || halves !== undefined });
        if (isRetry) {
          enter('waiting');
          throw new TryAgain(waitFor(decision.waitMs));
        }
        if (halves === undefined) return { ending: { attempts, ...made } };
        enter('split');
        for (const half of halves) progress.next({ events: half.events, phase: 'standing-by', attempts });
        return { halves };
      }),
      catchError((error: unknown) =>
        error instanceof TryAgain
          ? throwError(() => error)
          : of({ ending: { attempts, error: asDeliveryError(error) } }),
      ),
      retry({ delay: ({ at }: TryAgain) => at }),
    );
  };

  const settle = (piece: Piece<E>): Observable<Settled<E>> =>
    asked(piece).pipe(
      switchMap((end) =>
        'halves' in end
          ? concat(...end.halves.map((half) => defer(() => settle(half))))
          : of({ events: piece.events, ending: end.ending }),
      ),
    );

  let released = 0;
  return (events) => {
    progress.next({ events, phase: 'released', attempts: 0 });
    released += 1;
    return settle({
      events,
      order: released,
      attempts: 0,
      history: NO_HISTORY,
      budget: { left: MAX_EXTRA_REQUESTS },
    });
  };
};
