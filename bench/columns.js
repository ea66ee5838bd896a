// What the tables show, by the kind of the workload.

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {string} measure
 * @property {number} digits
 * @property {boolean} [worst] the most of any round, else the median
 */

/** Beside the ratios, which are what counts. @type {readonly Column[]} */
const common = [
  { title: 'CPU µs/event', measure: 'cpuUsPerEvent', digits: 1 },
  { title: 'events/s', measure: 'eventsPerSecond', digits: 0 },
  { title: 'loop delay p99 ms', measure: 'delayP99Ms', digits: 1 },
  { title: 'RSS growth MB', measure: 'rssGrowthMb', digits: 0 },
  { title: 'wire bytes/event', measure: 'wireBytesPerEvent', digits: 0 },
];

/** @type {readonly Column[]} */
const counts = [
  { title: 'requests', measure: 'requests', digits: 0 },
  { title: 'lost', measure: 'lost', digits: 0, worst: true },
  { title: 'duplicates', measure: 'duplicates', digits: 0, worst: true },
];

/** @type {Readonly<Record<string, readonly Column[]>>} */
const special = {
  enqueue: [
    { title: 'µs a call at 10 queued', measure: 'shallowUs', digits: 2 },
    { title: 'at 10,000', measure: 'deepUs', digits: 2 },
    { title: 'to that at 10', measure: 'deepToShallow', digits: 2 },
    { title: '`JSON.stringify` µs', measure: 'stringifyUs', digits: 2 },
    { title: 'to that', measure: 'deepToStringify', digits: 2 },
  ],
  idle: [{ title: 'timers', measure: 'timers', digits: 0 }],
  outage: [
    { title: 'requests into the outage', measure: 'refused', digits: 0 },
    ...counts,
    { title: 'last event, s after its end', measure: 'deliveredAfterS', digits: 1 },
  ],
};

/** @param {string} workload */
export const columnsOf = (workload) => special[workload] ?? [...common, ...counts];

/** Whether CPU is compared with the reference's. @param {string} workload */
export const isCompared = (workload) => !Object.hasOwn(special, workload);
