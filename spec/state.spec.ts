import type { ClientState } from '../src/index.js';
import { recordedClient } from './support/recorded.js';

const NONE = { closed: 0, invalid: 0, 'too-large': 0, filtered: 0, disabled: 0, 'queue-full': 0 };

const watched = (...setUp: Parameters<typeof recordedClient>) => {
  const client = recordedClient(...setUp);
  const states: (ClientState | 'complete')[] = [];
  client.connection.state.subscribe({
    next: (state) => states.push(state),
    complete: () => states.push('complete'),
  });
  return { ...client, states };
};

describe('state', () => {
  it('is the present on subscribing, then at most one a turn', () => {
    const { connection, scheduler, states } = watched('5ms 200', { uploadSize: 3 });
    connection.track('a', 'e');
    connection.track('b', 'e');
    connection.track('', 'e');
    expect(states).toEqual([
      {
        calls: 0,
        pending: 0,
        queued: 0,
        queuedBytes: 0,
        inFlight: 0,
        retrying: 0,
        pausedUntil: null,
        probing: false,
        lifecycle: 'open',
        delivered: 0,
        failed: 0,
        dropped: NONE,
      },
    ]);
    scheduler.flush();
    expect(states.slice(1)).toMatchObject([
      { calls: 3, pending: 2, queued: 2, dropped: { ...NONE, invalid: 1 } },
      { calls: 3, pending: 2, queued: 0, queuedBytes: 0, inFlight: 1 },
      { calls: 3, pending: 0, inFlight: 0, delivered: 2 },
    ]);
  });

  it('tells requests under way, batches that wait for another try, and what was given up', () => {
    const { connection, scheduler, states } = watched('5ms 503 5ms 422', { maxRetries: 1, concurrency: 2 });
    connection.track('a', 'e');
    connection.track('b', 'e');
    connection.track('c', 'e');
    scheduler.flush();
    const course = (states as ClientState[]).map(({ queued, inFlight, retrying, delivered, failed }) =>
      [queued, inFlight, retrying, delivered, failed].join(),
    );
    // The last two wait for company, and leave as one batch.
    expect(course).toEqual([
      '0,0,0,0,0',
      '3,0,0,0,0',
      '2,1,0,0,0',
      '2,0,1,0,0',
      '0,1,1,0,0',
      '0,0,1,0,2',
      '0,1,0,0,2',
      '0,0,0,0,3',
    ]);
  });

  it('tells until when the data plane wants the client to wait', () => {
    const { connection, scheduler, states } = watched('5ms 429+3s 5ms 200');
    connection.track('a', 'e');
    scheduler.flush();
    const pauses = (states as ClientState[]).map(({ pausedUntil }) => pausedUntil);
    expect([...new Set(pauses)]).toEqual([null, 3005]);
    expect(pauses.at(-1)).toBeNull();
  });

  it('follows a shutdown to its end', () => {
    const { connection, scheduler, states } = watched('1ms 200 hang');
    connection.track('a', 'e');
    connection.track('b', 'e');
    connection.closed({ timeout: 5 }).subscribe();
    scheduler.flush();
    const course = states.map((state) =>
      state === 'complete' ? state : `${state.lifecycle} ${String(state.pending)}`,
    );
    expect(course).toEqual([
      'open 0',
      'closing 2',
      'closing 2',
      'closing 1',
      'closing 0',
      'closed 0',
      'complete',
    ]);
    const late: unknown[] = [];
    connection.state.subscribe({
      next: ({ lifecycle }) => late.push(lifecycle),
      complete: () => late.push('complete'),
    });
    expect(late).toEqual(['closed', 'complete']);
  });

  it('misses nothing that its subscriber brings about, and takes calls from there', () => {
    const { connection, scheduler, outcomes } = recordedClient();
    const calls: number[] = [];
    connection.state.subscribe((state) => {
      calls.push(state.calls);
      if (state.calls < 3) connection.track('u', 'e');
    });
    scheduler.flush();
    expect(calls.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(outcomes).toHaveLength(3);
  });

  it('tells what the handler of its first value brings about, though nothing else happens', () => {
    const { connection, scheduler } = recordedClient();
    const calls: number[] = [];
    connection.state.subscribe((state) => {
      calls.push(state.calls);
      if (state.calls === 0) connection.track('', 'dropped');
    });
    scheduler.flush();
    expect(calls).toEqual([0, 1]);
  });

  it('costs nothing while nobody looks', () => {
    const { connection, scheduler } = recordedClient('1ms 200', { uploadSize: 1000 });
    connection.state.subscribe().unsubscribe();
    connection.track('u', 'e');
    // The alarm of the open batch is all there is.
    expect(scheduler.actions).toHaveLength(1);
  });
});
