import type { ClientState } from '../src/index.js';
import { recordedClient } from './support/recorded.js';

const stateOf = ({ connection }: Pick<ReturnType<typeof recordedClient>, 'connection'>): ClientState => {
  const states: ClientState[] = [];
  connection.state.subscribe((state) => states.push(state)).unsubscribe();
  const [present] = states as [ClientState];
  return present;
};

/** Bytes as sent of an event with this text. */
const bytesOf = (text: string): number => {
  const client = recordedClient('hang', { uploadSize: 10 });
  client.connection.track('u', text);
  return stateOf(client).queuedBytes;
};

describe('the queue', () => {
  it('[L1] drops the newest past maxQueueSize', () => {
    const { connection, scheduler, outcomes, told } = recordedClient('5ms 200', { maxQueueSize: 2 });
    for (const user of ['a', 'b', 'c', 'd']) connection.track(user, 'e');
    scheduler.flush();
    connection.track('e', 'e');
    scheduler.flush();
    expect(told()).toEqual(['Xc queue-full', 'Xd queue-full', 'Da', 'Db', 'De']);
    expect(outcomes[0]).toMatchObject({
      detail: '2 events pending: maxQueueSize allows no more',
    });
  });

  it('[L1] [P20] drops the newest past maxQueueBytes', () => {
    const bytes = bytesOf('e');
    const client = recordedClient('5ms 200', { maxQueueBytes: 2 * bytes, uploadSize: 10 });
    for (const user of ['a', 'b', 'c']) client.connection.track(user, 'e');
    expect(stateOf(client)).toMatchObject({ pending: 2, queuedBytes: 2 * bytes });
    client.scheduler.flush();
    expect(client.told()).toEqual(['Xc queue-full', 'Da', 'Db']);
    expect(client.outcomes[0]).toMatchObject({
      detail: `${String(2 * bytes)} bytes pending: maxQueueBytes allows ${String(2 * bytes)}, and the event has ${String(bytes)}`,
      message: { userId: 'c', event: 'e' },
    });
    expect(stateOf(client)).toMatchObject({ pending: 0, queuedBytes: 0 });
  });

  describe('with drop-oldest', () => {
    const DROP_OLDEST = { overflow: 'drop-oldest', concurrency: 1 } as const;

    it('[L1] lets the oldest go that no request has taken, wherever it waits', () => {
      const { connection, scheduler, outcomes, told, requests } = recordedClient('5ms 200', {
        ...DROP_OLDEST,
        uploadSize: 2,
        maxQueueSize: 4,
      });
      // a and b leave at once; c and d wait for a slot when e and f come.
      for (const user of ['a', 'b', 'c', 'd']) connection.track(user, 'e');
      scheduler.schedule(() => {
        for (const user of ['e', 'f']) connection.track(user, 'e');
      }, 1);
      scheduler.flush();
      expect(told()).toEqual(['Xc queue-full', 'Xd queue-full', 'Da', 'Db', 'De', 'Df']);
      expect(requests.map(({ batch }) => batch.map(({ userId }) => userId))).toEqual([
        ['a', 'b'],
        ['e', 'f'],
      ]);
      expect(outcomes[0]).toMatchObject({
        detail:
          "it gave way to a newer event (overflow: 'drop-oldest'): 4 events pending: maxQueueSize allows no more",
        message: { userId: 'c', event: 'e' },
      });
    });

    it('lets one go that is in an open batch', () => {
      const { connection, scheduler, told } = recordedClient('5ms 200', {
        ...DROP_OLDEST,
        uploadSize: 10,
        maxQueueSize: 2,
      });
      for (const user of ['a', 'b', 'c', 'd']) connection.track(user, 'e');
      scheduler.flush();
      expect(told()).toEqual(['Xa queue-full', 'Xb queue-full', 'Dc', 'Dd']);
    });

    it('drops the new one if all are in requests', () => {
      const { connection, scheduler, told } = recordedClient('5ms 503 1ms 200', {
        ...DROP_OLDEST,
        maxRetries: 1,
        maxQueueSize: 1,
      });
      connection.track('a', 'e');
      // In its request, then in its back-off.
      scheduler.schedule(() => connection.track('b', 'e'), 1);
      scheduler.schedule(() => connection.track('c', 'e'), 10);
      scheduler.flush();
      expect(told()).toEqual(['Xb queue-full', 'Xc queue-full', 'Da']);
    });

    it('lets events go during a pause', () => {
      const { connection, scheduler, told } = recordedClient('1ms 429+1s 1ms 200', {
        ...DROP_OLDEST,
        concurrency: 4,
        maxQueueSize: 3,
      });
      connection.track('a', 'e');
      scheduler.schedule(() => {
        for (const user of ['b', 'c', 'd', 'e']) connection.track(user, 'e');
      }, 10);
      scheduler.flush();
      expect(told()).toEqual(['Xb queue-full', 'Xc queue-full', 'Da', 'Dd', 'De']);
    });

    it('lets as many go as the bytes of the new one need, and none for one larger than the whole queue', () => {
      const bytes = bytesOf('e');
      const client = recordedClient('hang', {
        ...DROP_OLDEST,
        uploadSize: 100,
        maxQueueBytes: 4 * bytes,
        logger: false,
      });
      const { connection, told, scheduler } = client;
      for (const user of ['a', 'b', 'c', 'd']) connection.track(user, 'e');
      // Of twice the bytes, one letter less.
      connection.track('f', 'e'.repeat(bytes));
      connection.track('g', 'e'.repeat(4 * bytes));
      expect(stateOf(client)).toMatchObject({ pending: 3, queued: 3, queuedBytes: 4 * bytes - 1 });
      connection.closed({ timeout: 1 }).subscribe();
      scheduler.flush();
      expect(told()).toEqual(['Xa queue-full', 'Xb queue-full', 'Xg too-large', 'Fc', 'Fd', 'Ff']);
    });

    it('tells a receipt that its event went, then and later', () => {
      const { connection, scheduler } = recordedClient('5ms 200', {
        ...DROP_OLDEST,
        uploadSize: 10,
        maxQueueSize: 1,
      });
      const receipt = connection.track('a', 'e');
      const seen: unknown[] = [];
      receipt.outcome.subscribe({
        next: ({ _tag, message }) => seen.push([_tag, message.userId]),
        complete: () => seen.push('complete'),
      });
      connection.track('b', 'e');
      scheduler.flush();
      receipt.outcome.subscribe(({ _tag }) => seen.push(_tag));
      scheduler.flush();
      expect(receipt.accepted).toBe(true);
      expect(seen).toEqual([['Dropped', 'a'], 'complete', 'Dropped']);
    });

    it('ends a flush that waits for what went', () => {
      const { connection, scheduler } = recordedClient('5ms 200', {
        ...DROP_OLDEST,
        uploadSize: 10,
        maxQueueSize: 2,
      });
      connection.track('a', 'e');
      let flushed: unknown;
      connection.track('b', 'e');
      connection.track('c', 'e');
      connection.flushed().subscribe((totals) => (flushed = totals));
      scheduler.flush();
      expect(flushed).toEqual({ delivered: 2, failed: 0, dropped: 1, pending: 0 });
    });

    it('keeps no more than the queue has, however much goes', () => {
      const client = recordedClient('hang', {
        ...DROP_OLDEST,
        uploadSize: 100,
        maxQueueSize: 1000,
        logger: false,
      });
      for (let index = 0; index < 100_000; index += 1) client.connection.track(index, 'e');
      expect(stateOf(client)).toMatchObject({ pending: 1000, calls: 100_000, queued: 1000 });
      client.connection.closed({ timeout: 1 }).subscribe();
      client.scheduler.flush();
      const survivors = client.told().filter((text) => text.startsWith('F'));
      expect(survivors).toHaveLength(1000);
      expect(survivors.at(-1)).toBe('F99999');
    });
  });
});
