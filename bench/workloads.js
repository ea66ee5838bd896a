// The kinds of workloads. What they return is measured besides what is measured for each.
import process from 'node:process';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { eventOf } from './event.js';
import { median } from './statistics.js';

/** @typedef {import('./clients.js').Client} Client */
/** @typedef {import('./plan.js').Workload} Workload */
/** @typedef {{ readonly client: Client, readonly workload: Workload, readonly url: string }} Given */

/**
 * As a service does that is handed 100 at once: calls, then a turn of the loop.
 *
 * @param {Client} client
 * @param {number} from
 * @param {number} to
 */
export const inTurns = async (client, from, to) => {
  for (let index = from; index < to; index += 1) {
    client.track(eventOf(index));
    if (index % 100 === 99) await setImmediate();
  }
};

/** @param {Given} given */
const burst = ({ client, workload: { events } }) => inTurns(client, 0, events);

/** @param {Given} given */
const steady = async ({ client, workload: { events, perSecond = 1000 } }) => {
  const startedAt = performance.now();
  let index = 0;
  while (index < events) {
    const due = Math.min(events, ((performance.now() - startedAt) / 1000) * perSecond);
    for (; index < due; index += 1) client.track(eventOf(index));
    await setTimeout(1);
  }
};

/**
 * Microseconds a call, over a block of them.
 *
 * @param {readonly import('./event.js').BenchEvent[]} events
 * @param {(event: import('./event.js').BenchEvent) => unknown} call
 */
const costOf = (events, call) => {
  const startedAt = performance.now();
  for (const event of events) call(event);
  return ((performance.now() - startedAt) * 1000) / events.length;
};

/** 100 calls at a time on top of a queue that the sink keeps from draining. @param {Given} given */
const enqueue = async ({ client, url }) => {
  let index = 0;
  const fill = async (/** @type {number} */ count) => {
    await inTurns(client, index, (index += count));
  };
  /** @type {number[]} */
  const stringify = [];
  const track = { shallow: /** @type {number[]} */ ([]), deep: /** @type {number[]} */ ([]) };
  const block = async (/** @type {number} */ depth, /** @type {number[]} */ costs) => {
    await fetch(`${url}/hold`);
    await fill(depth);
    const events = Array.from({ length: 100 }, (_, offset) => eventOf(index + offset));
    index += events.length;
    stringify.push(costOf(events, JSON.stringify));
    costs.push(costOf(events, client.track));
    await fetch(`${url}/release`);
    await client.flush();
  };

  for (let run = 0; run < 20; run += 1) await block(10, track.shallow);
  // Up to the 10,000 that fit into the queue of most.
  for (let run = 0; run < 4; run += 1) await block(9900, track.deep);
  const [shallowUs, deepUs] = [median(track.shallow), median(track.deep)];
  const stringifyUs = median(stringify);
  return {
    events: index,
    shallowUs,
    deepUs,
    stringifyUs,
    deepToShallow: deepUs / shallowUs,
    deepToStringify: deepUs / stringifyUs,
  };
};

/** @param {Given} given */
const idle = async ({ client }) => {
  client.track(eventOf(0));
  await client.flush();
  await setTimeout(2000);
  await setImmediate();
  return { timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length };
};

export const kinds = { burst, steady, enqueue, idle };
