import assert from 'node:assert/strict';
import { Observable } from 'rxjs';
import { Entry } from '../src/entry.js';
import type { Outcome } from '../src/index.js';
import { createLedger } from '../src/ledger.js';
import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';
import { recordedClient } from './support/recorded.js';

/** What comes of two calls. */
const twoOutcomes = (): readonly Outcome[] => {
  const { connection, scheduler } = recordedClient();
  const outcomes: Outcome[] = [];
  connection.outcomes.subscribe((outcome) => outcomes.push(outcome));
  connection.track('a', 'e');
  connection.track('b', 'e');
  scheduler.flush();
  return outcomes;
};

describe('an outcome', () => {
  it('is plain data to whoever copies, writes or compares it', () => {
    const [outcome] = twoOutcomes();
    assert.ok(outcome);
    const { message } = outcome;
    expect(message).toMatchObject({ userId: 'a' });
    const plain = { _tag: 'Delivered', attempts: 1, status: 200, message };
    assert.deepStrictEqual({ ...outcome }, plain);
    assert.deepStrictEqual(outcome, plain);
    assert.deepStrictEqual(Object.defineProperties({}, Object.getOwnPropertyDescriptors(outcome)), plain);
    expect(structuredClone(outcome)).toStrictEqual(plain);
    expect(JSON.parse(JSON.stringify(outcome))).toStrictEqual(plain);
  });

  // With a function of its own each would have a shape of its own, which costs more than all the rest of it.
  it('shares its accessor with all others', () => {
    const [first, second] = twoOutcomes().map((outcome) =>
      Object.getOwnPropertyDescriptor(outcome, 'message'),
    );
    expect(first).toHaveProperty('get');
    expect(second).toEqual(first);
  });
});

describe('an entry', () => {
  it('forgets whoever leaves before its outcome', () => {
    const entry = new Entry(
      { messageId: 'id', json: '{', bytes: 2, lane: 0 },
      1,
      createLedger().accept(2),
      false,
    );
    const turns = createTurns(injectedScheduler(), () => undefined);
    const subscription = new Observable((subscriber) => entry.subscribe(subscriber, turns)).subscribe();

    expect(entry.observed).toBe(true);
    subscription.unsubscribe();
    expect(entry.observed).toBe(false);
  });

  it('[L5] costs each of many subscribers the same', () => {
    const { connection, scheduler } = recordedClient();
    const { outcome } = connection.track('a', 'e');
    const many = 30_000;
    let told = 0;
    const startedAt = performance.now();
    for (let left = many; left > 0; left -= 1) outcome.subscribe(() => (told += 1));
    scheduler.flush();
    // If each looked at all others: 8 s.
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(told).toBe(many);
  });
});
