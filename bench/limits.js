// What rudder-rx may cost, and whether that holds.
import { ratioIn, spreadIn } from './compare.js';
import { workloads } from './plan.js';

/**
 * @typedef {object} Limit
 * @property {string} what
 * @property {string} workload
 * @property {string} client
 * @property {string} measure
 * @property {string} [against] the client whose measure it is divided by, round by round
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {boolean} [inEachRound] else it is the median that counts
 */

/** @typedef {import('./statistics.js').Spread} Spread */

/** @type {readonly Limit[]} */
export const limits = [
  { what: 'CPU', workload: 'burst', measure: 'cpuUsPerEvent', against: 'reference', atMost: 1.35 },
  { what: 'CPU', workload: 'burst', measure: 'cpuUsPerEvent', against: 'posthog-node', atMost: 0.35 },
  { what: 'CPU', workload: 'burst', measure: 'cpuUsPerEvent', against: 'analytics-node', atMost: 0.3 },
  { what: 'loop delay', workload: 'burst', measure: 'delayP99Ms', against: 'reference', atMost: 1 },
  { what: 'CPU', workload: 'large-burst', measure: 'cpuUsPerEvent', against: 'reference', atMost: 1.1 },
  { what: 'memory', workload: 'large-burst', measure: 'rssGrowthMb', against: 'reference', atMost: 2 },
  { what: 'throughput', workload: 'latency', measure: 'eventsPerSecond', against: 'reference', atLeast: 4 },
  { what: 'CPU', workload: 'steady', measure: 'cpuUsPerEvent', against: 'reference', atMost: 1.3 },
  { what: 'loop delay', workload: 'steady', measure: 'delayP99Ms', against: 'reference', atMost: 1.5 },
  {
    what: 'a call at 10,000 queued to one at 10',
    workload: 'enqueue',
    measure: 'deepToShallow',
    atMost: 1.2,
  },
  {
    what: 'a call at 10,000 queued to `JSON.stringify`',
    workload: 'enqueue',
    measure: 'deepToStringify',
    atMost: 3,
  },
  {
    what: 'CPU with a subscriber on `outcomes`',
    workload: 'burst',
    client: 'rudder-rx-outcomes',
    measure: 'cpuUsPerEvent',
    against: 'rudder-rx',
    atMost: 1.1,
  },
  { what: 'timers', workload: 'idle', measure: 'timers', atMost: 0 },
  ...workloads.map(({ key: workload }) => ({
    what: 'events lost or sent twice',
    workload,
    measure: 'lostOrTwice',
    atMost: 0,
    inEachRound: true,
  })),
].map((limit) => ({ client: 'rudder-rx', ...limit }));

/**
 * @param {Limit} limit
 * @param {Spread} spread
 */
const verdictOf = ({ atMost = Infinity, atLeast = -Infinity, inEachRound = false }, { median, min, max }) => {
  if (min >= atLeast && max <= atMost) return 'met';
  return !inEachRound && median >= atLeast && median <= atMost ? 'met by the median' : 'not met';
};

/** Of what was run; what failed meets no limit. @param {import('./book.js').Book} book */
export const verdicts = (book) =>
  limits.flatMap((limit) => {
    const { workload, client, measure, against } = limit;
    const failed = [client, against].some(
      (key) => key !== undefined && book.hasFailed({ workload, client: key }),
    );
    const spread = against
      ? ratioIn(book, workload, client, against, measure)
      : spreadIn(book, workload, client, measure);
    const verdict = failed ? 'failed' : spread && verdictOf(limit, spread);
    return verdict ? [{ ...limit, spread, verdict }] : [];
  });
