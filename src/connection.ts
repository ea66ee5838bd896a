import { type Observable, ReplaySubject, Subject } from 'rxjs';
import { createAdmission } from './admission.js';
import { createArrivals } from './arrivals.js';
import { createEndings, type Endings } from './endings.js';
import type { Enterable } from './entrances.js';
import type { Entry } from './entry.js';
import { createIntake } from './intake.js';
import { createLedger } from './ledger.js';
import { createLog, type Log } from './log.js';
import { createLosses } from './losses.js';
import type { ChildClient, Client } from './model/client.js';
import type { Config } from './model/config.js';
import type { Settled } from './model/delivery.js';
import type { Logger } from './model/options.js';
import type { ClientState } from './model/outcome.js';
import type { Ports } from './model/ports.js';
import { createPulls } from './pulls.js';
import { count, textOf } from './pure/text.js';
import { createQueueBounds } from './queue-bounds.js';
import { createReports } from './reports.js';
import { createRoom } from './room.js';
import { createStates } from './states.js';
import { createTraffic } from './traffic.js';
import { createTransport } from './transport.js';
import { createTurns } from './turns.js';

/** A client without its promises: all of it runs in virtual time. */
export interface Connection
  extends ChildClient, Enterable, Endings, Pick<Client, 'outcomes' | 'attempts' | 'state' | 'sink'> {
  readonly log: Log;
  /** Emits once, when all that has been logged so far is written. */
  readonly written: Observable<void>;
}

/** Wires the transport to its callers: admission before it, the books and the reports behind it. */
export const connect = (config: Config, ports: Ports, logger: Logger | false): Connection => {
  const { scheduler } = ports;
  const reportFault = (fault: unknown) => {
    log.error(`a fault of the SDK's own, please report it: ${textOf(fault)}`);
  };
  const turns = createTurns(scheduler, reportFault);
  const log = createLog(logger, config.debug, turns);
  const losses = createLosses(log, turns, ports.background, reportFault);
  const reports = createReports(config, log, losses, turns, ports.channels);
  const ledger = createLedger();
  const traffic = createTraffic<Entry>();
  const events = new Subject<Entry>();
  const flushes = new Subject<void>();
  const aborts = new ReplaySubject<void>(1);
  const closings = new Subject<void>();
  const undelivered: Entry[] = [];
  let lifecycle: ClientState['lifecycle'] = 'open';

  const states = createStates((): ClientState => {
    const { calls, pending, delivered, failed, dropped } = ledger.books();
    const { counts } = traffic;
    return { calls, pending, ...counts(), ...transport.state(), lifecycle, delivered, failed, dropped };
  }, turns);

  const room = createRoom(config, ledger, turns, () => {
    // All that would make room waits for its batch to fill, or for the interval: it is as full as it gets.
    if (traffic.out() === 0) flushes.next();
  });
  const bounds = createQueueBounds(config, ledger, (entry, detail) => {
    entry.ending = { reason: 'queue-full', detail };
    traffic.left([entry]);
    ledger.settle([entry], 'queue-full');
    room.settled([entry]);
    reports.evicted(entry, entry.ending);
  });

  const arrivals = createArrivals((entry) => {
    events.next(entry);
  }, turns);

  const transport = createTransport(config, ports, {
    flushes,
    aborts,
    log,
    trying: traffic.trying,
    pending: ledger.pending,
    progress: {
      next: (progress) => {
        traffic.moved(progress);
        if (progress.phase === 'released') bounds.released(progress.events);
        states.changed();
      },
    },
    requests: { next: reports.made },
  });

  const isClosed = () => lifecycle !== 'open';
  const admit = createAdmission({ ...config, lanes: transport.lanes, isClosed }, ports);

  /** A batch, on its way out of the pipeline. */
  const settle = (batch: Settled<Entry>) => {
    const { events, ending } = batch;
    for (const entry of events) entry.ending = ending;
    if (ending.error?._tag === 'AbortedError') undelivered.push(...events);
    traffic.settled(batch);
    states.changed();
    // The books last: settling them may end a flush.
    reports.settled(batch);
    ledger.settle(events, ending.error === undefined ? 'delivered' : 'failed');
    room.settled(events);
  };

  events.pipe(transport.deliver).subscribe({ next: settle, error: reportFault });

  const calls = createIntake({
    admit,
    bounds,
    room,
    pull: createPulls({ room, isClosed, closings, turns, log }),
    isClosed,
    ledger,
    traffic,
    arrivals,
    reports,
    turns,
    changed: states.changed,
  });

  const endings = createEndings({
    scheduler,
    turns,
    ledger,
    log,
    hurry: () => {
      flushes.next();
    },
    beginClosing: () => {
      lifecycle = 'closing';
      states.changed();
      room.close();
      turns.push(() => {
        closings.next();
      });
      log.debug(() => `shuts down, ${count(ledger.pending(), 'event')} pending`);
      // Behind all that has arrived.
      turns.push(() => {
        events.complete();
      });
    },
    abort: () => {
      aborts.next();
      transport.openForGood();
      reports.closed(ledger.totals());
    },
    complete: () => {
      lifecycle = 'closed';
      losses.tellAll();
      reports.complete();
      states.complete();
    },
    undelivered: () => undelivered.sort((a, b) => a.index - b.index).map(({ message }) => message),
  });

  return {
    ...calls,
    sink: {
      next: (event) => {
        calls.emit(event);
      },
      error: (reason) => {
        log.error(`a stream into client.sink failed: ${textOf(reason)}`);
      },
      complete: () => undefined,
    },
    outcomes: reports.outcomes,
    attempts: reports.attempts,
    state: states.stream,
    log,
    written: turns.next,
    ...endings,
  };
};
