import { createIsoClock } from '../../src/effects/clock.js';

describe('the ISO clock', () => {
  it('tells every millisecond, forwards and back', () => {
    const times = [0, 0, 1, 1_000_000_000_000, 1_000_000_000_000, 5, NaN];
    const clock = createIsoClock(() => times.shift() ?? 0);
    expect([clock(), clock(), clock(), clock(), clock(), clock()]).toEqual([
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.001Z',
      '2001-09-09T01:46:40.000Z',
      '2001-09-09T01:46:40.000Z',
      '1970-01-01T00:00:00.005Z',
    ]);
  });
});
