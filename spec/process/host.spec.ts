import type { ChildProcess } from 'node:child_process';
import { runNode, runProgram } from '../support/processes.js';
import { startServer, type WireRequest } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

const program = (url: string, options: string, body: string) => [
  '--input-type=module',
  '--eval',
  `
  import { createClient } from 'rudder-rx';
  const client = createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl: '${url}', uploadSize: 1, ${options} });
  client.attempts.subscribe(({ attempt, error }) => console.log(attempt, error?._tag ?? 'ok'));
  ${body}
  `,
];

const idsOf = (requests: readonly WireRequest[]) =>
  requests
    .flatMap(({ body }) => (JSON.parse(body) as { batch: { messageId: string }[] }).batch)
    .map(({ messageId }) => messageId);

describe('a process', () => {
  it('[P5] that throws ends as without the SDK, which listens for nothing', async () => {
    const { output, code } = await runProgram(`
      const listened = () => process.eventNames().map((name) => [name, process.listenerCount(name)]).join();
      const before = listened();
      const { createClient } = await import('rudder-rx');
      const client = createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl: 'http://127.0.0.1:9' });
      client.track('u', 'e');
      await client.flush({ timeout: 100 });
      console.log(before === listened() ? 'the same' : listened());
      throw new Error('its own');
    `);
    expect(code).toBe(1);
    expect(output).toContain('Error: its own');
    expect(output.split('\n')[0]).toBe('the same');
  });

  it('[P9] whose event loop was blocked takes no answer that had come for a timeout, and sends nothing twice', async () => {
    await using server = await startServer((_request, response) => {
      setTimeout(() => response.end('ok'), 50);
    });
    const { output, code } = await runNode(
      program(
        server.url,
        'timeout: 300',
        `
        for (let index = 0; index < 4; index += 1) client.track(index, 'e');
        // When the requests are out.
        setTimeout(() => {
          const until = performance.now() + 1500;
          while (performance.now() < until);
        }, 30);
        const { delivered } = await client.flush();
        console.log(delivered, 'delivered');
        `,
      ),
    );
    // Four calls, or fewer requests: those that wait grow together.
    const attempts = '1 ok\n'.repeat(server.requests.length);
    expect({ output, code }).toEqual({ output: `${attempts}4 delivered\n`, code: 0 });
    expect(new Set(idsOf(server.requests)).size).toBe(4);
    expect(idsOf(server.requests)).toHaveLength(4);
  });

  it('[P11] that was stopped and goes on takes no answer that had come for a timeout, and sends nothing twice', async () => {
    let child: ChildProcess | undefined;
    await using server = await startServer((_request, response) => {
      // Longer than the timeout, while the answer comes.
      child?.kill('SIGSTOP');
      setTimeout(() => response.end('ok'), 50);
      setTimeout(() => child?.kill('SIGCONT'), 1000);
    });
    const body = `
      console.log('ready');
      client.track('u', 'e');
      const { delivered } = await client.flush();
      console.log(delivered, 'delivered');
    `;
    const { output, code } = await runNode(program(server.url, 'timeout: 300', body), {
      onOutput: (_output, started) => {
        child = started;
      },
    });
    expect({ output, code }).toEqual({ output: 'ready\n1 ok\n1 delivered\n', code: 0 });
    expect(idsOf(server.requests)).toHaveLength(1);
  });
});
