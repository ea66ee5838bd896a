// `npm start`: streams some 27,000 real events through a client into a data plane and checks that all of them arrived.
// The data plane is the embedded one, or yours, if RUDDER_WRITE_KEY and RUDDER_DATA_PLANE_URL are set.
import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';
import { createClient } from 'rudder-rx';
import { openDataPlane } from './data-plane.js';
import { dataset } from './dataset.js';
import { createProgress, printTable } from './terminal.js';

const events = dataset();
const { writeKey, dataPlaneUrl, gateway, close } = await openDataPlane();
console.log(
  `Sending ${events.length.toLocaleString('en')} events to ${gateway ? 'the embedded data plane' : 'your data plane'} at ${dataPlaneUrl}`,
);

const client = createClient({
  writeKey,
  dataPlaneUrl,
  // All of them are in memory already: the queue may hold them too.
  maxQueueSize: events.length,
});

const seen = { calls: 0, delivered: 0, failed: 0, requests: 0, bytes: 0, wireBytes: 0 };
/** @type {Record<string, number>} */
const dropped = {};
client.outcomes.subscribe((outcome) => {
  if (outcome._tag === 'Delivered') seen.delivered += 1;
  if (outcome._tag === 'Failed') seen.failed += 1;
  if (outcome._tag === 'Dropped') dropped[outcome.reason] = (dropped[outcome.reason] ?? 0) + 1;
});
client.attempts.subscribe(({ bytes, wireBytes, willRetry, error }) => {
  seen.requests += 1;
  seen.bytes += bytes;
  seen.wireBytes += wireBytes;
  if (error && willRetry) progress.note(`${error.message}; will retry`);
});

const progress = createProgress(events.length, () => [seen.calls, seen.delivered, seen.requests]);
const startedAt = performance.now();
for (const event of events) {
  client.emit(event);
  seen.calls += 1;
  // A service does other things too: the event loop gets its turn.
  if (seen.calls % 100 === 0) await turn();
}
await client.flush();
const seconds = (performance.now() - startedAt) / 1000;
const { undelivered } = await client.shutdown();
progress.stop();

const losses = Object.entries(dropped);
printTable([
  ['calls', seen.calls],
  ['delivered', seen.delivered],
  ['failed', seen.failed],
  ...(losses.length === 0
    ? [['dropped', 0]]
    : losses.map(([reason, count]) => [`dropped, ${reason}`, count])),
  ['requests', seen.requests],
  ['bytes, raw', seen.bytes],
  ['bytes, on the wire', seen.wireBytes],
  ['events per second', Math.round(seen.delivered / seconds)],
  ['stored by the data plane', gateway ? gateway.counts.events : 'look there'],
]);
await close();

const isComplete = seen.delivered === seen.calls && (!gateway || gateway.counts.events === seen.calls);
console.log(
  isComplete ? 'Every call was delivered.' : `Not every call was delivered (${undelivered.length} cut off).`,
);
process.exitCode = isComplete ? 0 : 1;
