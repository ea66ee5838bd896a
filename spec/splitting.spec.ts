import fc from 'fast-check';
import { type ApiError, type Attempt, type ClientOptions, deliverFrom } from '../src/index.js';
import type { Answer, DataPlane, RecordedRequest } from '../src/testing/index.js';
import { recordedClient } from './support/recorded.js';

const usersOf = ({ batch }: RecordedRequest) => batch.map(({ userId }) => userId ?? '');

/** Refuses a batch that holds one of the bad users. */
const refusing =
  (bad: readonly string[], answer: Answer = { status: 400, body: 'missing something' }): DataPlane =>
  (request) =>
    usersOf(request).some((user) => bad.includes(user)) ? answer : { status: 200 };

/** All users in one batch; what was told of each, and each request's users. */
const deliver = (users: readonly string[], dataPlane: DataPlane, options: ClientOptions = {}) => {
  const client = recordedClient(dataPlane, { uploadSize: users.length, concurrency: 1, ...options });
  const attempts: Attempt[] = [];
  client.connection.attempts.subscribe((attempt) => attempts.push(attempt));
  for (const user of users) client.connection.track(user, 'e');
  client.scheduler.flush();
  return { ...client, attempts, requested: client.requests.map((request) => usersOf(request).join('')) };
};

const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('a batch that is refused', () => {
  it('[N14] with 400 is split, so that one bad event takes no neighbour along', () => {
    const { told, requested, outcomes, attempts } = deliver(['a', 'b', 'c', 'd'], refusing(['c']));
    expect(requested).toEqual(['abcd', 'ab', 'cd', 'c', 'd']);
    expect(told()).toEqual(['Da', 'Db', 'Fc', 'Dd']);
    expect(outcomes.map((outcome) => 'attempts' in outcome && outcome.attempts)).toEqual([2, 2, 3, 3]);
    expect(attempts.map(({ willRetry, attempt }) => [willRetry, attempt])).toEqual([
      [true, 1],
      [false, 2],
      [true, 2],
      [false, 3],
      [false, 3],
    ]);
  });

  it('[N14] with one bad event among 100 takes 15 requests at most', () => {
    const users = upTo(100);
    for (const bad of ['0', '37', '50', '99']) {
      const { requested, told } = deliver(users, refusing([bad]));
      expect(requested.length).toBeLessThanOrEqual(15);
      expect(told().filter((text) => text.startsWith('D'))).toHaveLength(99);
      expect(told()).toContain(`F${bad}`);
    }
  });

  it('whatever is in it, costs 64 requests more at most, and then the rest fails', () => {
    const users = upTo(1000);
    const { requested, told } = deliver(users, refusing(users));
    expect(requested.length).toBe(65);
    expect(told().sort()).toEqual(users.map((user) => `F${user}`).sort());
  });

  it.each([
    ['400 invalid json', { status: 400, body: 'invalid json' }],
    ['400 empty batch payload', { status: 400, body: 'empty batch payload' }],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['422', { status: 422 }],
  ])('with %s is not: each half would be refused as well', (_name, answer) => {
    const { requested, told } = deliver(['a', 'b'], refusing(['a'], answer));
    expect(requested).toEqual(['ab']);
    expect(told()).toEqual(['Fa', 'Fb']);
  });

  it('[N13] with 413 is split, and later batches stay below half of what was too large', () => {
    const tooMany: DataPlane = ({ batch }) => ({ status: batch.length > 3 ? 413 : 200 });
    const { requested, told, connection, scheduler, requests } = deliver(upTo(8), tooMany);
    expect(requested).toEqual(['01234567', '0123', '01', '23', '4567', '45', '67']);
    expect(told().every((text) => text.startsWith('D'))).toBe(true);
    const before = requests.length;
    for (const user of upTo(8)) connection.track(user, 'e');
    scheduler.flush();
    // The smallest that was refused held four.
    const later = requests.slice(before).map(({ batch }) => batch.length);
    expect(Math.max(...later)).toBeLessThanOrEqual(2);
  });

  it('with 413 is remembered even where it may be split no more', () => {
    const sizes: number[] = [];
    const { connection, scheduler } = deliver(upTo(1000), ({ batch }) => {
      sizes.push(batch.length);
      return { status: 413 };
    });
    const smallest = Math.min(...sizes.filter((size) => size > 1));
    const before = sizes.length;
    for (const user of upTo(1000)) connection.track(user, 'e');
    scheduler.flush();
    expect(Math.max(...sizes.slice(before))).toBeLessThanOrEqual(smallest / 2 + 1);
  });

  it('[N13] with 413 and alone fails, and says nothing about others', () => {
    const { requests, told, connection, scheduler } = deliver(['a'], refusing(['a'], { status: 413 }));
    expect(told()).toEqual(['Fa']);
    expect(requests).toHaveLength(1);
    connection.track('b', 'e');
    scheduler.flush();
    expect(told()).toEqual(['Fa', 'Db']);
  });

  it('with 429 twice in a row is split, behind the pause', () => {
    const tooMany: DataPlane = ({ batch }) =>
      batch.length > 1 ? { status: 429, retryAfter: 1 } : { status: 200 };
    const { requests, told } = deliver(['a', 'b'], tooMany);
    expect(requests.map((request) => [request.frame, usersOf(request).join('')])).toEqual([
      [0, 'ab'],
      [1000, 'ab'],
      [2000, 'a'],
      [2000, 'b'],
    ]);
    expect(told()).toEqual(['Da', 'Db']);
  });

  it('with 429 is given up, not split, once its free hour and its retries are spent', () => {
    const { requests, told } = deliver(['a', 'b'], (_request, index) => (index === 0 ? '429' : '3700s 429'), {
      timeout: 4_000_000,
    });
    expect(requests).toHaveLength(2);
    expect(told()).toEqual(['Fa', 'Fb']);
  });

  it('is told in the state for as long as a piece is left', () => {
    const { connection, scheduler } = recordedClient(
      (_request, index) => (index < 2 ? '429+1s' : '5ms 200'),
      { uploadSize: 2 },
    );
    const seen: number[][] = [];
    connection.track('a', 'e');
    connection.track('b', 'e');
    for (const at of [500, 1500, 2002, 2007, 2020]) {
      scheduler.schedule(() => {
        connection.state
          .subscribe(({ pending, queued, inFlight, retrying }) =>
            seen.push([at, pending, queued, inFlight, retrying]),
          )
          .unsubscribe();
      }, at);
    }
    scheduler.flush();
    expect(seen).toEqual([
      [500, 2, 0, 0, 1],
      [1500, 2, 0, 0, 1],
      [2002, 2, 0, 1, 0],
      [2007, 1, 0, 1, 0],
      [2020, 0, 0, 0, 0],
    ]);
  });

  it('has retries for each of its pieces', () => {
    const script = ['400', '503', '200', '503', '200'];
    const { requested, told } = deliver(['a', 'b'], (_request, index) => script[index] ?? '200', {
      maxRetries: 1,
    });
    expect(requested).toEqual(['ab', 'a', 'a', 'b', 'b']);
    expect(told()).toEqual(['Da', 'Db']);
  });

  it('has them anew, also where the whole has spent its own', () => {
    const script = ['503', '400', '503', '200', '200'];
    const { requested } = deliver(['a', 'b'], (_request, index) => script[index] ?? '200', { maxRetries: 1 });
    expect(requested).toEqual(['ab', 'ab', 'a', 'a', 'b']);
  });

  it('has one hour of free 429s, pieces included', () => {
    const script = ['429', '400', '3700s 429', '200'];
    const { requested, told } = deliver(['a', 'b'], (_request, index) => script[index] ?? '200', {
      timeout: 4_000_000,
    });
    expect(requested).toEqual(['ab', 'ab', 'a', 'b']);
    expect(told()).toEqual(['Fa', 'Db']);
  });

  it('with 413 is remembered, though a larger one is refused later', () => {
    const { connection, scheduler, requests } = recordedClient(
      (_request, index) => (index < 2 ? '20ms 413' : '200'),
      { uploadSize: 2, concurrency: 2 },
    );
    for (const user of ['a', 'b', 'c', 'd', 'e', 'f']) connection.track(user, 'e');
    scheduler.flush();
    expect(requests.slice(0, 2).map((request) => usersOf(request).length)).toEqual([2, 4]);
    const before = requests.length;
    for (const user of ['g', 'h', 'i', 'j']) connection.track(user, 'e');
    scheduler.flush();
    expect(requests.slice(before).map((request) => usersOf(request).join(''))).toEqual(['g', 'h', 'i', 'j']);
  });

  it('is out until its last piece is settled: a full room does not hurry what can still fill', () => {
    const { connection, scheduler, requests } = recordedClient(
      (_request, index) => (index === 0 ? '5ms 400' : '5ms 200~9ms'),
      { uploadSize: 4, uploadInterval: 10_000, maxQueueSize: 4, concurrency: 2 },
    );
    const source = ['a', 'b', 'c', 'd', 'e', 'f'].map((userId) => ({
      type: 'track' as const,
      userId,
      event: 'e',
    }));
    deliverFrom(connection, source).subscribe();
    scheduler.flush();
    expect(requests.map((request) => usersOf(request).join(''))).toEqual(['abc', 'ab', 'c', 'def']);
  });

  it('tells onError of each piece that fails', () => {
    const failures: [ApiError, number, readonly (string | undefined)[]][] = [];
    deliver(['a', 'b', 'c', 'd'], refusing(['b', 'd']), {
      onError: {
        next: ({ error, attempts, events }) =>
          failures.push([error as ApiError, attempts, events.map(({ userId }) => userId)]),
      },
    });
    expect(failures.map(([{ status }, attempts, users]) => [status, attempts, users])).toEqual([
      [400, 3, ['b']],
      [400, 3, ['d']],
    ]);
  });

  it('is cut off as a whole by a shutdown, and nothing is sent after', () => {
    const { connection, scheduler, told, requests } = recordedClient(
      (_request, index) => (index === 0 ? '5ms 400' : 'hang'),
      { uploadSize: 4 },
    );
    for (const user of ['a', 'b', 'c', 'd']) connection.track(user, 'e');
    let undelivered: readonly (string | undefined)[] = [];
    scheduler.schedule(() => {
      connection.closed({ timeout: 10 }).subscribe((result) => {
        undelivered = result.undelivered.map(({ userId }) => userId);
      });
    }, 10);
    scheduler.flush();
    expect(told()).toEqual(['Fa', 'Fb', 'Fc', 'Fd']);
    expect(undelivered).toEqual(['a', 'b', 'c', 'd']);
    expect(requests).toHaveLength(2);
  });

  it('keeps its order and its state, loses nothing and sends nothing twice that was taken', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(59), { maxLength: 20 }),
        fc.constantFrom<Answer>({ status: 400 }, { status: 413 }),
        (bad, answer) => {
          const users = upTo(60);
          const { requests, told, connection } = deliver(users, refusing(bad.map(String), answer));
          const delivered = told().filter((text) => text.startsWith('D'));
          const taken = requests
            .map(usersOf)
            .filter((batch) => !batch.some((user) => bad.includes(Number(user))))
            .flat();
          expect(taken).toEqual(delivered.map((text) => text.slice(1)));
          expect(taken.map(Number)).toEqual([...taken.map(Number)].sort((a, b) => a - b));
          expect(told()).toHaveLength(60);
          const states: unknown[] = [];
          connection.state.subscribe((state) => states.push(state)).unsubscribe();
          expect(states).toMatchObject([{ pending: 0, queued: 0, queuedBytes: 0, inFlight: 0, retrying: 0 }]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
