import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { runNode, runProgram } from '../support/processes.js';
import { ok, startServer } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

/** What a client could leave behind; a process has resources of its own, such as its standard output. */
const HELD = `process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate|TCP|GETADDR|ZLIB/i.test(name)).join()`;

const PRELUDE = `
  import { createClient } from 'rudder-rx';
  const clientTo = (dataPlaneUrl, options) => createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl, ...options });
`;

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await gateway.close();
});

describe('a process', () => {
  it('[P4] that makes 95 calls and ends delivers 95 and exits by itself', async () => {
    const startedAt = performance.now();
    let answeredAt = 0;
    const server = await startServer((request, response) => {
      answeredAt = performance.now();
      ok(request, response);
    });
    const { output, code, endedAt } = await runProgram(`${PRELUDE}
      const client = clientTo('${server.url}');
      for (let index = 0; index < 95; index += 1) client.track(index, 'Counted');
    `);
    await server.close();

    expect({ output, code }).toEqual({ output: '', code: 0 });
    const events = server.requests.flatMap(({ body }) => (JSON.parse(body) as { batch: unknown[] }).batch);
    expect(events).toHaveLength(95);
    expect(endedAt - answeredAt).toBeLessThan(2000);
    expect(endedAt - startedAt).toBeLessThan(10_000);
  });

  it('[L10] with an idle client is held by nothing', async () => {
    const { output, code } = await runProgram(`${PRELUDE}
      const importedAt = performance.now();
      clientTo('http://127.0.0.1:9');
      const held = ${HELD};
      // Whatever held it would do so for 500 ms at least, the shortest of the client's timers.
      process.on('exit', () => console.log(held, performance.now() - importedAt < 400));
    `);

    expect({ output, code }).toEqual({ output: ' true\n', code: 0 });
  });

  it('[L10] with a client that has become idle is held by nothing', async () => {
    const { output, code } = await runProgram(`${PRELUDE}
      const client = clientTo('${gateway.url}');
      client.track('u', 'e');
      await client.flush();
      console.log(${HELD});
      const idleSince = performance.now();
      // Less than connections are kept alive for; V8 finishes compiling undici's parser before it lets a process go.
      process.on('exit', () => console.log(performance.now() - idleSince < 2000));
    `);

    expect({ output, code }).toEqual({ output: '\ntrue\n', code: 0 });
  });

  it('stays alive while its events back off', async () => {
    const { url } = gateway;
    await gateway.close();
    const { output, code } = await runProgram(`${PRELUDE}
      const client = clientTo('${url}', { maxRetries: 2, backoff: { baseMs: 100 }, logger: false });
      client.attempts.subscribe(({ error, willRetry }) => console.log(error.code, willRetry));
      client.outcomes.subscribe(({ _tag }) => console.log(_tag));
      client.track('u', 'e');
    `);

    expect({ output, code }).toEqual({
      output: 'ECONNREFUSED true\nECONNREFUSED true\nECONNREFUSED false\nFailed\n',
      code: 0,
    });
  });

  it('survives every answer and is told of it', async () => {
    const { output, code } = await runProgram(`${PRELUDE}
      import { createServer } from 'node:http';
      let status = 299;
      const server = createServer((request, response) => {
        request.resume();
        response.writeHead(status += 1).end('no');
      });
      server.listen(0, '127.0.0.1', async () => {
        const url = 'http://127.0.0.1:' + server.address().port;
        const client = clientTo(url, { maxRetries: 0, syncMode: true, logger: false });
        let failed = 0;
        client.outcomes.subscribe(({ error }) => { failed += error.status === 300 + failed ? 1 : 0; });
        for (let index = 0; index < 129; index += 1) client.track('u', 'e');
        await client.flush();
        console.log(failed);
        await client.shutdown();
        server.close();
        server.closeAllConnections();
      });
    `);

    expect({ output, code }).toEqual({ output: '129\n', code: 0 });
  });

  it('that exits as soon as the client is shut down has been told what was lost', async () => {
    const { output, code } = await runProgram(`${PRELUDE}
      import { setTimeout as after } from 'node:timers/promises';
      const client = clientTo('${gateway.url}');
      client.track('', 'Nobody');
      await after(20);
      client.track('', 'Nobody');
      await client.shutdown();
      process.exit(0);
    `);
    expect(output.match(/1 event dropped, invalid/g)).toHaveLength(2);
    expect(code).toBe(0);
  });

  it('can require the package', async () => {
    const { output, code } = await runProgram(`
      import { createRequire } from 'node:module';
      const { createClient } = createRequire(import.meta.url)('rudder-rx');
      console.log(typeof createClient);
    `);
    expect({ output: output.split('\n')[0], code }).toEqual({ output: 'function', code: 0 });
  });

  it('that streams the real records of npm start delivers every one', async () => {
    const { output, code } = await runNode(['examples/flights.js']);
    const figure = (name: string) => new RegExp(`^ +${name} +([\\d,]+)$`, 'm').exec(output)?.[1];

    expect(code).toBe(0);
    expect([figure('calls'), figure('delivered'), figure('stored by the data plane')]).toEqual(
      Array.from({ length: 3 }, () => '26,755'),
    );
  });
});
