import assert from 'node:assert/strict';
import { of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { Ports } from '../../src/model/ports.js';
import { runNode, runProgram } from '../support/processes.js';
import { virtualClient } from '../support/virtual.js';

// Work is counted, not timed: no load of the machine changes it. How much memory it takes is a matter of V8's version, too.

const EVENTS = 20_000;

/** A function that an event passes through, and how often. */
interface Passed {
  readonly name: string;
  readonly file: string;
  readonly isPackage: boolean;
  readonly times: number;
}

/**
 * The functions of the SDK and its packages that are called for more than half of many events, from call to outcome. What is
 * native, as JSON.stringify is, and what is Node's own, is not among them.
 */
const passedBy = async (subscription: string): Promise<readonly Passed[]> => {
  const { output } = await runProgram(`
    import { Session } from 'node:inspector/promises';
    import { createClient } from 'rudder-rx';
    const session = new Session();
    session.connect();
    const client = createClient({
      writeKey: 'key',
      dataPlaneUrl: 'http://127.0.0.1:1',
      fetch: async () => new Response(null, { status: 200 }),
      // However slow the machine is, nothing is dropped.
      maxQueueSize: ${String(EVENTS)},
    });
    ${subscription}
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    for (let index = 0; index < ${String(EVENTS)}; index += 1) {
      client.track({ userId: String(index), event: 'Called', properties: { index }, context: { ip: '203.0.113.7' } });
      if (index % 100 === 99) await new Promise(setImmediate);
    }
    const { delivered } = await client.flush();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const passed = result
      .flatMap(({ url, functions }) =>
        functions.map(({ functionName: name, ranges: [{ count }] }) => ({
          name,
          file: url.split('/').slice(-2).join('/'),
          isPackage: url.includes('node_modules'),
          isNode: url.startsWith('node:'),
          times: count / ${String(EVENTS)},
        })),
      )
      .filter(({ isNode, times }) => !isNode && times > 0.5);
    console.log(JSON.stringify({ delivered, passed }));
  `);
  const { delivered, passed } = JSON.parse(output) as { delivered: number; passed: Passed[] };
  assert.equal(delivered, EVENTS);
  return passed;
};

const sumOf = (passed: readonly Passed[]): number => passed.reduce((sum, { times }) => sum + times, 0);

const namesOf = (passed: readonly Passed[]): readonly string[] => passed.map(({ name }) => name);

const assertAtMost = (passed: readonly Passed[], most: number): void => {
  const rows = passed.map(({ times, name, file }) => `${times.toFixed(2).padStart(6)}  ${name} (${file})`);
  assert.ok(
    sumOf(passed) <= most,
    `${sumOf(passed).toFixed(1)} calls an event, and ${String(most)} are allowed:\n${rows.sort().reverse().join('\n')}`,
  );
};

describe('the work for an event', () => {
  it('is at most 125 calls of functions, of which 18 are of packages', async () => {
    const passed = await passedBy('');
    const ofPackages = passed.filter(({ isPackage }) => isPackage);
    assertAtMost(passed, 125);
    assertAtMost(ofPackages, 18);
    // They are counted at all.
    expect(namesOf(passed)).toContain('decide');
    expect(namesOf(ofPackages)).toContain('Subject.next');
  });

  it('is a dozen calls more where somebody subscribes to outcomes', async () => {
    const alone = await passedBy('');
    const observed = await passedBy('client.outcomes.subscribe(({ _tag }) => _tag);');
    assertAtMost(observed, sumOf(alone) + 12);
    expect(namesOf(alone)).not.toContain('outcomeOf');
    expect(namesOf(observed)).toContain('outcomeOf');
  });

  it('allocates in a call less than twice what one would write by hand, or a little more on Node.js 24', async () => {
    const program = `
      import { createClient } from 'rudder-rx';
      const client = createClient({
        writeKey: 'key',
        dataPlaneUrl: 'http://127.0.0.1:1',
        fetch: async () => new Response(null, { status: 200 }),
      });
      const eventOf = (index) => ({
        userId: 'user-' + index,
        event: 'Order Completed',
        properties: { index, currency: 'EUR', products: [{ sku: 'SKU-' + index, price: 49 }] },
        context: { ip: '203.0.113.7', page: { path: '/checkout' } },
      });
      const byHand = (event) => {
        const originalTimestamp = new Date().toISOString();
        return Buffer.byteLength(
          JSON.stringify({ type: 'track', messageId: crypto.randomUUID(), originalTimestamp, ...event }),
        );
      };
      // No collection comes between: the young generation is larger than what is made.
      const bytesOf = (call) => {
        const events = Array.from({ length: 2000 }, (_, index) => eventOf(index));
        gc();
        const before = process.memoryUsage().heapUsed;
        for (const event of events) call(event);
        return process.memoryUsage().heapUsed - before;
      };
      const ratios = [];
      // The first rounds are there for the code to be compiled.
      for (let round = 0; round < 15; round += 1) {
        const ratio = bytesOf(client.track) / bytesOf(byHand);
        await client.flush();
        if (round >= 10) ratios.push(ratio);
      }
      console.log(ratios.sort((a, b) => a - b)[2]);
    `;
    const { output } = await runNode([
      '--expose-gc',
      '--min-semi-space-size=128',
      '--max-semi-space-size=128',
      '--input-type=module',
      '--eval',
      program,
    ]);
    expect(Number(output)).toBeGreaterThan(0.5);
    // 1.5 on Node.js 20, 1.8 on 22, 2.0 on 24, where what is written by hand takes less.
    const [major = ''] = process.versions.node.split('.');
    expect(Number(output)).toBeLessThan({ 20: 1.8, 22: 2 }[major] ?? 2.3);
  });
});

describe('the work for a request', () => {
  it.each([
    { calls: 100, most: 1 },
    { calls: 1000, most: 3 },
    { calls: 10_000, most: 15 },
  ])('is shared by more events the more of them wait: $most at most for $calls', ({ calls, most }) => {
    const scheduler = new TestScheduler(() => undefined);
    const requests = scheduler.run(() => {
      const virtual = virtualClient(scheduler, '30ms 200');
      for (let index = 0; index < calls; index += 1) virtual.connection.track(String(index), 'Called');
      scheduler.flush();
      return virtual.requests;
    });
    expect(requests.reduce((sum, { batch }) => sum + batch.length, 0)).toBe(calls);
    expect(requests.length).toBeLessThanOrEqual(most);
  });

  it('measures nothing again, and encodes and compresses once', () => {
    const scheduler = new TestScheduler(() => undefined);
    const counts = { ids: 0, measured: 0, encoded: 0, compressed: 0 };
    const overrides: Partial<Ports> = {
      newId: () => `m${String((counts.ids += 1))}`,
      byteLength: (text) => {
        counts.measured += 1;
        return Buffer.byteLength(text);
      },
      utf8: (parts) => {
        counts.encoded += 1;
        return Buffer.from(parts.join(''));
      },
      gzip: (body) => {
        counts.compressed += 1;
        return of(body);
      },
    };
    const made = scheduler.run(() => {
      const { connection, requests } = virtualClient(scheduler, '503 200', {}, 0, overrides);
      for (let index = 0; index < 100; index += 1) connection.track(String(index), 'Called');
      scheduler.flush();
      return requests;
    });
    expect(made.map(({ batch }) => batch.length)).toEqual([100, 100]);
    expect(counts).toEqual({ ids: 100, measured: 100, encoded: 2, compressed: 2 });
  });
});
