// A process: one client, one workload. Tells when it is warm, then when it has flushed, and then what that has cost; each
// but the first when it is asked.
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { startMemoryMeter, startMeter } from './meter.js';
import { inTurns, kinds } from './workloads.js';

/** @type {{ key: string, workload: import('./plan.js').Workload, url: string }} */
const { key, workload, url } = JSON.parse(process.argv[2] ?? '');
process.on('disconnect', () => process.exit());

/** @type {{ create: import('./clients.js').Create }} */
const { create } = await import(`./adapters/${key}.js`);
const client = create(url, workload.room);
const memory = startMemoryMeter();
await inTurns(client, 0, workload.warmUp);
await client.flush();
/** @param {object} message */
const tell = (message) => process.send?.(message);
const asked = once(process, 'message');
tell({ events: workload.warmUp });
await asked;
// What the warm-up has left to do is not the workload's.
await setTimeout(200);

const meter = startMeter();
const found = await kinds[workload.kind]({ client, workload, url });
await client.flush();
meter.stopDelay();
process.on('message', () => tell({ ...meter.read(), ...memory.read(), ...found }));
tell({ events: workload.events, ...found });
