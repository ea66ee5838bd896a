import { type Observable, Subject } from 'rxjs';
import { type Entry, outcomeOf } from './entry.js';
import { guard } from './guard.js';
import type { Log } from './log.js';
import type { Config } from './model/config.js';
import type { RequestMade, Settled } from './model/delivery.js';
import type { DeliveryFailure } from './model/options.js';
import type { Attempt, Dropped, Outcome, Totals } from './model/outcome.js';
import { adviceOn } from './pure/answer.js';
import { count, textOf } from './pure/text.js';
import type { Turns } from './turns.js';

/** What came of the calls, told to whoever wants to know. */
export interface Reports {
  readonly outcomes: Observable<Outcome>;
  readonly attempts: Observable<Attempt>;
  readonly dropped: (outcome: Dropped) => void;
  readonly made: (request: RequestMade<Entry>) => void;
  readonly settled: (batch: Settled<Entry>) => void;
  /** The client is shut down, with these totals. */
  readonly closed: (totals: Totals) => void;
  /** Nothing more will come. */
  readonly complete: () => void;
}

const attemptOf = ({ events, ...made }: RequestMade<Entry>): Attempt => ({
  get messages() {
    return events.map(({ message }) => message);
  },
  ...made,
});

const requestLine = ({
  events,
  attempt,
  bytes,
  wireBytes,
  durationMs,
  status,
  error,
  willRetry,
}: RequestMade<Entry>) => {
  const end =
    error === undefined
      ? String(status)
      : `${error._tag}: ${error.message}${willRetry ? '; will retry' : ''}`;
  const size = `${String(bytes)} bytes (${String(wireBytes)} sent)`;
  return `request ${String(attempt)}, ${count(events.length, 'event')}, ${size}, ${durationMs.toFixed(0)} ms: ${end}`;
};

/** Everything goes through the turns, so that user code never runs inside the pipeline. */
export const createReports = (config: Pick<Config, 'onError'>, log: Log, turns: Turns): Reports => {
  const { onError } = config;
  const outcomes = new Subject<Outcome>();
  const attempts = new Subject<Attempt>();
  const advised = new Set<string>();

  const tellOnError = (failure: DeliveryFailure) => {
    guard(
      () => (typeof onError === 'function' ? onError(failure.error, failure.events) : onError?.next(failure)),
      (reason) => {
        log.error(`onError threw, and the delivery goes on: ${textOf(reason)}`);
      },
    );
  };

  return {
    outcomes: outcomes.asObservable(),
    attempts: attempts.asObservable(),
    dropped: (outcome) => {
      log.debug(() => `dropped, ${outcome.reason}: ${outcome.detail}`);
      if (!outcomes.observed) return;
      turns.push(() => {
        outcomes.next(outcome);
      });
    },
    made: (request) => {
      log.debug(() => requestLine(request));
      if (!attempts.observed) return;
      turns.push(() => {
        attempts.next(attemptOf(request));
      });
    },
    settled: ({ events, ending }) => {
      if (outcomes.observed || events.some(({ observed }) => observed)) {
        turns.push(() => {
          for (const entry of events) {
            const outcome = outcomeOf(entry, ending);
            entry.tell(outcome);
            outcomes.next(outcome);
          }
        });
      }
      const { error, attempts } = ending;
      if (error === undefined) return;
      log.debug(
        () =>
          `failed, ${count(events.length, 'event')} after ${count(attempts, 'request')}: ${error.message}`,
      );
      if (error._tag === 'AbortedError') return;
      const advice = adviceOn(error);
      if (advice !== undefined && !advised.has(advice)) {
        advised.add(advice);
        log.error(`${error.message}: ${advice}`);
      }
      if (onError === undefined) return;
      turns.push(() => {
        tellOnError({ error, attempts, events: events.map(({ message }) => message) });
      });
    },
    closed: ({ delivered, failed, dropped }) => {
      const totals = Object.entries({ delivered, failed, dropped });
      log.debug(() => `shut down: ${totals.map(([end, many]) => `${String(many)} ${end}`).join(', ')}`);
    },
    complete: () => {
      outcomes.complete();
      attempts.complete();
      if (typeof onError === 'object') {
        guard(
          () => onError.complete?.(),
          (reason) => {
            log.error(`onError threw as it was completed: ${textOf(reason)}`);
          },
        );
      }
    },
  };
};
