import { Observable } from 'rxjs';
import { Entry } from '../src/entry.js';
import { createLedger } from '../src/ledger.js';
import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';

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
});
