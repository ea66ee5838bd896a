// Pure: what is said of several rounds.

/** @param {readonly number[]} values */
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? NaN : (lower + upper) / 2;
};

/** @typedef {{ readonly median: number, readonly min: number, readonly max: number }} Spread */

/**
 * @param {readonly number[]} values
 * @returns {Spread | undefined} nothing, of nothing
 */
export const spreadOf = (values) =>
  values.length === 0
    ? undefined
    : { median: median(values), min: Math.min(...values), max: Math.max(...values) };

/**
 * One over the other, of the same round: what slows a round slows both. Rounds that lack one are left out. Anything is
 * infinitely more than nothing, and nothing is as much as nothing.
 *
 * @param {readonly (number | undefined)[]} values by round
 * @param {readonly (number | undefined)[]} others by round
 */
export const pairedRatios = (values, others) =>
  values.flatMap((value, round) => {
    const other = others[round];
    if (value === undefined || other === undefined) return [];
    return [value === 0 && other === 0 ? 1 : value / other];
  });

/**
 * @param {readonly (number | undefined)[]} values by round
 * @param {readonly (number | undefined)[]} others by round
 */
export const differences = (values, others) =>
  values.map((value, round) => {
    const other = others[round];
    return value === undefined || other === undefined ? undefined : value - other;
  });
