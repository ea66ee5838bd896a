import { differences, median, pairedRatios, spreadOf } from '../../bench/statistics.js';

describe('median', () => {
  it('is the one in the middle', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('is between the two in the middle', () => {
    expect(median([8, 1, 2, 4])).toBe(3);
  });

  it('leaves what it is given as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('spreadOf', () => {
  it('is the median between the smallest and the largest', () => {
    expect(spreadOf([5, 1, 2])).toEqual({ median: 2, min: 1, max: 5 });
  });

  it('is nothing of nothing', () => {
    expect(spreadOf([])).toBeUndefined();
  });
});

describe('pairedRatios', () => {
  it('divides by the same round, so that a slow round changes nothing', () => {
    expect(pairedRatios([2, 20, 3], [1, 10, 2])).toEqual([2, 2, 1.5]);
  });

  it('leaves out the rounds that lack one', () => {
    expect(pairedRatios([undefined, 1, 6], [1, undefined, 2])).toEqual([3]);
  });

  it('leaves out none that has nothing to divide by, since that would flatter', () => {
    expect(pairedRatios([1, 0], [0, 0])).toEqual([Infinity, 1]);
  });
});

describe('differences', () => {
  it('keeps the rounds in their places', () => {
    expect(differences([5, undefined, 7, 9], [1, 1, undefined, 2])).toEqual([4, undefined, undefined, 7]);
  });
});
