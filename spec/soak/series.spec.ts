import { atRest, overTime } from './series.js';

const sample = (atMs: number, isAtRest: boolean) => ({
  heapBytes: 14_500_000,
  sockets: 1,
  timers: 2,
  listeners: 3,
  pending: 4,
  connections: 5,
  atMs,
  isAtRest,
});
const samples = [sample(1, false), sample(2, true), sample(3, false)];
const shortly = (all: ReturnType<typeof atRest>) =>
  all.map(({ name, points }) => [name, ...points.flatMap(({ atMs, value }) => [atMs, value])]);

describe('the samples of a soak', () => {
  it('are judged by what is left when all is well', () => {
    expect(shortly(atRest(samples))).toEqual([
      ['heap, MB', 2, 14.5],
      ['sockets', 2, 1],
      ['connections that the data plane sees', 2, 5],
      ['timers', 2, 2],
      ['listeners', 2, 3],
    ]);
  });

  it('are shown with the storms, but for the heap', () => {
    expect(shortly(overTime(samples))).toEqual([
      ['heap, MB', 2, 14.5],
      ['sockets', 1, 1, 2, 1, 3, 1],
      ['timers', 1, 2, 2, 2, 3, 2],
      ['listeners', 1, 3, 2, 3, 3, 3],
      ['pending events', 1, 4, 2, 4, 3, 4],
    ]);
  });
});
