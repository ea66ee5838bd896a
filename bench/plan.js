// What the clients have to do. Each workload runs in a fresh process, before a sink of its own.

/**
 * @typedef {object} Workload
 * @property {string} key
 * @property {string} title
 * @property {'burst' | 'steady' | 'enqueue' | 'idle'} kind a function of bench/workloads.js
 * @property {number} warmUp events that are sent before anything is measured, until the code is compiled
 * @property {number} events
 * @property {number} [perSecond] of a steady one
 * @property {number} [room] events that have to fit into the client's queue, if that is more than its default
 * @property {import('./sink.js').SinkSettings} sink
 * @property {number} limitMs a client that takes longer is given up
 * @property {number} quietMs after a flush, events that have not arrived when nothing has for this long are lost
 * @property {readonly string[]} without the clients that it says nothing about
 * @property {boolean} [once] not in every round
 */

/** As services are that run for long. */
const WARM_UP = 20_000;

const variants = ['rudder-rx-outcomes', 'rudder-rx-pako'];

/** @type {readonly Workload[]} */
export const workloads = [
  {
    key: 'burst',
    title: 'Burst: 20,000 events in turns of 100',
    kind: 'burst',
    warmUp: WARM_UP,
    events: 20_000,
    sink: {},
    limitMs: 60_000,
    quietMs: 2000,
    without: [],
  },
  {
    key: 'cold-burst',
    title: 'Cold burst: the same in a process that has sent nothing yet; `maxQueueSize: 20000`',
    kind: 'burst',
    warmUp: 0,
    events: 20_000,
    room: 20_000,
    sink: {},
    limitMs: 60_000,
    quietMs: 2000,
    without: ['rudder-rx-outcomes'],
  },
  {
    key: 'large-burst',
    title: 'Large burst: 100,000 events in turns of 100',
    kind: 'burst',
    warmUp: WARM_UP,
    events: 100_000,
    sink: {},
    limitMs: 60_000,
    quietMs: 2000,
    without: variants,
  },
  {
    key: 'steady',
    title: 'Steady: 2,000 events/s for 5 s',
    kind: 'steady',
    warmUp: WARM_UP,
    events: 10_000,
    perSecond: 2000,
    sink: {},
    limitMs: 60_000,
    quietMs: 2000,
    without: variants,
  },
  {
    key: 'latency',
    title: 'Latency: 20,000 events at once, each request answered after 30 ms; `maxQueueSize: 20000`',
    kind: 'burst',
    warmUp: WARM_UP,
    events: 20_000,
    room: 20_000,
    sink: { latencyMs: 30 },
    limitMs: 60_000,
    quietMs: 2000,
    without: ['nothing', ...variants],
  },
  {
    key: 'enqueue',
    title: 'Enqueue: what a call costs by the depth of the queue',
    kind: 'enqueue',
    warmUp: WARM_UP,
    events: 42_200,
    sink: {},
    limitMs: 60_000,
    quietMs: 2000,
    without: ['nothing', ...variants],
  },
  {
    key: 'idle',
    title: 'Idle: timers that keep the process awake once everything is delivered',
    kind: 'idle',
    warmUp: 0,
    events: 1,
    sink: {},
    limitMs: 30_000,
    quietMs: 2000,
    without: ['nothing', ...variants],
    once: true,
  },
  {
    key: 'outage',
    title: 'Outage: 10,000 events over 20 s in which each request is answered 503',
    kind: 'steady',
    warmUp: 0,
    events: 10_000,
    perSecond: 500,
    sink: { outageMs: 20_000 },
    limitMs: 180_000,
    quietMs: 35_000,
    without: ['nothing', 'floor', ...variants],
    once: true,
  },
];
