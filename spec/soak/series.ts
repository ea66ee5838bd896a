import type { Series } from './growth.js';
import type { TimedSample } from './soak.js';

type Measure = (sample: TimedSample) => number;

const seriesOf = (
  samples: readonly TimedSample[],
  name: string,
  allowance: number,
  measure: Measure,
): Series => ({
  name,
  allowance,
  points: samples.map((sample) => ({ atMs: sample.atMs, value: measure(sample) })),
});

const MEGABYTE = 1e6;

/** What must not grow: what is left when all is well and nothing pending. */
export const atRest = (samples: readonly TimedSample[]): readonly Series[] => {
  const resting = samples.filter(({ isAtRest }) => isAtRest);
  return [
    seriesOf(resting, 'heap, MB', 1.5, ({ heapBytes }) => heapBytes / MEGABYTE),
    seriesOf(resting, 'sockets', 2, ({ sockets }) => sockets),
    seriesOf(resting, 'connections that the data plane sees', 4, ({ connections }) => connections),
    seriesOf(resting, 'timers', 2, ({ timers }) => timers),
    seriesOf(resting, 'listeners', 1, ({ listeners }) => listeners),
  ];
};

/** What is worth looking at, the storms included; the heap would only show what is pending in them. */
export const overTime = (samples: readonly TimedSample[]): readonly Series[] => [
  ...atRest(samples).slice(0, 1),
  seriesOf(samples, 'sockets', 0, ({ sockets }) => sockets),
  seriesOf(samples, 'timers', 0, ({ timers }) => timers),
  seriesOf(samples, 'listeners', 0, ({ listeners }) => listeners),
  seriesOf(samples, 'pending events', 0, ({ pending }) => pending),
];
