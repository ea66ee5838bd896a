import { runProgram } from '../support/processes.js';
import { OK, type RawServer, startRawServer } from '../support/raw-server.js';
import { startServer } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

/** That time out. */
const CLIENTS = 80;

/** Requests that fail, each in its own way: so many from each of so many clients, one after another. */
const failing = (hangs: string, resets: string, refuses: string, looks: string) => `
  import { getEventListeners } from 'node:events';
  import { createClient } from 'rudder-rx';

  const HELD = /Timeout|Immediate|TCP|GETADDR|ZLIB/i;
  const listened = () => process.eventNames().map((name) => [name, process.listenerCount(name)]).join();
  const before = listened();
  const made = {};
  let listeners = 0;

  const failAt = async (dataPlaneUrl, calls, timeout) => {
    const client = createClient({
      writeKey: '${WRITE_KEY}', dataPlaneUrl, syncMode: true, timeout, maxRetries: 0,
      backoff: { baseMs: 1, maxMs: 1 }, logger: false,
    });
    client.attempts.subscribe(({ error: { _tag, code = _tag } }) => { made[code] = (made[code] ?? 0) + 1; });
    const { signal } = new AbortController();
    for (let call = 0; call < calls; call += 1) {
      client.track('u', 'e');
      await client.flush({ signal, timeout: 60_000 });
    }
    await client.shutdown();
    listeners += getEventListeners(signal, 'abort').length;
  };
  // What answers has time to, on a machine that is busy.
  const many = (clients, url, calls, timeout = 10_000) =>
    Array.from({ length: clients }, () => failAt(url, calls, timeout));
  await Promise.all([
    ...many(${String(CLIENTS)}, '${hangs}', 5, 100), ...many(5, '${resets}', 60), ...many(5, '${refuses}', 60),
  ]);

  await new Promise(setImmediate);
  const held = process.getActiveResourcesInfo().filter((name) => HELD.test(name));
  // Gives nothing up before the servers have looked.
  const open = Number(await (await fetch('${looks}')).text());
  console.log(JSON.stringify({ open, made, held, listeners, listensAnew: listened() !== before }));
  const doneAt = performance.now();
  process.on('exit', () => console.log(performance.now() - doneAt < 2000 ? 'ends' : 'hangs on'));
`;

const openOf = ({ connections }: RawServer) => connections.filter(({ socket }) => !socket.destroyed).length;

describe('a thousand requests that fail', () => {
  it('[L10] leave no timer, no listener, no warning, and no more connections than were needed at once', async () => {
    await using hangs = await startRawServer();
    await using resets = await startRawServer({ respond: ({ socket }) => socket.resetAndDestroy() });
    const refuses = await startRawServer({ respond: ({ socket }) => socket.write(OK) });
    await refuses[Symbol.asyncDispose]();

    await using looks = await startServer((_request, response) => {
      response.end(String(openOf(hangs) + openOf(resets)));
    });
    const { output, code } = await runProgram(failing(hangs.url, resets.url, refuses.url, looks.url));
    const [printed = '', ...more] = output.split('\n');
    expect({ code, more }).toEqual({ code: 0, more: ['ends', ''] });
    const { open, ...left } = JSON.parse(printed) as { open: number };
    expect(left).toEqual({
      made: { ECONNREFUSED: 300, ECONNRESET: 300, TimeoutError: 400 },
      held: [],
      listeners: 0,
      listensAnew: false,
    });
    expect(open).toBeLessThanOrEqual(CLIENTS);
  });
});
