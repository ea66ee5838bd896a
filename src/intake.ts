import { isLeft } from 'fp-ts/lib/Either.js';
import type { Admit } from './admission.js';
import type { Arrivals } from './arrivals.js';
import { createCalls, type Take } from './calls.js';
import { Entry, EventReceipt } from './entry.js';
import { hasStackLeft } from './guard.js';
import type { Ledger } from './ledger.js';
import type { ChildClient } from './model/client.js';
import type { Dropped, Receipt } from './model/outcome.js';
import { type Defaults, defaultsOf, NO_DEFAULTS } from './pure/defaults.js';
import type { QueueBounds } from './queue-bounds.js';
import type { Reports } from './reports.js';
import type { Traffic } from './traffic.js';
import type { Turns } from './turns.js';

/** All that a call passes on its way in. */
export interface IntakeConfig {
  readonly admit: Admit;
  readonly bounds: QueueBounds;
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

/** Takes calls: each is decided over, entered in the books, and waits for the pipeline or has ended here. */
export const createIntake = (config: IntakeConfig): ChildClient => {
  const { admit, bounds, ledger, traffic, arrivals, reports, turns, changed } = config;
  let accepted = 0;

  /** A call that can't even be read, or it might break off half-way. */
  const refuseUnread = (): Receipt => {
    ledger.drop(NO_STACK.reason);
    turns.later(() => {
      reports.dropped(NO_STACK);
    });
    return new EventReceipt('', NO_STACK, turns);
  };

  const take =
    (defaults: Defaults): Take =>
    (read) => {
      // Once a turn: what needs most stack is to schedule one.
      if (!turns.isScheduled() && !hasStackLeft()) return refuseUnread();
      const admitted = admit(read, defaults);
      changed();
      if (isLeft(admitted)) {
        const { messageId, outcome } = admitted.left;
        ledger.drop(outcome.reason);
        return new EventReceipt(messageId, outcome, turns, reports.dropped(outcome));
      }
      const { messageId, json, bytes } = admitted.right;
      bounds.makeRoom(bytes);
      accepted += 1;
      const entry = new Entry(messageId, json, bytes, accepted, ledger.accept(bytes));
      traffic.queued(entry);
      bounds.queued(entry);
      arrivals.push(entry);
      return new EventReceipt(messageId, entry, turns);
    };

  const childOf = (defaults: Defaults): ChildClient => ({
    ...createCalls(take(defaults)),
    child: (own) => childOf(defaultsOf(defaults, own)),
  });
  return childOf(NO_DEFAULTS);
};
