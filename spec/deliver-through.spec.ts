import { map, of, Subject } from 'rxjs';
import { deliverThrough, type EventInput, type Outcome } from '../src/index.js';
import { diagrams, testScheduler } from './support/diagrams.js';
import { recordedClient, shortly } from './support/recorded.js';
import { virtualClient } from './support/virtual.js';

const event = (userId: string): EventInput => ({ type: 'track', userId, event: 'e' });
const INPUTS = {
  a: event('a'),
  b: event('b'),
  c: event('c'),
  d: event('d'),
  x: { type: 'track', event: 'e' } as EventInput,
};
const OUTCOMES = { a: 'Da', b: 'Db', A: 'Fa', x: 'X invalid' };

describe('deliverThrough', () => {
  for (const { title, row, optional } of diagrams('deliver-through')) {
    it(title, () => {
      const scheduler = testScheduler();
      const { connection } = virtualClient(scheduler, row('answers'), { uploadSize: 1, maxRetries: 0 });
      scheduler.run(({ cold, expectObservable, expectSubscriptions }) => {
        const source = cold(row('source'), INPUTS);
        const result = source.pipe(deliverThrough(connection), map(shortly));
        expectObservable(result, optional('unsub', '') || undefined).toBe(row('expected'), OUTCOMES);
        expectSubscriptions(source.subscriptions).toBe(row('subs'));
      });
    });
  }

  it('makes the calls once a subscriber, each told its own', () => {
    const { connection, scheduler, told } = recordedClient();
    const outcomes = of(event('a')).pipe(deliverThrough(connection));
    const seen: Outcome[] = [];
    outcomes.subscribe((outcome) => seen.push(outcome));
    outcomes.subscribe((outcome) => seen.push(outcome));
    scheduler.flush();
    expect(told()).toEqual(['Da', 'Da']);
    expect(new Set(seen.map(({ message }) => message.messageId)).size).toBe(2);
  });

  it('takes events that its own outcomes cause', () => {
    const { connection, scheduler } = recordedClient();
    const events = new Subject<EventInput>();
    const told: string[] = [];
    events.pipe(deliverThrough(connection), map(shortly)).subscribe((outcome) => {
      told.push(outcome);
      if (outcome === 'Da') events.next(event('b'));
    });
    events.next(event('a'));
    scheduler.flush();
    expect(told).toEqual(['Da', 'Db']);
  });

  it('goes through a child, with its defaults', () => {
    const { connection, scheduler, told } = recordedClient();
    const page: EventInput = { type: 'page' };
    of(page)
      .pipe(deliverThrough(connection.child({ userId: 'mine' })))
      .subscribe();
    scheduler.flush();
    expect(told()).toEqual(['Dmine']);
  });

  it('delivers what was called before it is unsubscribed from', () => {
    const { connection, scheduler, told } = recordedClient();
    of(event('a')).pipe(deliverThrough(connection)).subscribe().unsubscribe();
    scheduler.flush();
    expect(told()).toEqual(['Da']);
  });
});

describe('client.sink', () => {
  it('makes a call of each event, and stays open when the stream ends', () => {
    const { connection, scheduler, told, lines } = recordedClient();
    of(event('a'), event('b')).subscribe(connection.sink);
    of(event('c')).subscribe(connection.sink);
    scheduler.flush();
    expect(told()).toEqual(['Da', 'Db', 'Dc']);
    expect(lines).toEqual([]);
  });

  it('logs the error of a stream, and stays open', () => {
    const { connection, scheduler, told, lines } = recordedClient();
    const events = new Subject<EventInput>();
    events.subscribe(connection.sink);
    events.error(new Error('broken\nin two'));
    connection.track('a', 'e');
    scheduler.flush();
    expect(told()).toEqual(['Da']);
    expect(lines).toEqual(['rudder-rx: a stream into client.sink failed: Error: broken\\u000ain two']);
  });
});
