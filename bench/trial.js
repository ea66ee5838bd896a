// One client before one sink: what a run measures.
import { setTimeout } from 'node:timers/promises';
import { now } from './clock.js';
import { start } from './processes.js';

/** @typedef {import('./plan.js').Workload} Workload */

/**
 * What the client's process says at the end.
 *
 * @typedef {object} Measured
 * @property {number} startedAt
 * @property {number} cpuUs
 * @property {number} delayP99Ms
 * @property {number} rssGrowthMb
 */

/** @typedef {ReturnType<ReturnType<typeof import('./tally.js').createTally>['report']>} Tally */
/** @typedef {Tally & { requests: number, refused: number, bytes: number, outageEndsAt: number, at: number }} Arrived */

/**
 * What has arrived when everything has, or when nothing does any more.
 *
 * @param {import('./processes.js').Process} sink
 * @param {number} expected
 * @param {number} quietMs
 */
const settled = async (sink, expected, quietMs) => {
  const flushedAt = now();
  for (;;) {
    const arrived = /** @type {Arrived} */ (await sink.ask({ expected }, 60_000));
    if (arrived.lost === 0 || arrived.at - Math.max(arrived.lastNewAt, flushedAt) > quietMs) return arrived;
    await setTimeout(100);
  }
};

/** By name; see bench/columns.js. @typedef {Readonly<Record<string, number>>} Measures */

/**
 * Per event that arrived, since one that is dropped costs little; of a client that is to send nothing, per call.
 *
 * @param {boolean} isIdler
 * @param {number} events
 * @param {Measured} measured
 * @param {Arrived} arrived
 * @returns {Measures}
 */
const measuresOf = (isIdler, events, { startedAt, cpuUs, ...measured }, arrived) => {
  const { requests, refused, bytes, lost, duplicates, lastNewAt, outageEndsAt } = arrived;
  const delivered = isIdler ? NaN : events - lost;
  return {
    ...measured,
    cpuUsPerEvent: cpuUs / (isIdler ? events : delivered),
    eventsPerSecond: delivered / ((lastNewAt - startedAt) / 1000),
    wireBytesPerEvent: bytes / delivered,
    ...{ requests, refused, lost, duplicates, lostOrTwice: lost + duplicates },
    deliveredAfterS: (lastNewAt - outageEndsAt) / 1000,
  };
};

/**
 * @param {string} key of the client
 * @param {Workload} workload
 * @returns {Promise<Measures>}
 */
export const trial = async (key, workload) => {
  const { limitMs, quietMs } = workload;
  const isIdler = key === 'nothing';
  const sink = start('sink.js', workload.sink);
  try {
    const { url } = /** @type {{ url: string }} */ (await sink.next(10_000));
    const client = start('client.js', { key, workload, url });
    /** @param {unknown} said that it has flushed */
    const flushed = async (said) => {
      const { events } = /** @type {{ events: number }} */ (said);
      return { events, arrived: await settled(sink, isIdler ? 0 : events, quietMs) };
    };
    try {
      await flushed(await client.next(limitMs));
      await sink.ask({ expected: 0, forget: true }, 10_000);
      const { events, arrived } = await flushed(await client.ask({}, limitMs));
      return measuresOf(isIdler, events, /** @type {Measured} */ (await client.ask({}, 10_000)), arrived);
    } finally {
      await client.end();
    }
  } finally {
    await sink.end();
  }
};
