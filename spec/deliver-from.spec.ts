import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { EMPTY, mergeMap, take } from 'rxjs';
import type { Connection } from '../src/connection.js';
import { entrancesOf } from '../src/entrances.js';
import { type ClientState, deliverFrom, type EventInput, type Outcome } from '../src/index.js';
import { recordedClient, shortly } from './support/recorded.js';

const event = (userId: string, properties?: object): EventInput => ({
  type: 'track',
  userId,
  event: 'e',
  properties,
});

/** A source that keeps count of what became of it. */
const counted = (prefix: string, count = Infinity) => {
  const seen = { pulled: 0, closed: 0 };
  function* events(): Generator<EventInput> {
    try {
      for (let index = 0; index < count; index += 1) {
        seen.pulled += 1;
        yield event(`${prefix}${String(index)}`);
      }
    } finally {
      seen.closed += 1;
    }
  }
  return { seen, events: events() };
};

/** What `deliverFrom` tells, in short. */
const tellingFrom = (connection: Connection, source: unknown) => {
  const told: string[] = [];
  const subscription = deliverFrom(connection, source as Iterable<EventInput>).subscribe({
    next: (outcome: Outcome) => told.push(shortly(outcome)),
    error: (error: unknown) => told.push(`# ${String(error)}`),
    complete: () => told.push('|'),
  });
  return { told, subscription };
};

const stateOf = (connection: Connection): ClientState => {
  const states: ClientState[] = [];
  connection.state.pipe(take(1)).subscribe((state) => states.push(state));
  const [present] = states as [ClientState];
  return present;
};

const bytesOf = (input: EventInput): number => {
  const { connection } = recordedClient('hang', { uploadSize: 10 });
  connection.emit(input);
  return stateOf(connection).queuedBytes;
};

