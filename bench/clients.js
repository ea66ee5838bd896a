// Who is measured, how each is configured, and what it does less than the others.

/**
 * What a workload drives; `bench/adapters/{key}.js` exports its `create`.
 *
 * @typedef {object} Client
 * @property {(event: import('./event.js').BenchEvent) => unknown} track
 * @property {() => unknown} flush resolves when everything was sent, as far as the client can tell
 */

/** @typedef {(url: string, room?: number) => Client} Create `room`: events that have to fit into its queue */

/**
 * @typedef {object} Contestant
 * @property {string} key
 * @property {string} [peer] its package, which has to be installed
 * @property {string} configured
 * @property {string} less what it does not do, and so does not pay for
 */

/** @type {readonly Contestant[]} */
export const contestants = [
  {
    key: 'nothing',
    configured: 'a call that does nothing',
    less: 'everything: it shows what the workload itself costs, which is in every other figure',
  },
  {
    key: 'floor',
    configured: 'no SDK: one pipelined connection of undici, `gzipSync` level 1, 100 events a request',
    less: 'no retry, no bound, no validation, no snapshot, blocks the loop while it compresses',
  },
  {
    key: 'reference',
    configured:
      'no SDK: `JSON.stringify` and zlib level 1 for each 100 events, undici with four connections, a retry loop',
    less: 'no bound, no validation, no snapshot, no outcomes, no timer for a batch that does not fill',
  },
  {
    key: 'rudder-rx',
    configured: 'its defaults, but for what a title says',
    less: 'nothing: this is the whole contract',
  },
  {
    key: 'rudder-rx-outcomes',
    configured: 'as rudder-rx, with a subscriber on `outcomes` that reads `_tag`',
    less: 'nothing',
  },
  {
    key: 'rudder-rx-pako',
    configured:
      'as rudder-rx, on the portable platform, as in a runtime that is not Node.js: pako, and the global `fetch`',
    less: 'compresses on the calling thread',
  },
  {
    key: 'rudder-sdk-node',
    peer: '@rudderstack/rudder-sdk-node',
    configured: '`flushAt: 100`, `maxInternalQueueSize: 1000000`, an `errorHandler` that does nothing',
    less: 'drops a batch that has failed four times; compresses on the calling thread; its calls cost more the more is queued; without an `errorHandler` a failed request ends the process',
  },
  {
    key: 'analytics-node',
    peer: '@segment/analytics-node',
    configured: '`flushAt: 100`, `flushInterval: 500`',
    less: 'no gzip; its queue and its requests under way have no bound',
  },
  {
    key: 'posthog-node',
    peer: 'posthog-node',
    configured: '`flushAt: 100`, `maxQueueSize: 1000000`',
    less: 'drops a batch that has failed four times; one request at a time; its calls tell nothing of what becomes of an event',
  },
];
