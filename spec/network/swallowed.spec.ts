import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { runProgram } from '../support/processes.js';
import { WRITE_KEY } from '../support/transcript.js';

/** Listens with a line of one, and stands still: once that is full, connections are swallowed as by a firewall. */
const LISTENS = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));
`;

interface Swallowing extends AsyncDisposable {
  readonly url: string;
}

const startSwallowing = async (): Promise<Swallowing> => {
  const child: ChildProcess = spawn(process.execPath, ['--eval', LISTENS], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close');
  const [printed] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const port = Number(printed.toString());
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 8 }, () =>
    connect({ port, host: '127.0.0.1' })
      .on('error', () => undefined)
      .unref(),
  );
  // The line is full when the first two are in it.
  await Promise.all(fillers.slice(0, 2).map((socket) => once(socket, 'connect')));
  return {
    url: `http://127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGKILL');
      await ended;
    },
  };
};

describe('a data plane whose connections are swallowed', () => {
  it('[N4] leaves none that still tries after the timeout, and none that holds the process', async () => {
    await using server = await startSwallowing();
    const { output, code } = await runProgram(`
      import { createClient } from 'rudder-rx';
      const client = createClient({
        writeKey: '${WRITE_KEY}', dataPlaneUrl: '${server.url}', timeout: 200, maxRetries: 3,
        backoff: { baseMs: 1, maxMs: 1 }, logger: false,
      });
      client.attempts.subscribe(({ error }) => console.log(error?._tag));
      client.track('u', 'e');
      await client.flush();
      await new Promise(setImmediate);
      console.log(process.getActiveResourcesInfo().filter((name) => /TCP|Connect/.test(name)).length);
      client.track('u', 'e');
      const { undelivered } = await client.shutdown({ timeout: 100 });
      console.log(undelivered.length);
      const doneAt = performance.now();
      process.on('exit', () => console.log(performance.now() - doneAt < 2000 ? 'ends' : 'hangs on'));
    `);
    const attempts = 'TimeoutError\n'.repeat(4);
    expect({ output, code }).toEqual({ output: `${attempts}0\nAbortedError\n1\nends\n`, code: 0 });
  });
});
