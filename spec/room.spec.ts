import { createLedger } from '../src/ledger.js';
import { Entry } from '../src/entry.js';
import { createRoom } from '../src/room.js';
import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';

const roomOf = (maxQueueSize: number, maxQueueBytes: number) => {
  const scheduler = injectedScheduler();
  const ledger = createLedger();
  const turns = createTurns(scheduler, (error) => {
    throw error;
  });
  const room = createRoom({ maxQueueSize, maxQueueBytes }, ledger, turns, () => undefined);
  const accept = (bytes: number, isPulled: boolean) => {
    const admitted = { messageId: 'id', json: '{', bytes, lane: 0 };
    const entry = new Entry(admitted, 1, ledger.accept(bytes), isPulled);
    if (isPulled) room.entered(entry);
    return entry;
  };
  return {
    room,
    scheduler,
    pull: (bytes: number) => accept(bytes, true),
    call: (bytes: number) => accept(bytes, false),
    settle: (entry: Entry) => {
      ledger.settle([entry], 'delivered');
      room.settled([entry]);
    },
  };
};

describe('the room', () => {
  it('has a place for one event alone that is larger than the share', () => {
    const { room, pull } = roomOf(10, 100);
    expect(room.fits(100)).toBe(true);
    pull(10);
    expect(room.fits(66)).toBe(false);
    expect(room.fits(65)).toBe(true);
  });

  it('has none for what calls have taken already', () => {
    const { room, call } = roomOf(10, 100);
    call(90);
    expect(room.fits(10)).toBe(true);
    expect(room.fits(11)).toBe(false);
  });

  it('gets back what was pulled as it settles, and nothing for calls', () => {
    const { room, pull, call, settle } = roomOf(10, 100);
    const small = pull(10);
    const large = pull(60);
    settle(call(20));
    expect(room.fits(10)).toBe(false);
    settle(large);
    expect(room.fits(65)).toBe(true);
    settle(small);
    expect(room.fits(100)).toBe(true);
  });

  it('lets who asks again as it passes come behind the others, and no deeper in the stack', () => {
    const { room, scheduler } = roomOf(10, 100);
    const passed: string[] = [];
    let depth = 0;
    let deepest = 0;
    const ask = (name: string) => {
      room.ask(0).subscribe(() => {
        depth += 1;
        deepest = Math.max(deepest, depth);
        passed.push(name);
        if (passed.length < 1_000) ask(name);
        depth -= 1;
      });
    };
    ask('a');
    expect(passed).toHaveLength(256);
    ask('b');
    scheduler.flush();
    expect(passed.slice(256, 260)).toEqual(['a', 'b', 'a', 'b']);
    expect(deepest).toBe(1);
  });

  it('lets those pass at once when it closes that have an event in hand, and the others turn by turn', () => {
    const { room, scheduler, call } = roomOf(1, 100);
    call(10);
    const passed: number[] = [];
    for (const bytes of [0, 1, 0, 2]) room.ask(bytes).subscribe(() => passed.push(bytes));
    room.close();
    expect(passed).toEqual([1, 2]);
    scheduler.flush();
    expect(passed).toEqual([1, 2, 0, 0]);
  });
});
