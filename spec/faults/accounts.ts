import type { StoredEvent } from '../../src/gateway/index.js';
import { type Account, type Arrival, arrivalOf, type End } from './account.js';
import { indexOf } from './events.js';
import { complaintsAboutEvent, isLost } from './oracle.js';

export interface Tally {
  readonly calls: number;
  readonly delivered: number;
  readonly failed: number;
  /** By the status of the last answer. */
  readonly failedBy: Readonly<Record<number, number>>;
  readonly duplicates: number;
  /** Events that did not end as they must, as far as they are judged. */
  readonly lost: number;
}

/** The books of a run, kept small: what is settled is judged, and after a while forgotten. */
export interface Accounts {
  readonly called: (calls: number) => void;
  readonly ended: (ends: readonly End[]) => void;
  readonly arrived: (events: readonly StoredEvent[]) => void;
  readonly refused: (indexes: readonly number[], status: number) => void;
  /** Ends a round: forgets what had been settled two rounds ago. */
  readonly round: () => void;
  /** Judges what is left. */
  readonly close: () => void;
  readonly complaints: readonly string[];
  /** Events that are not forgotten. */
  readonly size: () => number;
  readonly tally: () => Tally;
}

/** More would only be read by nobody. */
const MAX_COMPLAINTS = 50;
/** Rounds for which an event that has ended may still arrive, in an answer that was lost. */
const PATIENCE = 2;

interface Open extends Account {
  readonly ends: End[];
  readonly arrivals: Arrival[];
  readonly refusals: number[];
  /** In which it ended. */
  round: number;
}

export const createAccounts = (): Accounts => {
  const open = new Map<number, Open>();
  const complaints: string[] = [];
  const failedBy: Record<number, number> = {};
  let [round, calls, delivered, failed, duplicates, lost] = [0, 0, 0, 0, 0, 0];

  const accountOf = (index: number): Open => {
    const known = open.get(index);
    if (known !== undefined) return known;
    const account: Open = { ends: [], arrivals: [], refusals: [], round: Infinity };
    open.set(index, account);
    return account;
  };
  const judge = (index: number, account: Account) => {
    if (isLost(index, account)) lost += 1;
    const room = MAX_COMPLAINTS - complaints.length;
    complaints.push(...complaintsAboutEvent(index, calls, account).slice(0, room));
    open.delete(index);
  };

  return {
    called: (many) => {
      for (let index = calls; index < many; index += 1) accountOf(index);
      calls = many;
    },
    ended: (ends) => {
      for (const end of ends) {
        const account = accountOf(end.index);
        account.ends.push(end);
        account.round = round;
        if (end.tag === 'Delivered') delivered += 1;
        if (end.tag !== 'Failed') continue;
        failed += 1;
        failedBy[end.status] = (failedBy[end.status] ?? 0) + 1;
      }
    },
    arrived: (events) => {
      for (const event of events) {
        const { arrivals } = accountOf(indexOf(event));
        if (arrivals.length > 0) duplicates += 1;
        arrivals.push(arrivalOf(event));
      }
    },
    refused: (indexes, status) => {
      for (const index of indexes) accountOf(index).refusals.push(status);
    },
    round: () => {
      for (const [index, account] of open) if (account.round <= round - PATIENCE) judge(index, account);
      round += 1;
    },
    close: () => {
      for (const [index, account] of open) judge(index, account);
    },
    complaints,
    size: () => open.size,
    tally: () => ({ calls, delivered, failed, failedBy, duplicates, lost }),
  };
};
