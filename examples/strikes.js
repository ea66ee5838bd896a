// An RxJS pipeline from a Node.js stream of real records: 10,000 collisions of birds with aircraft, read from a CSV file no
// faster than the data plane takes them, and counted as they settle. `node examples/strikes.js`, after `npm start`.
import { csvParseRows } from 'd3-dsv';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { asyncScheduler, lastValueFrom, scan, tap, throttleTime } from 'rxjs';
import { createClient, deliverFrom } from 'rudder-rx';
import { openDataPlane } from './data-plane.js';
import { printTable } from './terminal.js';

const FILE = new URL('../data/birdstrikes.csv', import.meta.resolve('vega-datasets'));

/**
 * An event a line, pulled one by one: while nobody pulls, the file is not read on.
 *
 * @returns {AsyncGenerator<import('rudder-rx').EventInput>}
 */
async function* strikes() {
  for await (const line of createInterface({ input: createReadStream(FILE) })) {
    const [airport = '', aircraft, damage, date = '', operator, state, phase, size, species] =
      csvParseRows(line)[0] ?? [];
    if (airport === 'Airport Name') continue;
    yield {
      type: 'track',
      userId: airport,
      event: 'Wildlife Struck',
      timestamp: new Date(`${date}T00:00:00Z`),
      properties: { aircraft, damage, operator, state, phase, size, species },
    };
  }
}

const { writeKey, dataPlaneUrl, gateway, close } = await openDataPlane();
const client = createClient({ writeKey, dataPlaneUrl, maxQueueSize: 1_000 });

const counts = await lastValueFrom(
  deliverFrom(client, strikes()).pipe(
    scan((seen, { _tag }) => ({ ...seen, [_tag]: seen[_tag] + 1 }), { Delivered: 0, Failed: 0, Dropped: 0 }),
    // A line now and then, the last one included.
    (tallies) =>
      tallies.pipe(
        throttleTime(500, asyncScheduler, { leading: false, trailing: true }),
        tap(({ Delivered }) => {
          console.log(`${Delivered.toLocaleString('en')} delivered`);
        }),
      ),
  ),
);
await client.shutdown();
printTable([...Object.entries(counts), ['stored by the data plane', gateway?.counts.events ?? 'look there']]);
await close();
