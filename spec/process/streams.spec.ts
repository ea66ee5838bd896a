import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { runProgram } from '../support/processes.js';
import { startServer } from '../support/server.js';
import { WRITE_KEY } from '../support/transcript.js';

const PRELUDE = `
  import { createClient, deliverFrom } from 'rudder-rx';
  const clientTo = (dataPlaneUrl, options) => createClient({ writeKey: '${WRITE_KEY}', dataPlaneUrl, ...options });
  let pulled = 0;
  const event = () => ({ type: 'track', userId: 'u' + pulled, event: 'Row Imported', properties: { row: (pulled += 1) } });
`;

/** What a program printed, as JSON. */
const printed = ({ output }: { readonly output: string }): unknown => JSON.parse(output);

describe('a process that pulls', () => {
  it('from an async iterable stays within its share, loses nothing, and leaves room for calls', async () => {
    const server = await startServer((_request, response) => {
      setTimeout(() => response.end('ok'), 30);
    });
    const ended = await runProgram(`${PRELUDE}
      const client = clientTo('${server.url}', { maxQueueSize: 500 });
      let [settled, furthest, calls, refused] = [0, 0, 0, 0];
      async function* rows() {
        while (pulled < 20_000) {
          furthest = Math.max(furthest, pulled + 1 - settled);
          yield event();
        }
      }
      const calling = setInterval(() => {
        calls += 1;
        if (!client.track('live', 'Called').accepted) refused += 1;
      }, 5);
      const ends = {};
      await deliverFrom(client, rows()).forEach(({ _tag }) => {
        settled += 1;
        ends[_tag] = (ends[_tag] ?? 0) + 1;
      });
      clearInterval(calling);
      const { delivered } = await client.shutdown();
      console.log(JSON.stringify({ ends, furthest, refused, isAll: delivered === 20_000 + calls, isBusy: calls > 50 }));
    `);
    await server.close();
    expect(printed(ended)).toEqual({
      ends: { Delivered: 20_000 },
      furthest: 375,
      refused: 0,
      isAll: true,
      isBusy: true,
    });
  });

  describe('with a data plane in another process', () => {
    let gateway: Gateway;
    beforeEach(async () => {
      gateway = await startGateway({ retain: 100 });
    });
    afterEach(() => gateway.close());

    it('as many events as it likes keeps its memory', async () => {
      const ended = await runProgram(`${PRELUDE}
        const client = clientTo('${gateway.url}');
        function* rows() {
          while (pulled < 200_000) yield event();
        }
        let delivered = 0;
        await deliverFrom(client, rows()).forEach(({ _tag }) => {
          if (_tag === 'Delivered') delivered += 1;
        });
        await client.shutdown();
        console.log(JSON.stringify({ delivered, megabytes: process.resourceUsage().maxRSS / 1024 }));
      `);
      const { delivered, megabytes } = printed(ended) as { delivered: number; megabytes: number };
      expect(delivered).toBe(200_000);
      expect(gateway.counts.events).toBe(200_000);
      expect(megabytes).toBeLessThan(200);
    });

    it('an endless source leaves the event loop its turns', async () => {
      const ended = await runProgram(`${PRELUDE}
        const client = clientTo('${gateway.url}', { send: false });
        async function* rows() {
          for (;;) yield event();
        }
        const subscription = deliverFrom(client, rows()).subscribe();
        setTimeout(() => {
          subscription.unsubscribe();
          const before = pulled;
          setTimeout(() => console.log(JSON.stringify({ isPulling: before > 1_000, isStopped: pulled === before })), 20);
        }, 200);
      `);
      expect(printed(ended)).toEqual({ isPulling: true, isStopped: true });
    });
  });
});
