import { type ClientRequest, request } from 'node:http';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { createClient } from '../../src/index.js';
import { type Fault, type Faults, type Gateway, startGateway } from '../../src/gateway/index.js';
import { runProgram } from '../support/processes.js';
import { basic, batchOf, exchange } from './exchange.js';

const EVENT = { type: 'track', userId: 'u', event: 'e', messageId: 'm' };

let gateway: Gateway;
const start = async (faults: Faults): Promise<void> => {
  gateway = await startGateway({ faults });
};
afterEach(async () => {
  await gateway.close();
});

const post = (path = '/v1/batch') =>
  exchange(gateway, { path, headers: { authorization: basic('key') }, body: batchOf(EVENT) });

/** A request that nobody waits for. */
const sent = (): ClientRequest => {
  const { port } = gateway;
  const headers = { authorization: basic('key') };
  const open = request({ host: '127.0.0.1', port, path: '/v1/batch', method: 'POST', headers, agent: false });
  open.end(batchOf(EVENT));
  return open;
};

const untilTaken = async (requests: number): Promise<void> => {
  while (gateway.counts.requests < requests) await turn();
};

describe('faults', () => {
  it('script the next POSTs of events, one each, and then it serves as usual', async () => {
    await start([{ status: 503 }, undefined, { status: 500 }]);
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await post()).status);

    expect(statuses).toEqual([503, 200, 500, 200]);
    expect(gateway.counts).toEqual({ requests: 4, events: 2 });
    expect(gateway.requests.map(({ status, events }) => [status, events])).toEqual([
      [503, 0],
      [200, 1],
      [500, 0],
      [200, 1],
    ]);
  });

  it('are not taken by requests that bring no events', async () => {
    await start([{ status: 503 }]);
    expect((await exchange(gateway, { method: 'GET', path: '/health' })).status).toBe(200);
    expect((await exchange(gateway, { method: 'GET', path: '/pixel/v1/track?writeKey=k' })).status).toBe(200);
    expect((await exchange(gateway, { method: 'GET' })).status).toBe(405);
    expect((await post('/v1/nope')).status).toBe(404);
    expect((await post('/beacon/v1/batch')).status).toBe(503);
  });

  it.each<[Fault, number, string]>([
    [{ status: 413 }, 413, 'request size exceeds max limit\n'],
    [{ status: 429 }, 429, 'max requests limit reached\n'],
    [{ status: 502 }, 502, 'Bad Gateway\n'],
    [{ status: 503 }, 503, 'Service Unavailable\n'],
    [{ status: 504 }, 504, 'gateway timeout\n'],
    [{ status: 599 }, 599, '599\n'],
    [{ status: 200 }, 200, 'ok'],
    [{ status: 204 }, 204, ''],
    [{ status: 205 }, 205, ''],
    [{ status: 500, body: '' }, 500, ''],
    [{ status: 200, body: '<html>é' }, 200, '<html>\u00c3\u00a9'],
  ])('answer %j and store nothing', async (fault, status, text) => {
    await start([fault]);
    expect(await post()).toMatchObject({ status, text });
    expect(gateway.counts).toEqual({ requests: 1, events: 0 });
  });

  it.each<[string | number, string]>([
    [2, '2'],
    [-1, '-1'],
    [NaN, 'NaN'],
    ['', ''],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
  ])('send Retry-After %j as it is', async (retryAfter, header) => {
    await start([{ status: 429, retryAfter }]);
    expect((await post()).headers['retry-after']).toBe(header);
  });

  it('redirect', async () => {
    await start([{ status: 307, location: 'http://127.0.0.1:9/v1/batch' }]);
    expect(await post()).toMatchObject({ status: 307, headers: { location: 'http://127.0.0.1:9/v1/batch' } });
  });

  it('reset a connection before its request is read', async () => {
    await start([{ reset: true }]);
    await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(gateway.requests).toMatchObject([{ status: 0, events: 0, bytes: 0, wireBytes: 0 }]);
    expect((await post()).status).toBe(200);
  });

  it('reset a connection after the head of the answer, when the events are stored', async () => {
    await start([{ reset: 'after-head' }]);
    const [response] = (await once(sent(), 'response')) as [{ statusCode: number } & AsyncIterable<Buffer>];
    expect(response.statusCode).toBe(200);
    const read = async () => {
      for await (const chunk of response) expect(chunk.toString()).toBe('ok');
    };
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(gateway.requests).toMatchObject([{ status: 200, events: 1 }]);
  });

  it('hang until the gateway closes', async () => {
    await start([{ hang: true }]);
    const ended = expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await untilTaken(1);
    expect((await post()).status).toBe(200);
    expect(gateway.requests).toMatchObject([
      { status: 0, events: 0, bytes: batchOf(EVENT).length },
      { status: 200, events: 1 },
    ]);
    await gateway.close();
    await ended;
  });

  it('lose an answer whose events are stored', async () => {
    await start([{ lostAnswer: true }]);
    await expect(post()).rejects.toMatchObject({ message: 'socket hang up' });
    expect((await post()).status).toBe(200);
    expect(gateway.events.map(({ messageId }) => messageId)).toEqual(['m', 'm']);
    expect(gateway.requests.map(({ status, events }) => [status, events])).toEqual([
      [0, 1],
      [200, 1],
    ]);
  });

  it.each<[Fault, number]>([
    [{ delayMs: 60 }, 200],
    [{ status: 503, delayMs: 60 }, 503],
  ])('answer later: %j', async (fault, status) => {
    await start([fault]);
    const startedAt = performance.now();
    expect((await post()).status).toBe(status);
    // A timer of Node.js's may fire a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it.each<Fault>([
    { reset: true, delayMs: 60 },
    { lostAnswer: true, delayMs: 60 },
  ])('end a connection later: %j', async (fault) => {
    await start([fault]);
    const startedAt = performance.now();
    await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it('store at once what they answer later', async () => {
    await start([{ delayMs: 1_000_000 }]);
    const open = sent().on('error', () => undefined);
    await untilTaken(1);
    expect(gateway.counts.events).toBe(1);
    open.destroy();
  });

  it('leave nothing behind that holds the process once the gateway is closed', async () => {
    const { code, output } = await runProgram(`
      import { startGateway } from 'rudder-rx/gateway';
      const late = { delayMs: 1_000_000 };
      const faults = [late, { status: 503, ...late }, { reset: true, ...late }, { hang: true }];
      const gateway = await startGateway({ faults });
      const open = faults.map(() => fetch(gateway.url + '/v1/batch', { method: 'POST', body: '{}' }));
      while (gateway.counts.requests < faults.length) await new Promise(setImmediate);
      await gateway.close();
      const ended = await Promise.allSettled(open);
      console.log(ended.map(({ status }) => status).join());
    `);
    expect({ code, output }).toEqual({ code: 0, output: 'rejected,rejected,rejected,rejected\n' });
  });

  it('come from a function, which sees each request and how many were before', async () => {
    const seen: unknown[] = [];
    await start(({ method, path, headers }, index) => {
      seen.push([method, path, headers.authorization, index]);
      return index === 1 ? { status: 503 } : undefined;
    });
    expect((await post('/v1/import')).status).toBe(200);
    expect((await post()).status).toBe(503);
    expect(seen).toEqual([
      ['POST', '/v1/import', basic('key'), 0],
      ['POST', '/v1/batch', basic('key'), 1],
    ]);
  });

  it.each<[string, Faults, string]>([
    [
      'fails',
      () => {
        throw new Error('boom');
      },
      'startGateway: faults(request, 0) threw Error: boom\n',
    ],
    [
      'returns no fault',
      () => ({ status: 'x' }) as never,
      'startGateway: faults(request, 0).status must be a whole number from 200 to 599, not "x"\n',
    ],
  ])('say in a 500 that the function %s', async (_what, faults, text) => {
    await start(faults);
    expect(await post()).toMatchObject({ status: 500, text });
  });

  it('are copied, so that a list may change afterwards', async () => {
    const fault = { status: 503 };
    const faults: Fault[] = [fault];
    await start(faults);
    fault.status = 404;
    faults.push({ status: 500 });
    expect((await post()).status).toBe(503);
    expect((await post()).status).toBe(200);
  });

  it('are survived by the client, at the price of a duplicate for each lost answer', async () => {
    await start([{ status: 503 }, { reset: true }, { lostAnswer: true }, { status: 500, delayMs: 1 }]);
    const client = createClient({
      writeKey: 'key',
      dataPlaneUrl: gateway.url,
      logger: false,
      backoff: { baseMs: 1, maxMs: 1 },
    });
    const { messageId } = client.track('user', 'Signed Up');
    expect(await client.flush()).toMatchObject({ delivered: 1, failed: 0 });
    await client.shutdown();

    expect(gateway.requests.map(({ status }) => status)).toEqual([503, 0, 0, 500, 200]);
    expect(gateway.events.map((event) => event.messageId)).toEqual([messageId, messageId]);
  });
});

