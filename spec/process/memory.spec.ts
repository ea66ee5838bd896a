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
  // Of what gives way to newer events nobody counts here how much was accepted.
  it.each([
    ['{}', true],
    ['{ uploadSize: 1 }', true],
    ['{ syncMode: true, maxQueueSize: 1000 }', true],
    ["{ maxQueueSize: 3, overflow: 'drop-oldest' }", false],
  ])(
    'leaves a client with %s as it was: all that was accepted is delivered, and what comes later',
    async (options, keepsAll) => {
      const { output, code } = await runProgram(`
        import { lastValueFrom } from 'rxjs';
        import { createClient } from 'rudder-rx';
        import { startGateway } from 'rudder-rx/gateway';
        const gateway = await startGateway({ retain: 0 });
        const client = createClient({ writeKey: 'key', dataPlaneUrl: gateway.url, logger: false, ...${options} });
        let accepted = 0;
        let told = 0;
        client.outcomes.subscribe(() => { told += 1; });
        const call = () => { if (client.track('u', 'Called').accepted) accepted += 1; };
        const walk = () => {
          try { walk(); } finally { call(); }
        };
        for (let round = 0; round < 4; round += 1) {
          // Once a turn has a call in it, the next ones take another way.
          if (round % 2 === 1) call();
          try { walk(); } catch {}
          await new Promise(setImmediate);
        }
        await client.flush({ timeout: 20_000 });
        const later = await lastValueFrom(client.track('u', 'Later').outcome);
        const { delivered, failed, dropped, pending } = await client.flush({ timeout: 20_000 });
        const { undelivered } = await client.shutdown({ timeout: 1000 });
        await gateway.close();
        console.log(JSON.stringify({
          failed,
          pending,
          undelivered,
          later: later._tag,
          some: delivered > 1,
          keepsAll: delivered === accepted + 1,
          stored: gateway.counts.events === delivered,
          // V8 may stop one call of each recursion between its outcome and the books.
          told: Math.abs(delivered + dropped - told) <= 4,
        }));
      `);
      expect({ output, code }).toEqual({
        output: `${JSON.stringify({
          failed: 0,
          pending: 0,
          undelivered: [],
          later: 'Delivered',
          some: true,
          keepsAll,
          stored: true,
          told: true,
        })}\n`,
        code: 0,
      });
    },
  );
});
