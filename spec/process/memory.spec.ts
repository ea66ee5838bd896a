import { runProgram } from '../support/processes.js';

/** What a program's heap has grown by, in megabytes, as a garbage collection leaves it. */
const grownBy = async (program: string): Promise<number> => {
  const { output } = await runProgram(`
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    import { createClient } from 'rudder-rx';
    import { startGateway } from 'rudder-rx/gateway';
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    const heap = () => { collect(); return process.memoryUsage().heapUsed; };
    ${program}
  `);
  return Number(output);
};

describe('with drop-oldest a client keeps', () => {
  it('nothing of what is delivered', async () => {
    const grown = await grownBy(`
      const gateway = await startGateway({ retain: 0 });
      const client = createClient({ writeKey: 'key', dataPlaneUrl: gateway.url, overflow: 'drop-oldest' });
      const before = heap();
      for (let round = 0; round < 20; round += 1) {
        for (let index = 0; index < 5000; index += 1) client.track(index, 'Called', { text: 'x'.repeat(500) });
        await client.flush();
      }
      console.log((heap() - before) / 1e6);
      await client.shutdown();
      await gateway.close();
    `);
    expect(grown).toBeLessThan(15);
  });

  it('[P20] no more bytes than it may, though much larger events give way one after the other', async () => {
    const grown = await grownBy(`
      const client = createClient({
        writeKey: 'key',
        dataPlaneUrl: 'http://127.0.0.1:1',
        fetch: () => new Promise(() => undefined),
        overflow: 'drop-oldest',
        maxQueueBytes: 4_000_000,
        maxEventBytes: 700_000,
        maxBatchBytes: 1_000_000,
        logger: false,
      });
      const before = heap();
      for (let index = 0; index < 1000; index += 1) {
        client.track(index, 'Called', { text: String(index).repeat(200_000) });
        if (index % 5 === 0) await new Promise(setImmediate);
      }
      console.log((heap() - before) / 1e6);
      await client.shutdown({ timeout: 1 });
    `);
    expect(grown).toBeLessThan(40);
  });
});

describe('a call with hardly any stack left', () => {
  it.each(['{}', '{ uploadSize: 1 }', '{ syncMode: true }', "{ maxQueueSize: 3, overflow: 'drop-oldest' }"])(
    'leaves a client with %s as it was: all that was accepted is delivered, and what comes later',
    async (options) => {
      const { output, code } = await runProgram(`
        import { createClient } from 'rudder-rx';
        import { startGateway } from 'rudder-rx/gateway';
        const gateway = await startGateway({ retain: 0 });
        const client = createClient({ writeKey: 'key', dataPlaneUrl: gateway.url, logger: false, ...${options} });
        let accepted = 0;
        const walk = () => {
          try { walk(); } finally { if (client.track('u', 'In a recursion').accepted) accepted += 1; }
        };
        for (let round = 0; round < 3; round += 1) {
          try { walk(); } catch {}
          await new Promise(setImmediate);
        }
        client.track('u', 'Later');
        const { delivered, failed, dropped, pending } = await client.flush({ timeout: 20_000 });
        const shutdown = await client.shutdown({ timeout: 1000 });
        await gateway.close();
        console.log(JSON.stringify({ failed, pending, left: shutdown.undelivered.length, some: delivered > 0, stored: gateway.counts.events === delivered }));
      `);
      expect({ output, code }).toEqual({
        output: `${JSON.stringify({ failed: 0, pending: 0, left: 0, some: true, stored: true })}\n`,
        code: 0,
      });
    },
  );
});
