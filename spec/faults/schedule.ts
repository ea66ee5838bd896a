import { ALL_KINDS, type Kind, KINDS } from './kinds.js';

/** Numbers from 0 (inclusive) to 1 (exclusive) that follow from the seed: mulberry32. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const shuffled = <T>(values: readonly T[], random: () => number): T[] => {
  const list = [...values];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
};

const TOTAL = ALL_KINDS.reduce((sum, kind) => sum + KINDS[kind], 0);

const pick = (random: () => number): Kind | undefined => {
  let left = random() * TOTAL;
  return ALL_KINDS.find((kind) => (left -= KINDS[kind]) < 0);
};

/**
 * What happens to one request after the other; `undefined`: it passes. It follows from the seed alone, and never ends:
 * first every kind once, in any order, then by their weights, half of the requests passing.
 */
export function* faultsOf(seed: number): Generator<Kind | undefined, never> {
  const random = randomOf(seed);
  const passes = () => random() < 0.5;
  for (const kind of shuffled(ALL_KINDS, random)) {
    if (passes()) yield undefined;
    yield kind;
  }
  for (;;) yield passes() ? undefined : pick(random);
}
