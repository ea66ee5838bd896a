import { Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import type { Admitted } from './admission.js';
import type { Booked, Epoch } from './ledger.js';
import type { Tally } from './losses.js';
import type { Ending, Eviction, Sendable } from './model/delivery.js';
import type { Message } from './model/message.js';
import type { Delivered, Dropped, Outcome, Receipt } from './model/outcome.js';
import type { Turns } from './turns.js';

const ENTRY = Symbol('entry');

/**
 * One accessor for all outcomes: with a function of its own V8 would describe each by a shape of its own, and a subscriber
 * would add a quarter to the CPU of a burst. It goes with the entry beside it: a copy of descriptors needs those of symbols.
 */
const MESSAGE: PropertyDescriptor & ThisType<{ readonly [ENTRY]: Entry }> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[ENTRY].message;
  },
};

/** An own property, so that copies and comparisons see it; parsed when it is read. */
const withMessage = <O extends object>(outcome: O, entry: Entry): O & Pick<Delivered, 'message'> => {
  Object.defineProperty(outcome, ENTRY, { value: entry });
  return Object.defineProperty(outcome, 'message', MESSAGE) as O & Pick<Delivered, 'message'>;
};

/** The outcome of an accepted event. */
export const outcomeOf = (entry: Entry, ending: Ending | Eviction): Outcome => {
  if ('reason' in ending) return withMessage({ _tag: 'Dropped', ...ending }, entry);
  const { attempts, error } = ending;
  return error === undefined
    ? withMessage({ _tag: 'Delivered', attempts, status: ending.status }, entry)
    : withMessage({ _tag: 'Failed', attempts, error }, entry);
};

/** Outcomes reach subscribers in a turn of their own, replayed ones too: a call made in a subscriber never recurses. */
const replay = (outcome: Outcome, subscriber: Subscriber<Outcome>, turns: Turns): void => {
  turns.push(() => {
    subscriber.next(outcome);
    subscriber.complete();
  });
};

/** An accepted event, from its call to its outcome. */
export class Entry implements Sendable, Booked {
  readonly messageId: string;
  readonly json: string;
  readonly bytes: number;
  readonly lane: number;
  /** Its place in the order of the calls that were accepted. */
  readonly index: number;
  readonly epoch: Epoch;
  /** It was pulled, when there was room: it never gives way. */
  readonly isPulled: boolean;
  /** Absent while pending; one object for the whole batch. */
  ending: Ending | Eviction | undefined = undefined;
  /** Absent as long as nobody waits: most are never asked. */
  #waiting: Subscriber<Outcome>[] | undefined = undefined;
  #message: Message | undefined = undefined;

  constructor({ messageId, json, bytes, lane }: Admitted, index: number, epoch: Epoch, isPulled: boolean) {
    this.messageId = messageId;
    this.json = json;
    this.bytes = bytes;
    this.lane = lane;
    this.index = index;
    this.epoch = epoch;
    this.isPulled = isPulled;
  }

  /** Parsed on first reading: nobody pays for what nobody reads. */
  get message(): Message {
    return (this.#message ??= JSON.parse(`${this.json}}`) as Message);
  }

  /** Somebody waits for the outcome. */
  get observed(): boolean {
    return this.#waiting !== undefined && this.#waiting.length > 0;
  }

  /** Tells everybody who waits. */
  tell(outcome: Outcome): void {
    const waiting = this.#waiting ?? [];
    // First, or each of them would look for itself among all others as it leaves.
    this.#waiting = undefined;
    for (const subscriber of waiting) {
      subscriber.next(outcome);
      subscriber.complete();
    }
  }

  subscribe(subscriber: Subscriber<Outcome>, turns: Turns): TeardownLogic {
    if (this.ending !== undefined) {
      replay(outcomeOf(this, this.ending), subscriber, turns);
      return undefined;
    }
    if (this.#waiting === undefined) this.#waiting = [subscriber];
    else this.#waiting.push(subscriber);
    return () => {
      this.#waiting = this.#waiting?.filter((other) => other !== subscriber);
    };
  }
}

/** What a call returns, whether its event was accepted or dropped. */
export class EventReceipt implements Receipt {
  readonly messageId: string;
  readonly accepted: boolean;
  readonly #end: Entry | Dropped;
  readonly #turns: Turns;
  #tally: Tally | undefined;

  /** @param tally counts the drop as long as nobody is told of it */
  constructor(messageId: string, end: Entry | Dropped, turns: Turns, tally?: Tally) {
    this.messageId = messageId;
    this.accepted = end instanceof Entry;
    this.#end = end;
    this.#turns = turns;
    this.#tally = tally;
  }

  get outcome(): Observable<Outcome> {
    return new Observable((subscriber) => {
      const end = this.#end;
      if (end instanceof Entry) return end.subscribe(subscriber, this.#turns);
      if (this.#tally !== undefined) this.#tally.count -= 1;
      this.#tally = undefined;
      replay(end, subscriber, this.#turns);
      return undefined;
    });
  }
}