describe('the check of faults', () => {
  it.each<[unknown, string]>([
    [{}, 'faults must be a list or a function'],
    [[undefined, null], 'faults[1] must be an object or undefined, not null'],
    [[503], 'faults[0] must be an object or undefined, not 503'],
    [[{ status: 199 }], 'faults[0].status must be a whole number from 200 to 599, not 199'],
    [[{ status: 600 }], 'faults[0].status must be a whole number from 200 to 599, not 600'],
    [[{ status: '503' }], 'faults[0].status must be a whole number from 200 to 599, not "503"'],
    [[{ status: 200, body: 1 }], 'faults[0].body must be a string, not 1'],
    [
      [{ status: 429, retryAfter: '1\r\nx: y' }],
      'faults[0].retryAfter must be a number or a string that fits into a header, not "1\\r\\nx: y"',
    ],
    [
      [{ status: 302, location: 'ü€' }],
      'faults[0].location must be a string that fits into a header, not "ü€"',
    ],
    [[{ delayMs: -1 }], 'faults[0].delayMs must be a whole number from 0 to 2147483647, not -1'],
    [[{ delayMs: 2 ** 31 }], 'faults[0].delayMs must be a whole number from 0 to 2147483647, not 2147483648'],
    [[{ reset: 'later' }], 'faults[0].reset must be true or \'after-head\', not "later"'],
    [[{ hang: false }], 'faults[0].hang must be true, not false'],
    [[{ lostAnswer: 1 }], 'faults[0].lostAnswer must be true, not 1'],
    [[{ status: 503 }, { statusCode: 503 }], 'faults[1].statusCode is not a field of a fault'],
    [[{ status: 503, hang: true }], 'faults[0].hang does not go with status'],
    [[{ reset: true, retryAfter: 1 }], 'faults[0].retryAfter needs a status'],
    [[{}], 'faults[0] is empty: write undefined for an answer as usual'],
  ])('refuses %j', async (faults, problem) => {
    await expect(startGateway({ faults: faults as never })).rejects.toThrow(
      new TypeError(`startGateway: ${problem}`),
    );
  });

  it('lets fields be undefined', async () => {
    await start([{ status: 503, body: undefined, retryAfter: undefined, delayMs: undefined }]);
    expect((await post()).status).toBe(503);
  });
});
