import { runProgram } from '../support/processes.js';
import { ok, startServer } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

interface Result {
  readonly refused: number;
  readonly down: unknown;
  readonly up: unknown;
  /** Megabytes of heap. */
  readonly grown: number;
  /** How many, how many different ones, the first and the last. */
  readonly users: readonly number[];
}

/** 30,000 calls while the data plane is down, then it comes back; with the heap as a garbage collection leaves it. */
const overload = async (options: string) => {
  const reserved = await startServer(ok);
  await reserved.close();
  const { output, code } = await runProgram(
    `
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    import { createClient } from 'rudder-rx';
    import { startGateway } from 'rudder-rx/gateway';
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    const heap = () => { collect(); return process.memoryUsage().heapUsed; };

    const client = createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl: '${reserved.url}', ${options} });
    const properties = (index) => ({ index, plan: 'pro', path: '/checkout', items: [{ sku: 'a', price: 9.5 }], text: 'x'.repeat(300) });
    const before = heap();
    let refused = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      for (let index = turn * 100; index < turn * 100 + 100; index += 1) {
        if (!client.track(index, 'Called', properties(index)).accepted) refused += 1;
      }
      if (turn % 10 === 0) await new Promise(setImmediate);
    }
    const down = await client.flush({ timeout: 500 });
    const grown = (heap() - before) / 1e6;
    const gateway = await startGateway({ port: ${String(reserved.port)} });
    const up = await client.flush();
    const users = gateway.events.map(({ userId }) => Number(userId)).sort((a, b) => a - b);
    console.log(JSON.stringify({ refused, down, grown, up, users: [users.length, new Set(users).size, users.at(0), users.at(-1)] }));
    await client.shutdown();
    await gateway.close();
  `,
  );
  const lines = output.trimEnd().split('\n');
  const result = lines.find((line) => line.startsWith('{')) ?? '{}';
  const told = lines.filter((line) => line !== result);
  return { code, lines: told, lineCount: told.length, ...(JSON.parse(result) as Result) };
};

/** In whatever order: refused connections and full queues know nothing of each other. */
const linesOf = (lost: string): unknown =>
  expect.arrayContaining(
    [
      lost,
      'no answer from the data plane: connect ECONNREFUSED .*; \\d+ events pending, trying on with one request at a time$',
      'the data plane answers again, after ',
      // The rest of the ten seconds, when there will be no line any more.
      'at the shutdown: 19900 events dropped, queue-full',
    ].map((line): unknown => expect.stringMatching(new RegExp(`^rudder-rx: ${line}`))),
  );

describe('30,000 calls while the data plane is down', () => {
  it('[L1] keep the first 10,000, within 40 MB, drop 20,000 with one line, and deliver what was kept', async () => {
    const { grown, ...result } = await overload('');
    expect(result).toEqual({
      code: 0,
      refused: 20_000,
      down: { delivered: 0, failed: 0, dropped: 20_000, pending: 10_000 },
      up: { delivered: 10_000, failed: 0, dropped: 20_000, pending: 0 },
      users: [10_000, 10_000, 0, 9_999],
      lineCount: 4,
      lines: linesOf(
        '100 events dropped, queue-full, the last one: 10000 events pending: maxQueueSize allows no more',
      ),
    });
    expect(grown).toBeLessThan(40);
  });

  it('[L1] keep the newest with drop-oldest, but for what is in requests', async () => {
    const { grown, users, ...result } = await overload("overflow: 'drop-oldest'");
    expect(result).toEqual({
      code: 0,
      refused: 0,
      down: { delivered: 0, failed: 0, dropped: 20_000, pending: 10_000 },
      up: { delivered: 10_000, failed: 0, dropped: 20_000, pending: 0 },
      lineCount: 4,
      lines: linesOf('100 events dropped, queue-full, the last one: it gave way'),
    });
    expect(users).toEqual([10_000, 10_000, 0, 29_999]);
    expect(grown).toBeLessThan(40);
  });
});
