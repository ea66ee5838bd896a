import type { Findings } from '../faults/campaign.js';
import { FINAL } from '../faults/kinds.js';
import type { Growth } from './growth.js';
import type { Progress } from './soak.js';

const number = (value: number): string =>
  value.toLocaleString('en', {
    maximumFractionDigits: 1,
    minimumFractionDigits: Number.isInteger(value) ? 0 : 1,
  });

type Row = readonly [name: string, value: number];

/** What a batch fails by, by its status. */
const WHY = new Map(Object.entries(FINAL).map(([kind, status]) => [String(status), kind]));

/** Rows of names and figures, in two columns. */
const tableOf = (rows: readonly Row[]): string => {
  const cells = rows.map(([name, value]) => [name, number(value)] as const);
  const left = Math.max(...cells.map(([name]) => name.length));
  const right = Math.max(...cells.map(([, value]) => value.length));
  return cells.map(([name, value]) => `  ${name.padEnd(left)}  ${value.padStart(right)}`).join('\n');
};

/** What a soak has found, as a table. */
export const summaryOf = ({
  calls,
  delivered,
  failed,
  failedBy,
  lost,
  duplicates,
  requests,
  counts,
}: Findings) => {
  const why = Object.entries(failedBy).map(([status, many]): Row => [`  ${WHY.get(status) ?? status}`, many]);
  const faults = [...counts].toSorted(([a], [b]) => a.localeCompare(b));
  const all = faults.reduce((sum, [, many]) => sum + many, 0);
  return tableOf([
    ['calls', calls],
    ['delivered', delivered],
    ['failed', failed],
    ...why,
    ['lost', lost],
    ['arrived again', duplicates],
    ['requests', requests],
    ['faults', all],
    ...faults.map(([kind, many]): Row => [`  ${kind}`, many]),
  ]);
};

/** What has grown, and what has not. */
export const comparisonOf = (growths: readonly Growth[]): string => {
  const left = Math.max(...growths.map(({ name }) => name.length));
  const lines = growths.map(
    ({ name, first, last, hasGrown }) =>
      `  ${name.padEnd(left)}  ${number(first).padStart(8)}  ${number(last).padStart(8)}  ${hasGrown ? 'HAS GROWN' : 'steady'}`,
  );
  return [`  ${''.padEnd(left)}  ${'minute 1'.padStart(8)}  ${'the last'.padStart(8)}`, ...lines].join('\n');
};

/** `1:05`. */
const clock = (ms: number): string =>
  `${String(Math.floor(ms / 60_000))}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')}`;

/** Where a soak is. */
export const lineOf = ({ elapsedMs, phase, findings, sample }: Progress, minutes: number): string => {
  const { calls, delivered, failed, lost, requests, counts } = findings;
  const faults = [...counts.values()].reduce((sum, many) => sum + many, 0);
  const heap = sample === undefined ? '' : `, heap ${number(sample.heapBytes / 1e6)} MB`;
  return (
    `${clock(elapsedMs)}/${clock(minutes * 60_000)} ${phase.padEnd(5)} ${number(calls)} calls, ` +
    `${number(delivered)} delivered, ${number(failed)} failed, ${number(lost)} lost, ` +
    `${number(requests)} requests, ${number(faults)} faults${heap}`
  );
};
