/** Something that was measured, again and again. */
export interface Series {
  readonly name: string;
  /** What it may grow by on top of a tenth, since nothing stands quite still. */
  readonly allowance: number;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

export interface Growth {
  readonly name: string;
  /** The median of the first minute, and of the last. */
  readonly first: number;
  readonly last: number;
  readonly hasGrown: boolean;
}

const MINUTE_MS = 60_000;

/** `NaN` of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

/**
 * Compares the last minute with the first: by medians, so that no single sample decides. What took less than two minutes
 * is compared by its halves. What was never measured has grown, for all that anybody knows.
 */
export const growthOf = ({ name, allowance, points }: Series): Growth => {
  const [from = 0, to = 0] = [points[0]?.atMs, points.at(-1)?.atMs];
  const windowMs = Math.min(MINUTE_MS, (to - from) / 2);
  const medianOf = (isIn: (atMs: number) => boolean) =>
    median(points.filter(({ atMs }) => isIn(atMs)).map(({ value }) => value));
  const first = medianOf((atMs) => atMs <= from + windowMs);
  const last = medianOf((atMs) => atMs >= to - windowMs);
  return { name, first, last, hasGrown: !(last <= first * 1.1 + allowance) };
};
