// The program of the campaign: a client that calls and calls, and says over IPC what became of each call. It imports the
// package as it is built, and knows nothing of what happens on the way.
import process from 'node:process';
import { setImmediate as afterTurn } from 'node:timers/promises';
import { createClient } from 'rudder-rx';
import { firstValueFrom } from 'rxjs';
import { eventOf, fateOf, indexOf } from './events.js';

/** @typedef {import('./account.js').End} End */
/** @typedef {import('./messages.js').Command} Command */
/** @typedef {import('./messages.js').Settings} Settings */
/** @typedef {import('./messages.js').Told} Told */

const TICK_MS = 10;
/** Pending events above which it makes no calls: such a data plane may be slower than they are. */
const MAX_PENDING = 5_000;

const settings = /** @type {Settings} */ (JSON.parse(process.argv[2] ?? '{}'));
const { burst, perTick, ...options } = settings;
const client = createClient({
  ...options,
  timeout: 300,
  backoff: { baseMs: 5, maxMs: 50 },
  uploadInterval: 10,
  uploadSize: 20,
  maxRetries: 1000,
  maxEventBytes: 100_000,
});

let [calls, settled, refused, reported] = [0, 0, 0, 0];
/** @type {End[]} */
let ends = [];

/** @param {Told} message */
const tell = (message) => {
  process.send?.(message);
};
const report = () => {
  if (ends.length === 0 && refused === 0 && reported === calls) return;
  tell({ _tag: 'Report', calls, ends, refused });
  reported = calls;
  ends = [];
  refused = 0;
};

client.outcomes.subscribe((outcome) => {
  settled += 1;
  const { _tag: tag, message } = outcome;
  const end = { index: indexOf(message), tag, messageId: message.messageId ?? '' };
  if (tag === 'Delivered') ends.push({ ...end, status: outcome.status });
  else if (tag === 'Dropped')
    ends.push({ ...end, status: 0, problem: `${outcome.reason}, ${outcome.detail}` });
  else {
    const { error } = outcome;
    ends.push({ ...end, status: error._tag === 'ApiError' ? error.status : 0, problem: error.message });
  }
});
client.attempts.subscribe(({ error }) => {
  if (error?._tag === 'NetworkError' && error.code === 'ECONNREFUSED') refused += 1;
});

const call = () => {
  const receipt = client.emit(eventOf(calls));
  calls += 1;
  return receipt;
};
let isCalling = true;
for (let index = 0; index < burst; index += 1) call();
const ticking = setInterval(() => {
  for (let index = 0; index < perTick; index += 1) if (isCalling && calls - settled < MAX_PENDING) call();
  report();
}, TICK_MS);

const sample = async () => {
  // What a first collection lets go may be held until the turn ends.
  globalThis.gc?.();
  await afterTurn();
  globalThis.gc?.();
  const held = process.getActiveResourcesInfo();
  const { pending } = await firstValueFrom(client.state);
  const emitters = [process, process.stdout, process.stderr];
  tell({
    _tag: 'Sample',
    heapBytes: process.memoryUsage().heapUsed,
    sockets: held.filter((name) => name.startsWith('TCP')).length,
    timers: held.filter((name) => name === 'Timeout').length,
    listeners: emitters.reduce(
      (sum, emitter) =>
        sum + emitter.eventNames().reduce((own, name) => own + emitter.listenerCount(name), 0),
      0,
    ),
    pending,
  });
};

const drain = async () => {
  isCalling = false;
  const { pending } = await client.flush({ timeout: 10_000 });
  report();
  tell({ _tag: 'Drained', pending });
};

const end = async () => {
  isCalling = false;
  while (fateOf(calls) !== 'ordinary') call();
  let last = 'nothing';
  call().outcome.subscribe(({ _tag }) => {
    last = _tag;
  });
  await client.flush({ timeout: 3_000 });
  const { delivered, failed, dropped } = await client.shutdown({ timeout: 1_000 });
  clearInterval(ticking);
  report();
  tell({ _tag: 'Farewell', last, totals: { delivered, failed, dropped } });
  // From here on nothing holds the process, or it does not end.
  process.off('disconnect', abandon);
  process.disconnect();
};

/** @type {Readonly<Record<Command, () => unknown>>} */
const commands = {
  call: () => {
    isCalling = true;
  },
  drain,
  sample,
  end,
};
process.on('message', (/** @type {Command} */ command) => commands[command]());

// Never left behind, however the campaign ends, and be it before this is reached.
function abandon() {
  process.exit(1);
}
process.on('disconnect', abandon);
if (!process.connected) abandon();
