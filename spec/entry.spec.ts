import { Observable } from 'rxjs';
import { Entry } from '../src/entry.js';
import { createLedger } from '../src/ledger.js';
import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';
import { recordedClient } from './support/recorded.js';

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
