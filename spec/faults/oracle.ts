import type { Account } from './account.js';
import { fateOf } from './events.js';
import { ALL_KINDS, type Happening, REFUSALS } from './kinds.js';

const REDIRECTS: readonly number[] = [302, 307];
/** What must become of an event that the data plane does not take. */
const STATUS_OF = { poison: 400, bulky: 413 } as const;

const complaintAboutEnd = (index: number, { ends, arrivals, refusals }: Account): string | undefined => {
  const [end, second] = ends;
  const fate = fateOf(index);
  if (end === undefined)
    return arrivals.length === 0 ? 'never ended' : 'arrived, and has no end, or had it long before';
  if (second !== undefined) return `ended ${String(ends.length)} times`;
  if (end.tag === 'Dropped') return `was dropped: ${end.problem ?? ''}`;
  if (end.tag === 'Delivered') {
    if (fate !== 'ordinary') return `was delivered, though it is ${fate}`;
    return arrivals.length === 0 ? 'is lost: delivered, and not in the store' : undefined;
  }
  // Redirects spare nobody.
  if (REDIRECTS.includes(end.status) && refusals.includes(end.status)) return undefined;
  if (fate !== 'ordinary' && end.status === STATUS_OF[fate]) return undefined;
  return `failed without need: ${end.problem ?? ''}`;
};

/** Whether an event did not end as it must. */
export const isLost = (index: number, account: Account): boolean =>
  complaintAboutEnd(index, account) !== undefined;

/** What is wrong with an event that has ended, or never will; empty if nothing is. */
export const complaintsAboutEvent = (index: number, calls: number, account: Account): readonly string[] => {
  const { ends, arrivals } = account;
  const name = `event ${String(index)}`;
  if (index < 0 || index >= calls) return [`${name} is nobody's`];
  const [end] = ends;
  const [first] = arrivals;
  const raised = [
    complaintAboutEnd(index, account),
    arrivals.every(({ isIntact }) => isIntact) ? undefined : 'was changed on its way',
    arrivals.some(({ messageId }) => end !== undefined && messageId !== end.messageId)
      ? 'arrived under another messageId'
      : undefined,
    arrivals.some(({ digest }) => digest !== first?.digest) ? 'arrived twice, and not the same' : undefined,
  ];
  return raised.filter((text) => text !== undefined).map((text) => `${name} ${text}`);
};

/** What is known of a run as a whole. */
export interface Run {
  /** Connections that were made to where the redirects led. */
  readonly elsewhere: number;
  /** What no request, and no answer of the gateway's, may be. */
  readonly oddities: readonly string[];
  /** What was pending at the end of each calm. */
  readonly pending: readonly number[];
  /** How the last event of all ended, called when all was calm. */
  readonly last: string;
  /** What the client says of itself at its shutdown. */
  readonly totals: { readonly delivered: number; readonly failed: number; readonly dropped: number };
  /** What the program has been told of. */
  readonly told: { readonly calls: number; readonly delivered: number; readonly failed: number };
  /** What the program printed that is no line of the client's. */
  readonly output: readonly string[];
  readonly exit: string;
}

/** What can go wrong, and has not. */
export const neverHappened = (counts: ReadonlyMap<Happening, number>): readonly Happening[] =>
  [...ALL_KINDS, ...REFUSALS].filter((kind) => !counts.has(kind));

/** What is wrong with a whole run; empty if nothing is. */
export const complaintsAboutRun = (run: Run): readonly string[] => {
  const { elsewhere, oddities, pending, last, totals, told, output, exit } = run;
  const stuck = pending.filter((many) => many > 0);
  const isAgreed =
    totals.delivered === told.delivered && totals.failed === told.failed && totals.dropped === 0;
  const raised: readonly (string | false)[] = [
    elsewhere > 0 && `a redirect was followed ${String(elsewhere)} times`,
    stuck.length > 0 && `still pending at the end of a calm: ${stuck.join(', ')}`,
    last !== 'Delivered' && `the last event ended in ${last}`,
    told.calls !== told.delivered + told.failed &&
      `${String(told.calls)} calls, and other outcomes: ${JSON.stringify(told)}`,
    !isAgreed && `the totals ${JSON.stringify(totals)} are not what was told: ${JSON.stringify(told)}`,
    exit !== 'code 0' && `the program ended with ${exit}`,
    ...oddities,
    ...output.map((line) => `the program printed: ${line}`),
  ];
  return raised.filter((text) => text !== false);
};
