import { growthOf, median } from './growth.js';

/** One point a second. */
const series = (values: readonly number[], allowance = 0) => ({
  name: 'heap',
  allowance,
  points: values.map((value, index) => ({ atMs: 5_000 + index * 1_000, value })),
});
const minutes = (...values: readonly number[]) =>
  values.flatMap((value) => Array.from({ length: 60 }, () => value));

describe('a median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[], NaN],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('growth', () => {
  it('is what the last minute has more than the first, whatever lies between', () => {
    expect(growthOf(series(minutes(10, 99, 12)))).toEqual({
      name: 'heap',
      first: 10,
      last: 12,
      hasGrown: true,
    });
  });

  it.each([
    [11, 0, false],
    [11.1, 0, true],
    [13, 2, false],
    [13.1, 2, true],
    [1, 0, false],
  ])('from 10 to %d with an allowance of %d: %s', (last, allowance, hasGrown) => {
    expect(growthOf(series(minutes(10, 10, last), allowance)).hasGrown).toBe(hasGrown);
  });

  it('of nothing to something is growth, unless it is allowed', () => {
    expect(growthOf(series(minutes(0, 1))).hasGrown).toBe(true);
    expect(growthOf(series(minutes(0, 1), 1)).hasGrown).toBe(false);
  });

  it('is not decided by single samples', () => {
    const spikes = minutes(10, 10).map((value, index) => (index % 3 === 0 ? 1000 : value));
    expect(growthOf(series([...minutes(10), ...spikes])).hasGrown).toBe(false);
  });

  it('of less than two minutes is that of the second half', () => {
    expect(growthOf(series([1, 1, 1, 5, 5, 5]))).toMatchObject({ first: 1, last: 5 });
  });

  it('is assumed of what was never measured', () => {
    expect(growthOf(series([])).hasGrown).toBe(true);
  });
});
