import fc from 'fast-check';
import { laneOf } from '../../src/pure/lane.js';

/** How many of the keys each lane gets. */
const loads = (keys: readonly string[], lanes: number): readonly number[] => {
  const counts = Array.from({ length: lanes }, () => 0);
  for (const key of keys) counts[laneOf(key, lanes)] = (counts[laneOf(key, lanes)] ?? 0) + 1;
  return counts;
};

const keysBy = (keyOf: (index: number) => string) =>
  Array.from({ length: 10_000 }, (_, index) => keyOf(index));

describe('laneOf', () => {
  it('gives a key the same lane each time, and always one that there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 2 ** 40 }), (key, lanes) => {
        const lane = laneOf(key, lanes);
        expect(laneOf(`${key}-`.slice(0, -1), lanes)).toBe(lane);
        expect(Number.isInteger(lane) && lane >= 0 && lane < lanes).toBe(true);
      }),
    );
  });

  it('knows no difference between one lane and none', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(laneOf(key, 1)).toBe(0);
      }),
    );
  });

  it.each<[string, (index: number) => string]>([
    ['numbers', String],
    ['even numbers', (index) => String(2 * index)],
    ['numbers behind a word', (index) => `user-${String(index)}`],
    ['numbers before a domain', (index) => `user.${String(index)}@shop.example`],
    ['letters twice over', (index) => `${index.toString(36)}${index.toString(36)}`],
    ['padded numbers', (index) => String(index).padStart(12, '0')],
    ['steps of 16', (index) => (16 * index).toString(16)],
    ['letters beyond ASCII', (index) => String.fromCodePoint(0x4e00 + index)],
  ])('spreads %s', (_name, keyOf) => {
    const keys = keysBy(keyOf);
    for (const lanes of [2, 3, 4, 7, 8, 16]) {
      const fair = keys.length / lanes;
      // Five standard deviations of a fair die.
      const tolerance = 5 * Math.sqrt(fair);
      for (const load of loads(keys, lanes)) expect(Math.abs(load - fair)).toBeLessThan(tolerance);
    }
  });
});
