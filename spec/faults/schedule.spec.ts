import { ALL_KINDS, type Kind, KINDS } from './kinds.js';
import { faultsOf, randomOf } from './schedule.js';

const first = (many: number, seed: number): readonly (Kind | undefined)[] => {
  const faults = faultsOf(seed);
  return Array.from({ length: many }, () => faults.next().value);
};

describe('random numbers', () => {
  it('lie everywhere between 0 and 1, and follow from the seed', () => {
    const random = randomOf(7);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? NaN) + 1;
    }
    expect(tenths.every((many) => many > 900 && many < 1100)).toBe(true);
    expect(randomOf(7)()).toBe(randomOf(7)());
    expect(randomOf(7)()).not.toBe(randomOf(8)());
  });
});

describe('a schedule', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(first(500, 1)).toEqual(first(500, 1));
    expect(first(500, 1)).not.toEqual(first(500, 2));
  });

  it.each([1, 2, 3])('begins with every kind once, in an order of its own (seed %d)', (seed) => {
    const kinds = first(3 * ALL_KINDS.length, seed).filter((kind) => kind !== undefined);
    const opening = kinds.slice(0, ALL_KINDS.length);
    expect(opening.toSorted()).toEqual(ALL_KINDS.toSorted());
    expect(opening).not.toEqual(ALL_KINDS);
  });

  it('then lets every other request pass, and brings each kind as often as it weighs', () => {
    const drawn = first(60_000, 4);
    const total = ALL_KINDS.reduce((sum, kind) => sum + KINDS[kind], 0);
    const share = (kind: Kind | undefined) => drawn.filter((other) => other === kind).length / drawn.length;
    expect(share(undefined)).toBeCloseTo(0.5, 1);
    for (const kind of ALL_KINDS) expect(share(kind)).toBeCloseTo(KINDS[kind] / total / 2, 2);
  });
});
