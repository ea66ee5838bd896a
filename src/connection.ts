import { isLeft } from 'fp-ts/lib/Either.js';
import { defer, first, map, merge, type Observable, ReplaySubject, Subject, switchMap, tap } from 'rxjs';
import { createAdmission } from './admission.js';
import { createCalls, type Take } from './calls.js';
import { abortOf, deadlineOf } from './deadline.js';
import { Entry, EventReceipt } from './entry.js';
import { createLedger } from './ledger.js';
import { createLog, type Log } from './log.js';
import type { Calls, Client } from './model/client.js';
import type { Config } from './model/config.js';
import type { Settled } from './model/delivery.js';
import type { Logger } from './model/options.js';
import type { ShutdownResult, Totals } from './model/outcome.js';
import type { Ports } from './model/ports.js';
import { pipeline } from './pipeline.js';
import { recipientOf } from './pure/recipient.js';
import { count, textOf } from './pure/text.js';
import { createReports } from './reports.js';
import { createTurns } from './turns.js';

/** A client without its promises: all of it runs in virtual time. */
export interface Connection extends Calls, Pick<Client, 'outcomes' | 'attempts'> {
  readonly flushed: (...limits: Parameters<Client['flush']>) => Observable<Totals>;
  /** To be subscribed to once. */
  readonly closed: (...limits: Parameters<Client['shutdown']>) => Observable<ShutdownResult>;
  readonly log: Log;
}

/** Below the ten seconds that container runtimes grant. */
const SHUTDOWN_TIMEOUT_MS = 8_000;

/** How calls become requests: in batches that grow while they wait, or, in sync mode, one request a call. */
const shapeOf = ({ syncMode, uploadSize, concurrency }: Config) =>
  syncMode
    ? { uploadSize: 1, maxGrownSize: 1, concurrency: 1, patienceMs: 0 }
    : { uploadSize, maxGrownSize: 10 * uploadSize, concurrency, patienceMs: 10 };

/** Wires a pipeline to its callers: admission before it, the books and the reports behind it. */
export const connect = (config: Config, ports: Ports, logger: Logger | false): Connection => {
  const { send, maxQueueSize, maxEventBytes, maxBatchBytes } = config;
  const { scheduler } = ports;
  const reportFault = (fault: unknown) => {
    log.error(`a fault of the SDK's own, please report it: ${textOf(fault)}`);
  };
  const turns = createTurns(scheduler, reportFault);
  const log = createLog(logger, config.debug, turns);
  const reports = createReports(config, log, turns);
  const ledger = createLedger();
  const events = new Subject<Entry>();
  const flushes = new Subject<void>();
  const aborts = new ReplaySubject<void>(1);
  const undelivered: Entry[] = [];
  let isOpen = true;
  let calls = 0;

  const admit = createAdmission(
    {
      send,
      maxQueueSize,
      maxEventBytes,
      maxBatchBytes,
      isClosed: () => !isOpen,
      isFull: () => ledger.pending() >= maxQueueSize,
    },
    ports,
  );

  const recipient = recipientOf(
    config.writeKey ?? '',
    config.dataPlaneUrl ?? 'http://nowhere.invalid',
    config.gzip,
  );
  log.debug(() => (send ? `sends to ${recipient.url}` : 'sends nothing (send: false)'));

  /** A call, on its way into the pipeline, or ended here. */
  const take: Take = (read) => {
    const admitted = admit(read);
    calls += 1;
    if (isLeft(admitted)) {
      const { messageId, outcome } = admitted.left;
      ledger.drop();
      reports.dropped(outcome);
      return new EventReceipt(messageId, outcome, turns);
    }
    const { messageId, json, bytes } = admitted.right;
    const entry = new Entry(messageId, json, bytes, calls, ledger.accept());
    events.next(entry);
    return new EventReceipt(messageId, entry, turns);
  };

  /** A batch, on its way out of the pipeline. */
  const settle = ({ events, ending }: Settled<Entry>) => {
    for (const entry of events) entry.ending = ending;
    if (ending.error?._tag === 'AbortedError') undelivered.push(...events);
    reports.settled({ events, ending });
    ledger.settle(events, ending.error === undefined ? 'delivered' : 'failed');
  };

  const { gzip, timeout, maxRetries, backoff, uploadInterval } = config;
  events
    .pipe(
      pipeline(
        {
          ...recipient,
          ...shapeOf(config),
          gzip,
          timeoutMs: timeout,
          retries: { maxRetries, ...backoff },
          uploadIntervalMs: uploadInterval,
          maxBatchBytes,
          flushes,
          aborts,
          requests: { next: reports.made },
        },
        ports,
      ),
    )
    .subscribe({ next: settle, error: reportFault });

  return {
    ...createCalls(take),
    outcomes: reports.outcomes,
    attempts: reports.attempts,
    log,
    flushed: (limits) =>
      defer(() => {
        flushes.next();
        return merge(ledger.cleared(), deadlineOf(limits, Infinity, scheduler), abortOf(limits)).pipe(
          first(),
          switchMap(() => turns.next),
          map(() => ledger.totals()),
        );
      }),
    closed: (limits) =>
      defer(() => {
        isOpen = false;
        log.debug(() => `shuts down, ${count(ledger.pending(), 'event')} pending`);
        events.complete();
        return merge(ledger.cleared(), deadlineOf(limits, SHUTDOWN_TIMEOUT_MS, scheduler)).pipe(
          first(),
          // Fails what is unsettled, at once; and cuts off the body of an answer that is known already.
          tap(() => {
            aborts.next();
            reports.closed(ledger.totals());
          }),
          switchMap(() => turns.next),
          tap(reports.complete),
          map(() => ({
            ...ledger.totals(),
            undelivered: undelivered.sort((a, b) => a.index - b.index).map(({ message }) => message),
          })),
        );
      }),
  };
};
