import {
  defer,
  first,
  ignoreElements,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  switchMap,
  tap,
} from 'rxjs';
import { abortOf, deadlineOf } from './deadline.js';
import type { Ledger } from './ledger.js';
import type { Log } from './log.js';
import type { Client } from './model/client.js';
import type { Message } from './model/message.js';
import type { ShutdownResult, Totals } from './model/outcome.js';
import { after } from './operators/after.js';
import { count } from './pure/text.js';
import type { Turns } from './turns.js';

/** How a flush and a shutdown end, as streams: so they run in virtual time. */
export interface Endings {
  readonly flushed: (...limits: Parameters<Client['flush']>) => Observable<Totals>;
  /** To be subscribed to once. */
  readonly closed: (...limits: Parameters<Client['shutdown']>) => Observable<ShutdownResult>;
}

/** What a shutdown does to the rest of the client, in this order. */
export interface EndingsConfig {
  readonly scheduler: SchedulerLike;
  readonly turns: Turns;
  readonly ledger: Pick<Ledger, 'cleared' | 'totals' | 'pending'>;
  readonly log: Log;
  /** Closes and hurries what waits. */
  readonly hurry: () => void;
  /** Nothing enters any more. */
  readonly beginClosing: () => void;
  /** Fails what is unsettled, at once; and cuts off the body of an answer that is known already. */
  readonly abort: () => void;
  /** Completes the streams. */
  readonly complete: () => void;
  readonly undelivered: () => readonly Message[];
}

/** Below the ten seconds that container runtimes grant. */
const SHUTDOWN_TIMEOUT_MS = 8_000;

/** Whoever has pressed Ctrl-C should not think by now that nothing happens. */
const SILENT_MS = 2_000;

export const createEndings = (config: EndingsConfig): Endings => {
  const { scheduler, turns, ledger, log, hurry, beginClosing, abort, complete, undelivered } = config;
  const warnAs = (name: string) => (line: string) => {
    log.warn(`${name}: ${line}`);
  };
  const slow = after(SILENT_MS, scheduler).pipe(
    tap(() => {
      log.info(`still shutting down: ${count(ledger.pending(), 'event')} pending`);
    }),
    ignoreElements(),
  );
  return {
    flushed: (limits) =>
      defer(() => {
        turns.push(hurry);
        return merge(
          ledger.cleared(),
          deadlineOf(limits, Infinity, scheduler, warnAs('flush')),
          abortOf(limits),
        ).pipe(
          first(),
          switchMap(() => turns.next),
          map(() => ledger.totals()),
        );
      }),
    closed: (limits) => {
      const deadline = deadlineOf(limits, SHUTDOWN_TIMEOUT_MS, scheduler, warnAs('shutdown'));
      return defer(() => {
        beginClosing();
        return merge(ledger.cleared(), deadline, slow).pipe(
          first(),
          tap(abort),
          // Twice: who stood in line is refused in the first turn, and told of it in the second.
          switchMap(() => turns.next),
          switchMap(() => turns.next),
          tap(complete),
          // Whoever is told of the end may end the process: first the lines.
          switchMap(() => turns.next),
          map(() => ({ ...ledger.totals(), undelivered: undelivered() })),
        );
      });
    },
  };
};
