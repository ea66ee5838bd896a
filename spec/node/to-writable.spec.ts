import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { type ClientOptions, createClient, type EventInput, type Outcome } from '../../src/index.js';
import { toWritable } from '../../src/node/index.js';
import { ok, startServer, type WireServer } from '../support/server.js';

const event = (userId: string): EventInput => ({ type: 'track', userId, event: 'e' });

let server: WireServer;
/** Requests that wait for their answer. */
let unanswered: (() => void)[] = [];
let answersAtOnce = true;
beforeEach(async () => {
  answersAtOnce = true;
  unanswered = [];
  server = await startServer((request, response, index) => {
    const answer = () => {
      ok(request, response);
    };
    if (answersAtOnce) answer();
    else unanswered[index] = answer;
  });
});
afterEach(() => server.close());

const clientOf = (options: ClientOptions = {}) => {
  const client = createClient({ writeKey: 'key', dataPlaneUrl: server.url, uploadInterval: 1, ...options });
  const outcomes: Outcome[] = [];
  client.outcomes.subscribe((outcome) => outcomes.push(outcome));
  return { client, outcomes };
};

const answerAll = () => {
  answersAtOnce = true;
  for (const answer of unanswered) answer();
};

const until = async (isSo: () => boolean) => {
  while (!isSo()) await turn();
};

describe('toWritable', () => {
  it('delivers what is piped into it, more than the queue holds, and finishes when all has settled', async () => {
    const { client, outcomes } = clientOf({ maxQueueSize: 20 });
    const users = Array.from({ length: 1000 }, (_, index) => String(index));

    await pipeline(Readable.from(users.map(event)), toWritable(client));

    expect(outcomes.map(({ _tag, message }) => `${_tag} ${message.userId ?? ''}`).sort()).toEqual(
      users.map((user) => `Delivered ${user}`).sort(),
    );
    await client.shutdown();
  });

  it('lets the writer wait while there is no room', async () => {
    answersAtOnce = false;
    const { client, outcomes } = clientOf({ maxQueueSize: 4 });
    const writable = toWritable(client);
    let written = 0;
    while (writable.write(event(String(written)))) written += 1;
    await until(() => server.requests.length === 1);
    expect(written).toBe(writable.writableHighWaterMark - 1);
    // Three in the queue, one that waits for its turn, the others in the stream's own buffer.
    expect(writable.writableLength).toBe(writable.writableHighWaterMark - 3);
    expect(writable.writableNeedDrain).toBe(true);
    expect(client.track('live', 'e').accepted).toBe(true);

    answerAll();
    await once(writable, 'drain');
    writable.end();
    await once(writable, 'finish');
    expect(outcomes).toHaveLength(written + 2);
    await client.shutdown();
  });

  it('drops what is invalid, and goes on', async () => {
    const { client, outcomes } = clientOf();
    await pipeline(Readable.from([{ type: 'track' }, 'text', event('a')]), toWritable(client));
    expect(outcomes.map((outcome) => (outcome._tag === 'Dropped' ? outcome.reason : outcome._tag))).toEqual([
      'invalid',
      'invalid',
      'Delivered',
    ]);
    await client.shutdown();
  });

  it('stops what is piped into it after a shutdown', async () => {
    const { client } = clientOf({ logger: false });
    await client.shutdown();
    let pulled = 0;
    function* endless(): Generator<EventInput> {
      for (;;) {
        pulled += 1;
        yield event('a');
      }
    }
    await expect(pipeline(Readable.from(endless()), toWritable(client))).rejects.toThrow(
      'the client was shut down',
    );
    expect(pulled).toBeLessThan(100);
    expect(await client.flush()).toMatchObject({ dropped: 1 });
  });

  it('does not deliver what waits for room when it is destroyed', async () => {
    answersAtOnce = false;
    const { client, outcomes } = clientOf({ maxQueueSize: 1 });
    const writable = toWritable(client);
    for (const user of ['a', 'b']) writable.write(event(user));
    await until(() => server.requests.length === 1);
    writable.destroy();
    await once(writable, 'close');
    answerAll();
    await client.shutdown();
    expect(outcomes.map(({ message }) => message.userId)).toEqual(['a']);
  });

  it('tells the writer of all that it does not deliver when it is destroyed', async () => {
    answersAtOnce = false;
    const { client } = clientOf({ maxQueueSize: 1 });
    const writable = toWritable(client);
    const told: string[] = [];
    for (const user of ['a', 'b', 'c'])
      writable.write(event(user), (error) => told.push(`${user} ${error?.message ?? 'taken'}`));
    await until(() => server.requests.length === 1);
    writable.destroy();
    await once(writable, 'close');
    await turn();
    expect(told).toEqual(['a taken', 'b the stream was destroyed', 'c the stream was destroyed']);
    answerAll();
    await client.shutdown();
  });

  it('calls nobody from within a shutdown', async () => {
    answersAtOnce = false;
    let completions = 0;
    const onError = { next: () => undefined, complete: () => (completions += 1) };
    const { client } = clientOf({ maxQueueBytes: 500, onError });
    const writable = toWritable(client);
    writable.on('error', () => undefined);
    writable.write(event('a'));
    let isWithin = false;
    const late = new Promise<boolean>((resolve) => {
      writable.write({ ...event('b'), properties: { text: 'x'.repeat(100) } }, () => {
        resolve(isWithin);
        void client.shutdown();
      });
    });
    await until(() => server.requests.length === 1);
    isWithin = true;
    const shutdown = client.shutdown();
    isWithin = false;
    expect(await late).toBe(false);
    answerAll();
    expect(await shutdown).toMatchObject({ delivered: 1, dropped: 1 });
    expect(completions).toBe(1);
  });

  it('errors for what is no client', async () => {
    const writable = toWritable({} as ReturnType<typeof createClient>);
    writable.write(event('a'));
    const [error] = (await once(writable, 'error')) as [Error];
    expect(error).toEqual(
      new TypeError('toWritable takes a client that createClient made, and no child of it'),
    );
  });
});
