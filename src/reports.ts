import { defer, type Observable, Subject } from 'rxjs';
import { createAlarms } from './alarms.js';
import { type Entry, outcomeOf } from './entry.js';
import { guard } from './guard.js';
import type { Losses, Tally } from './losses.js';
import type { Log } from './log.js';
import type { Config } from './model/config.js';
import type { Ending, Eviction, RequestMade, Settled } from './model/delivery.js';
import type { DeliveryFailure } from './model/options.js';
import type { Attempt, Dropped, DropReason, Outcome, Totals } from './model/outcome.js';
import type { Ports } from './model/ports.js';
import { count, textOf } from './pure/text.js';
import type { Turns } from './turns.js';

/** What came of the calls, told to whoever wants to know. */
export interface Reports {
  readonly outcomes: Observable<Outcome>;
  readonly attempts: Observable<Attempt>;
  /** The tally counts the drop if nobody was told. */
  readonly dropped: (outcome: Dropped) => Tally | undefined;
  readonly evicted: (entry: Entry, eviction: Eviction) => void;
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

/** Drops that the user's own code or options ask for: no losses. */
const ASKED_FOR: readonly DropReason[] = ['filtered', 'disabled'];

/** Everything goes through the turns, so that user code never runs inside the pipeline. */
export const createReports = (
  config: Pick<Config, 'onError'>,
  log: Log,
  losses: Losses,
  turns: Turns,
  channels: Ports['channels'],
): Reports => {
  const { onError } = config;
  const outcomes = new Subject<Outcome>();
  const attempts = new Subject<Attempt>();
  const alarms = createAlarms(log);

  const tellOnError = (failure: DeliveryFailure) => {
    guard(
      () => (typeof onError === 'function' ? onError(failure.error, failure.events) : onError?.next(failure)),
      (reason) => {
        log.error(`onError threw, and the delivery goes on: ${textOf(reason)}`);
      },
    );
  };

  // A channel does not count as an observer: who monitors the process is not who cares for the events.
  const isHeard = () => outcomes.observed || channels.outcome.hasSubscribers;
  const announce = (outcome: Outcome) => {
    outcomes.next(outcome);
    channels.outcome.publish(outcome);
  };

  const tell = (events: readonly Entry[], ending: Ending | Eviction) => {
    if (!isHeard() && !events.some(({ observed }) => observed)) return;
    turns.push(() => {
      for (const entry of events) {
        const outcome = outcomeOf(entry, ending);
        entry.tell(outcome);
        announce(outcome);
      }
    });
  };

  /** Counts those of the events whose outcome nobody is told. */
  const countLosses = (events: readonly Entry[], reason: string, detail: string) => {
    if (outcomes.observed) return;
    const lost = events.filter(({ observed }) => !observed).length;
    if (lost > 0) losses.add(reason, lost, detail);
  };

  return {
    // By closure: with the subscribers in sight, JSON.stringify(client) would find a circle.
    outcomes: defer(() => outcomes),
    attempts: defer(() => attempts),
    dropped: (outcome) => {
      const { reason, detail } = outcome;
      log.debug(() => `dropped, ${reason}: ${detail}`);
      if (isHeard())
        turns.push(() => {
          announce(outcome);
        });
      if (outcomes.observed) return undefined;
      return ASKED_FOR.includes(reason) ? undefined : losses.add(`dropped, ${reason}`, 1, detail);
    },
    evicted: (entry, eviction) => {
      const { reason, detail } = eviction;
      log.debug(() => `dropped, ${reason}: ${detail}`);
      tell([entry], eviction);
      countLosses([entry], `dropped, ${reason}`, detail);
    },
    made: (request) => {
      log.debug(() => requestLine(request));
      alarms.made(request);
      if (!attempts.observed && !channels.attempt.hasSubscribers) return;
      turns.push(() => {
        const attempt = attemptOf(request);
        attempts.next(attempt);
        channels.attempt.publish(attempt);
      });
    },
    settled: ({ events, ending }) => {
      tell(events, ending);
      const { error, attempts } = ending;
      if (error === undefined) return;
      log.debug(
        () =>
          `failed, ${count(events.length, 'event')} after ${count(attempts, 'request')}: ${error.message}`,
      );
      if (error._tag === 'AbortedError') return;
      alarms.failed(error);
      if (onError === undefined) {
        countLosses(events, `failed, ${error._tag}`, error.message);
        return;
      }
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
