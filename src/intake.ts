import { isLeft } from 'fp-ts/lib/Either.js';
import { map, of, switchMap } from 'rxjs';
import type { Admit, Admitted } from './admission.js';
import type { Arrivals } from './arrivals.js';
import { createCalls, emitted, type Take } from './calls.js';
import { ENTRANCES, type Enter, type Enterable, type Entrances } from './entrances.js';
import { Entry, EventReceipt } from './entry.js';
import { hasStackLeft } from './guard.js';
import type { Ledger } from './ledger.js';
import type { ChildClient } from './model/client.js';
import type { Dropped, Receipt } from './model/outcome.js';
import { type Defaults, defaultsOf, NO_DEFAULTS } from './pure/defaults.js';
import type { Pull } from './pulls.js';
import type { QueueBounds } from './queue-bounds.js';
import { CLOSED, type Refused, refusedOf } from './refusal.js';
import type { Reports } from './reports.js';
import type { Room } from './room.js';
import type { Traffic } from './traffic.js';
import type { Turns } from './turns.js';

/** All that a call passes on its way in. */
export interface IntakeConfig {
  readonly admit: Admit;
  readonly bounds: QueueBounds;
  readonly room: Room;
  readonly pull: Pull;
  readonly isClosed: () => boolean;
  readonly ledger: Ledger;
  readonly traffic: Traffic<Entry>;
  readonly arrivals: Arrivals;
  readonly reports: Reports;
  readonly turns: Turns;
  /** The state of the client is another one now. */
  readonly changed: () => void;
}

const NO_STACK: Dropped = {
  _tag: 'Dropped',
  message: {},
  reason: 'invalid',
  detail: 'the call was made with hardly any stack left, as in the catch of an endless recursion',
};

const NEVER_FULL = () => undefined;

/**
 * Takes events in. A call can't wait: it is decided over, entered in the books, and waits for the pipeline or has ended
 * here. What comes through an entrance waits for room first.
 */
export const createIntake = (config: IntakeConfig): ChildClient & Enterable => {
  const { admit, bounds, room, pull, isClosed, ledger, traffic, arrivals, reports, turns, changed } = config;
  let accepted = 0;

  /** A call that can't even be read, or it might break off half-way. */
  const refuseUnread = (): Receipt => {
    turns.later(() => {
      reports.dropped(NO_STACK);
    });
    ledger.drop(NO_STACK.reason);
    return new EventReceipt('', NO_STACK, turns);
  };

  // The books behind the report, which needs more stack: where that runs out, a call that throws is seldom in only one.
  const refuse = ({ messageId, outcome }: Refused): Receipt => {
    const tally = reports.dropped(outcome);
    ledger.drop(outcome.reason);
    return new EventReceipt(messageId, outcome, turns, tally);
  };

  const accept = (admitted: Admitted, isPulled: boolean): Receipt => {
    accepted += 1;
    const entry = new Entry(admitted, accepted, ledger.accept(admitted.bytes), isPulled);
    traffic.queued(entry);
    if (isPulled) room.entered(entry);
    else bounds.queued(entry);
    arrivals.push(entry);
    return new EventReceipt(entry.messageId, entry, turns);
  };

  const take =
    (defaults: Defaults): Take =>
    (read) => {
      // Once a turn: what needs most stack is to schedule one.
      if (!turns.isScheduled() && !hasStackLeft()) return refuseUnread();
      const admitted = admit(read, defaults, bounds.fullBy);
      changed();
      if (isLeft(admitted)) return refuse(admitted.left);
      bounds.makeRoom(admitted.right.bytes);
      return accept(admitted.right, false);
    };

  /** Its turn has come; but it may be larger than the room that is left. */
  const enter =
    (defaults: Defaults): Enter =>
    (event) => {
      const admitted = admit(emitted(event), defaults, NEVER_FULL);
      if (isLeft(admitted)) {
        changed();
        return of(refuse(admitted.left));
      }
      const { messageId, json, bytes } = admitted.right;
      const settle = (): Receipt => {
        changed();
        return isClosed()
          ? refuse(refusedOf(CLOSED, {}, messageId, `${json}}`))
          : accept(admitted.right, true);
      };
      return room.fits(bytes) ? of(settle()) : room.ask(bytes).pipe(map(settle));
    };

  const entrancesFor = (defaults: Defaults): Entrances => ({
    pull: (source) => pull(source, enter(defaults)),
    enter: (event) => room.ask(0).pipe(switchMap(() => enter(defaults)(event))),
  });

  const childOf = (defaults: Defaults): ChildClient & Enterable => ({
    ...createCalls(take(defaults)),
    // Made when asked for: a child must be cheap.
    [ENTRANCES]: () => entrancesFor(defaults),
    child: (own) => childOf(defaultsOf(defaults, own)),
  });
  return childOf(NO_DEFAULTS);
};