/** Some turns of the event loop later, promises included. */
const turns = async (count = 10): Promise<void> => {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('deliverFrom', () => {
  it('tells the outcome of each event and completes when all have settled', () => {
    const { connection, scheduler } = recordedClient('5ms 200');
    const { told } = tellingFrom(connection, [event('a'), { type: 'track' }, event('b')]);
    expect(told).toEqual([]);
    scheduler.flush();
    expect(told).toEqual(['X invalid', 'Da', 'Db', '|']);
  });

  it('completes for a source without events', () => {
    const { connection, scheduler } = recordedClient();
    const { told } = tellingFrom(connection, new Set());
    scheduler.flush();
    expect(told).toEqual(['|']);
  });

  it('pulls afresh for each subscriber', () => {
    const { connection, scheduler, told } = recordedClient();
    const outcomes = deliverFrom(connection, [event('a')]);
    outcomes.subscribe();
    outcomes.subscribe();
    scheduler.flush();
    expect(told()).toEqual(['Da', 'Da']);
  });

  it('goes through a child, with its defaults', () => {
    const { connection, scheduler, told } = recordedClient();
    const child = connection.child({ userId: 'mine' });
    deliverFrom(child, [{ type: 'page' }]).subscribe();
    scheduler.flush();
    expect(told()).toEqual(['Dmine']);
  });

  describe('pulls only while there is room', () => {
    it('three quarters of maxQueueSize, so that calls find room', () => {
      const { connection, scheduler, told } = recordedClient('hang', { maxQueueSize: 8 });
      const { seen, events } = counted('a');
      tellingFrom(connection, events);
      scheduler.schedule(() => {
        expect(seen.pulled).toBe(6);
        for (const user of ['x', 'y', 'z']) connection.track(user, 'e');
        expect(stateOf(connection)).toMatchObject({ pending: 8, dropped: { 'queue-full': 1 } });
        connection.closed().subscribe();
      }, 5);
      scheduler.flush();
      expect(told()[0]).toBe('Xz queue-full');
      expect(seen).toEqual({ pulled: 6, closed: 1 });
    });

    it('three quarters of maxQueueBytes, with at most one event in hand', () => {
      const bytes = bytesOf(event('a0'));
      const { connection, scheduler } = recordedClient('5ms 200', {
        maxQueueBytes: 4 * bytes,
        uploadSize: 9,
      });
      const { seen, events } = counted('a', 9);
      const { told } = tellingFrom(connection, events);
      scheduler.schedule(() => {
        expect(seen.pulled).toBe(4);
        expect(stateOf(connection)).toMatchObject({ pending: 3, inFlight: 1 });
        expect(connection.track('x0', 'e', undefined, undefined).accepted).toBe(true);
      }, 1);
      scheduler.flush();
      expect(told.filter((text) => text.startsWith('D'))).toHaveLength(9);
      expect(seen.closed).toBe(1);
    });

    it('one event at least', () => {
      const { connection, scheduler, requests } = recordedClient('5ms 200', { maxQueueSize: 1 });
      const { told } = tellingFrom(connection, [event('a'), event('b'), event('c')]);
      scheduler.flush();
      expect(told).toEqual(['Da', 'Db', 'Dc', '|']);
      expect(requests.map(({ frame }) => frame)).toEqual([0, 5, 10]);
    });

    it('and waits as long as calls fill the queue, without dropping any', () => {
      const { connection, scheduler, told } = recordedClient('5ms 200', { maxQueueSize: 2 });
      connection.track('x', 'e');
      connection.track('y', 'e');
      const { seen, events } = counted('a', 3);
      tellingFrom(connection, events);
      scheduler.schedule(() => {
        expect(seen.pulled).toBe(0);
      }, 4);
      scheduler.flush();
      expect(told()).toEqual(['Dx', 'Dy', 'Da0', 'Da1', 'Da2']);
    });

    it('without waiting for batches that can not fill', () => {
      const { connection, scheduler } = recordedClient('5ms 200', { maxQueueSize: 100, uploadSize: 100 });
      const { told } = tellingFrom(connection, counted('a', 150).events);
      // Two shares of 75, and no interval of 500 ms between them.
      scheduler.schedule(() => {
        expect(told.filter((text) => text.startsWith('D'))).toHaveLength(150);
      }, 11);
      scheduler.flush();
      expect(told.at(-1)).toBe('|');
    });

    it('at most 256 a turn of the event loop', () => {
      const { connection, scheduler } = recordedClient('1ms 200', { send: false });
      const { seen, events } = counted('a', 1000);
      const pulledByTurn: number[] = [];
      const watch = () => {
        pulledByTurn.push(seen.pulled);
        if (seen.closed === 0) scheduler.schedule(watch);
      };
      tellingFrom(connection, events);
      scheduler.schedule(watch);
      scheduler.flush();
      const steps = pulledByTurn.map((pulled, index) => pulled - (pulledByTurn[index - 1] ?? 0));
      expect(Math.max(...steps)).toBe(256);
      expect(seen.pulled).toBe(1000);
    });
  });

  it('lets several sources take turns', () => {
    const { connection, scheduler, told } = recordedClient('5ms 200', { maxQueueSize: 1 });
    for (const name of ['a', 'b', 'c']) tellingFrom(connection, counted(name, 3).events);
    scheduler.flush();
    // The first one was alone at first.
    expect(told()).toEqual(['Da0', 'Da1', 'Db0', 'Dc0', 'Da2', 'Db1', 'Dc1', 'Db2', 'Dc2']);
  });

  it('does not let small events go before a large one for ever', () => {
    const small = bytesOf(event('b0'));
    const large = event('large', { text: 'x'.repeat(2 * small) });
    const { connection, scheduler } = recordedClient('5ms 200', { maxQueueBytes: 5 * small });
    const { told } = tellingFrom(connection, counted('b', 30).events);
    tellingFrom(connection, [event('first'), large]).subscription.add(() => told.push('large done'));
    scheduler.flush();
    expect(told.indexOf('large done')).toBeGreaterThan(-1);
    expect(told.indexOf('large done')).toBeLessThan(10);
  });

  it('lets what is written stand in line as well', () => {
    const small = bytesOf(event('b0'));
    const large = event('large', { text: 'x'.repeat(2 * small) });
    const { connection, scheduler, told } = recordedClient('5ms 200', { maxQueueBytes: 5 * small });
    tellingFrom(connection, [event('a0'), large]);
    scheduler.schedule(() => {
      entrancesOf(connection).enter(event('written')).subscribe();
    }, 1);
    scheduler.flush();
    expect(told()).toEqual(['Da0', 'Dlarge', 'Dwritten']);
  });

  it('serves those behind one that leaves', () => {
    const small = bytesOf(event('b0'));
    const large = event('large', { text: 'x'.repeat(2 * small) });
    const { connection, scheduler } = recordedClient('hang', { maxQueueBytes: 5 * small });
    tellingFrom(connection, [event('a0')]);
    const { subscription } = tellingFrom(connection, [event('a1'), large]);
    const { seen, events } = counted('b');
    scheduler.schedule(() => tellingFrom(connection, events), 1);
    scheduler.schedule(() => {
      expect(seen.pulled).toBe(0);
      subscription.unsubscribe();
    }, 2);
    scheduler.schedule(() => {
      expect(seen.pulled).toBeGreaterThan(0);
      connection.closed().subscribe();
    }, 3);
    scheduler.flush();
  });

  it('serves those for whom an eviction makes room, without waiting for an answer', () => {
    const small = bytesOf(event('a0'));
    const large = event('large', { text: 'x'.repeat(2 * small) });
    const { connection, scheduler } = recordedClient('hang', {
      maxQueueBytes: 6 * small,
      concurrency: 1,
      overflow: 'drop-oldest',
    });
    const { seen, events } = counted('a', 2);
    for (const call of [event('x0'), large]) connection.emit(call);
    tellingFrom(connection, events);
    scheduler.schedule(() => {
      expect(seen.pulled).toBe(2);
      expect(stateOf(connection)).toMatchObject({ pending: 3 });
      connection.emit(event('x1'));
    }, 1);
    scheduler.schedule(() => {
      expect(stateOf(connection)).toMatchObject({ pending: 4, dropped: { 'queue-full': 1 } });
      connection.closed({ timeout: 0 }).subscribe();
    }, 2);
    scheduler.flush();
  });

  it('drops an event that is larger than the whole queue as too large', () => {
    const bytes = bytesOf(event('a'));
    const { connection, scheduler } = recordedClient('5ms 200', { maxQueueBytes: bytes - 1 });
    const { told } = tellingFrom(connection, [event('a')]);
    scheduler.flush();
    expect(told).toEqual(['Xa too-large', '|']);
  });

  it('never gives way: a newer call evicts calls, or is dropped', () => {
    const { connection, scheduler, told } = recordedClient('hang', {
      maxQueueSize: 4,
      uploadSize: 9,
      overflow: 'drop-oldest',
    });
    tellingFrom(connection, counted('a').events);
    scheduler.schedule(() => {
      for (const user of ['x', 'y']) connection.track(user, 'e');
    }, 1);
    scheduler.schedule(() => connection.closed({ timeout: 1 }).subscribe(), 2);
    scheduler.flush();
    expect(told()).toEqual(['Xx queue-full', 'Fa0', 'Fa1', 'Fa2', 'Fy']);
  });

  describe('when it is unsubscribed from', () => {
    it('pulls no more, closes the source, and delivers what it has pulled', () => {
      const { connection, scheduler, told } = recordedClient('5ms 200', { maxQueueSize: 4 });
      const { seen, events } = counted('a');
      const { subscription, told: own } = tellingFrom(connection, events);
      scheduler.schedule(() => {
        subscription.unsubscribe();
      }, 1);
      scheduler.flush();
      expect(seen).toEqual({ pulled: 3, closed: 1 });
      expect(told()).toEqual(['Da0', 'Da1', 'Da2']);
      expect(own).toEqual([]);
    });

    it('takes an event in hand along, which has entered nowhere', () => {
      const bytes = bytesOf(event('a0'));
      const { connection, scheduler, told } = recordedClient('5ms 200', { maxQueueBytes: 2 * bytes });
      const { seen, events } = counted('a');
      const { subscription } = tellingFrom(connection, events);
      scheduler.schedule(() => {
        expect(seen.pulled).toBe(2);
        subscription.unsubscribe();
      }, 1);
      scheduler.flush();
      expect(told()).toEqual(['Da0']);
      expect(stateOf(connection)).toMatchObject({ calls: 1 });
    });

    it('by the source itself, as it is pulled, closes it', () => {
      const { connection, scheduler, lines } = recordedClient();
      let isClosed = false;
      function* selfish(): Generator<EventInput> {
        try {
          subscription.unsubscribe();
          yield event('a');
        } finally {
          isClosed = true;
        }
      }
      const { subscription } = tellingFrom(connection, selfish());
      scheduler.flush();
      expect(isClosed).toBe(true);
      expect(lines).toEqual([]);
    });

    it('leaves a source alone that has nothing to close', () => {
      const { connection, scheduler, lines } = recordedClient('hang');
      const next = () => ({ done: false, value: event('a') });
      tellingFrom(connection, { [Symbol.iterator]: () => ({ next }) }).subscription.unsubscribe();
      scheduler.flush();
      expect(lines).toEqual([]);
    });

    it('warns of a source that can not be closed', () => {
      const { connection, scheduler, lines } = recordedClient('hang');
      const source = {
        [Symbol.iterator]: () => ({
          next: () => ({ done: false, value: event('a') }),
          return: () => {
            throw new Error('stuck');
          },
        }),
      };
      const { subscription } = tellingFrom(connection, source);
      subscription.unsubscribe();
      scheduler.flush();
      expect(lines).toEqual(['rudder-rx: a source could not be closed: Error: stuck']);
    });
  });

  describe('errors', () => {
    it('with what the source throws, behind the outcomes of what it gave before, and does not close it', () => {
      const { connection, scheduler } = recordedClient('5ms 200');
      let isClosed = false;
      let left = 2;
      const source = {
        [Symbol.iterator]: () => ({
          next: () => {
            if (left === 0) throw new Error('broken');
            left -= 1;
            return { done: false, value: event(String(left)) };
          },
          return: () => {
            isClosed = true;
            return { done: true, value: undefined };
          },
        }),
      };
      const { told } = tellingFrom(connection, source);
      scheduler.flush();
      expect(told).toEqual(['D1', 'D0', '# Error: broken']);
      expect(isClosed).toBe(false);
    });

    it.each([
      ['a text', 'abc', '"abc"'],
      ['null', null, 'null'],
      ['nothing', undefined, 'undefined'],
      ['an object', {}, 'an object'],
      ['a function', () => [], 'a function: call it, if it is a generator function'],
      ['an Observable', EMPTY, 'an object: an Observable goes through deliverThrough'],
    ])('for %s, which is no source', (_name, source, shown) => {
      const { connection } = recordedClient();
      expect(tellingFrom(connection, source).told).toEqual([
        `# TypeError: the source must be an iterable, an async iterable or a ReadableStream, not ${shown}`,
      ]);
    });

    it('for what is no client', () => {
      expect(tellingFrom({} as Connection, []).told).toEqual([
        '# TypeError: this is no client: createClient makes one',
      ]);
    });

    it('for an iterator that gives nothing', () => {
      const { connection, scheduler } = recordedClient();
      const { told } = tellingFrom(connection, { [Symbol.iterator]: () => ({ next: () => undefined }) });
      scheduler.flush();
      expect(told).toEqual([expect.stringMatching(/^# TypeError/)]);
    });
  });

  describe('at a shutdown', () => {
    it('closes the source, drops the event in hand as closed, and completes when the rest has settled', () => {
      const bytes = bytesOf(event('a0'));
      const { connection, scheduler, told: all } = recordedClient('5ms 200', { maxQueueBytes: 4 * bytes });
      const { seen, events } = counted('a');
      const { told } = tellingFrom(connection, events);
      let totals: unknown;
      scheduler.schedule(() => {
        connection.closed().subscribe((result) => (totals = result));
      }, 1);
      scheduler.flush();
      expect(seen).toEqual({ pulled: 4, closed: 1 });
      expect(told).toEqual(['Xa3 closed', 'Da0', 'Da1', 'Da2', '|']);
      expect(all()).toEqual(told.slice(0, -1));
      expect(totals).toMatchObject({ delivered: 3, dropped: 1, pending: 0 });
    });

    it('tells the event in hand even if nothing is pending', () => {
      const bytes = bytesOf(event('a'));
      const { connection, scheduler, told: all } = recordedClient('5ms 200', { maxQueueBytes: 2 * bytes });
      let totals: unknown;
      const { told } = tellingFrom(connection, [event('a'), event('b')]);
      const closed = connection.outcomes.pipe(
        take(1),
        mergeMap(() => connection.closed()),
      );
      closed.subscribe((result) => (totals = result));
      scheduler.flush();
      expect(all()).toEqual(['Da', 'Xb closed']);
      expect(told).toEqual(['Da', 'Xb closed', '|']);
      expect(totals).toMatchObject({ delivered: 1, dropped: 1, pending: 0 });
    });

    it('tells what stood in line even if the last answer comes as it begins', () => {
      const { connection, scheduler, told } = recordedClient('5ms 200', { maxQueueSize: 1 });
      scheduler.schedule(() => {
        connection.closed().subscribe();
      }, 5);
      connection.track('a', 'e');
      entrancesOf(connection).enter(event('b')).subscribe();
      scheduler.flush();
      expect(told()).toEqual(['Da', 'Xb closed']);
      expect(stateOf(connection)).toMatchObject({ calls: 2 });
    });

    it('pulls nothing after it', () => {
      const { connection, scheduler } = recordedClient();
      connection.closed().subscribe();
      scheduler.flush();
      const { seen, events } = counted('a');
      const { told } = tellingFrom(connection, events);
      scheduler.flush();
      expect(told).toEqual(['|']);
      expect(seen.pulled).toBe(0);
    });

    it('refuses what the source calls as it is closed', () => {
      const { connection, scheduler, told } = recordedClient('hang', { maxQueueSize: 4 });
      function* source(): Generator<EventInput> {
        try {
          for (;;) yield event('a');
        } finally {
          connection.track('late', 'e');
        }
      }
      tellingFrom(connection, source());
      scheduler.schedule(() => connection.closed({ timeout: 5 }).subscribe(), 1);
      scheduler.flush();
      expect(told()).toEqual(['Xlate closed', 'Fa', 'Fa', 'Fa']);
    });
  });
});

describe('deliverFrom, from a source that answers later', () => {
  it('tells outcomes, in turns with other sources', async () => {
    const { connection, scheduler } = recordedClient('5ms 200', { uploadSize: 4, concurrency: 1 });
    async function* later(name: string) {
      for (const index of ['0', '1']) {
        await turns(1);
        yield event(`${name}${index}`);
      }
    }
    const a = tellingFrom(connection, later('a'));
    const b = tellingFrom(connection, later('b'));
    for (let left = 20; left > 0; left -= 1) {
      scheduler.flush();
      await turns(1);
    }
    expect([a.told, b.told]).toEqual([
      ['Da0', 'Da1', '|'],
      ['Db0', 'Db1', '|'],
    ]);
  });

  it('errors with what it rejects with', async () => {
    const { connection, scheduler } = recordedClient();
    const { told } = tellingFrom(connection, {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }),
    });
    scheduler.flush();
    await turns();
    expect(told).toEqual(['# Error: broken']);
  });

  it('completes at a shutdown although the source never answers, and refuses what comes after all', async () => {
    const { connection, scheduler, told: all } = recordedClient();
    let answer: (result: IteratorResult<EventInput>) => void = () => undefined;
    let closed = 0;
    const { told } = tellingFrom(connection, {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((resolve) => (answer = resolve)),
        return: () => Promise.resolve((closed += 1)),
      }),
    });
    scheduler.flush();
    connection.closed().subscribe();
    scheduler.flush();
    expect([told, closed]).toEqual([['|'], 1]);
    answer({ done: false, value: event('late') });
    await turns();
    expect(stateOf(connection)).toMatchObject({ calls: 1, dropped: { closed: 1 } });
    expect(all()).toEqual([]);
  });

  it('is told of its end behind the shutdown, not within it', () => {
    const { connection, scheduler } = recordedClient();
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    const { told } = tellingFrom(connection, never);
    scheduler.flush();
    connection.closed().subscribe();
    expect(told).toEqual([]);
    scheduler.flush();
    expect(told).toEqual(['|']);
  });

  it('counts nothing if what comes after a shutdown is the end of the source', async () => {
    const { connection, scheduler } = recordedClient();
    let answer: (result: IteratorResult<EventInput>) => void = () => undefined;
    tellingFrom(connection, {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise((resolve) => (answer = resolve)) }),
    });
    scheduler.flush();
    connection.closed().subscribe();
    scheduler.flush();
    answer({ done: true, value: undefined });
    await turns();
    expect(stateOf(connection)).toMatchObject({ calls: 0 });
  });

  it('waits for what is no promise but has a then once, as a query that runs anew each time', async () => {
    const { connection, scheduler } = recordedClient();
    let queries = 0;
    const query = {
      then: () => {
        queries += 1;
      },
    };
    tellingFrom(connection, { [Symbol.asyncIterator]: () => ({ next: () => query }) });
    scheduler.flush();
    connection.closed().subscribe();
    scheduler.flush();
    await turns();
    expect(queries).toBe(1);
  });

  it('cancels an idle ReadableStream when it is unsubscribed from', async () => {
    const { connection, scheduler } = recordedClient();
    let reason: unknown = 'none';
    const stream = new ReadableStream<EventInput>({
      cancel: (cancelled) => {
        reason = cancelled;
      },
    });
    const { subscription } = tellingFrom(connection, stream);
    scheduler.flush();
    subscription.unsubscribe();
    scheduler.flush();
    await turns();
    expect(reason).toBeUndefined();
  });

  it('delivers a ReadableStream, and errors for one that is in use', async () => {
    const { connection, scheduler } = recordedClient();
    const stream = Readable.toWeb(Readable.from([event('a'), event('b')])) as ReadableStream<EventInput>;
    const first = tellingFrom(connection, stream);
    const second = tellingFrom(connection, stream);
    for (let left = 20; left > 0; left -= 1) {
      scheduler.flush();
      await turns(1);
    }
    expect(first.told).toEqual(['Da', 'Db', '|']);
    expect(second.told).toEqual([expect.stringMatching(/^# TypeError.*locked/)]);
  });

  it('destroys an idle Node.js stream when it is unsubscribed from', async () => {
    const { connection, scheduler } = recordedClient();
    const stream = new Readable({ objectMode: true, read: () => undefined });
    const { subscription } = tellingFrom(connection, stream);
    scheduler.flush();
    await turns();
    subscription.unsubscribe();
    scheduler.flush();
    await turns();
    expect(stream.destroyed).toBe(true);
  });

  it('errors with what a Node.js stream fails with before there is room', async () => {
    const { connection, scheduler } = recordedClient('5ms 200', { maxQueueSize: 1 });
    connection.track('x', 'e');
    const stream = new Readable({ objectMode: true, read: () => undefined });
    const { told } = tellingFrom(connection, stream);
    stream.destroy(new Error('broken'));
    await turns();
    scheduler.flush();
    await turns();
    expect(told).toEqual(['# Error: broken']);
  });

  it('pulls from the asynchronous iterator of a source that has both', async () => {
    const { connection, scheduler } = recordedClient();
    async function* later() {
      await turns(1);
      yield event('later');
    }
    const { told } = tellingFrom(
      connection,
      Object.assign([event('now')], { [Symbol.asyncIterator]: later }),
    );
    for (let left = 5; left > 0; left -= 1) {
      scheduler.flush();
      await turns(2);
    }
    expect(told).toEqual(['Dlater', '|']);
  });

  it('takes an object that only happens to have destroy for what it is', () => {
    const { connection, scheduler } = recordedClient('5ms 200');
    let isDestroyed = false;
    const destroy = () => {
      isDestroyed = true;
    };
    const { told } = tellingFrom(connection, Object.assign([event('a')], { destroy }));
    tellingFrom(connection, Object.assign([event('b')], { destroy })).subscription.unsubscribe();
    scheduler.flush();
    expect(told).toEqual(['Da', '|']);
    expect(isDestroyed).toBe(false);
  });

  it('errors with what a Node.js stream fails with that another reads from, though there is no room', async () => {
    const { connection, scheduler } = recordedClient('5ms 200', { maxQueueSize: 1 });
    connection.track('x', 'e');
    const { told } = tellingFrom(
      connection,
      createReadStream('no such file').map(() => event('a')),
    );
    await turns();
    while (told.length === 0) {
      scheduler.flush();
      await turns(1);
    }
    expect(told).toEqual([expect.stringMatching(/^# Error: ENOENT/)]);
  });
});
