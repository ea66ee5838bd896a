import { map, mergeMap, NEVER, Observable, of, Subject, tap } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { createGate } from '../../src/operators/gate.js';
import { diagrams, injectedScheduler, testScheduler } from '../support/diagrams.js';

const gateOf = (scheduler: TestScheduler, limit: () => number = () => Infinity) =>
  createGate({ limit, scheduler, monotonicNow: () => scheduler.now() });

describe('gate', () => {
  for (const diagram of diagrams('gate')) {
    it(diagram.title, () => {
      const scheduler = testScheduler();
      scheduler.run(({ cold, hot, expectObservable }) => {
        let limit = Number(diagram.optional('limit', 'Infinity'));
        const gate = gateOf(scheduler, () => limit);
        hot(diagram.optional('pauses', '-')).subscribe((ms) => {
          gate.pause(Number(ms));
        });
        hot(diagram.optional('limits', '-')).subscribe((many) => {
          limit = Number(many);
        });
        const request = cold(diagram.optional('request', '(r|)'));
        const passes = hot(diagram.optional('asks', '-')).pipe(
          mergeMap((name) => gate.through(request, name.charCodeAt(0)).pipe(map(() => name))),
        );
        const opened = hot(diagram.optional('waits', '-')).pipe(
          mergeMap(() => gate.opens),
          map(() => 'o'),
        );

        hot(diagram.optional('goods', '-')).subscribe(gate.openForGood);
        expectObservable(passes).toBe(diagram.optional('passes', '-'));
        expectObservable(opened).toBe(diagram.optional('opened', '-'));
      });
    });
  }

  it('takes its time from the scheduler it is given', () => {
    const scheduler = injectedScheduler();
    const gate = gateOf(scheduler);
    gate.pause(30);

    expect(gate.isPaused()).toBe(true);
    scheduler.expectObservable(gate.through(of('p'), 0)).toBe('---(p|)');
    scheduler.flush();
    expect(gate.isPaused()).toBe(false);
  });

  it('lets pass though a pause ends while it looks', () => {
    const passed: string[] = [];
    // So long takes each look at the clock.
    const steps = Array.from({ length: 40 }, (_, index) => (index + 1) / 4);
    for (const step of steps) {
      for (const asked of ['request', 'opening']) {
        const scheduler = injectedScheduler();
        let looks = 0;
        const monotonicNow = () => scheduler.now() + (looks += step);
        const gate = createGate({ limit: () => 1, scheduler, monotonicNow });
        gate.pause(10);
        const waiting = asked === 'request' ? gate.through(of(undefined), 0) : gate.opens;
        waiting.subscribe(() => passed.push(`${asked} ${String(step)}`));
        scheduler.flush();
      }
    }
    expect(passed).toEqual(steps.flatMap((step) => [`request ${String(step)}`, `opening ${String(step)}`]));
  });

  it('leaves no timer behind when nobody waits any more', () => {
    const scheduler = injectedScheduler();
    const gate = gateOf(scheduler);
    gate.pause(30);

    gate.through(of('p'), 0).subscribe().unsubscribe();
    gate.opens.subscribe().unsubscribe();
    scheduler.flush();

    expect(scheduler.frame).toBe(0);
  });

  it('starts nothing that is unsubscribed from while it waits', () => {
    const scheduler = injectedScheduler();
    const gate = gateOf(scheduler, () => 1);
    const started: string[] = [];
    const request = (name: string) =>
      gate.through(NEVER.pipe(tap({ subscribe: () => started.push(name) })), 0).subscribe();
    const [a, b, c] = [request('a'), request('b'), request('c')];

    b.unsubscribe();
    a.unsubscribe();
    expect(started).toEqual(['a', 'c']);
    expect(gate.isOpen()).toBe(false);
    c.unsubscribe();
    expect(gate.isOpen()).toBe(true);
  });

  it('takes in what is asked for while it lets others through, without recursion', () => {
    const scheduler = injectedScheduler();
    const gate = gateOf(scheduler, () => 1);
    const started: number[] = [];
    let depth = 0;
    const request = (index: number): void => {
      const nested = new Observable<never>((subscriber) => {
        expect(depth).toBe(0);
        depth += 1;
        started.push(index);
        if (index < 20_000) request(index + 1);
        depth -= 1;
        subscriber.complete();
      });
      gate.through(nested, index).subscribe();
    };

    request(0);

    expect(started).toEqual(Array.from({ length: 20_001 }, (_, index) => index));
  });

  it('tells each of those that wait when it opens, also who waits again at once', () => {
    const scheduler = injectedScheduler();
    const gate = gateOf(scheduler, () => 1);
    const told: string[] = [];
    const through: Subject<void>[] = [];
    // As `release` does: whoever finds it open sends something through, and waits again.
    const send = () => {
      const request = new Subject<void>();
      through.push(request);
      gate.through(request, 0).subscribe();
    };
    const wait = (name: string, many: number) => {
      gate.opens.subscribe(() => {
        if (!gate.isOpen()) {
          wait(name, many);
          return;
        }
        told.push(name);
        send();
        if (many > 1) wait(name, many - 1);
      });
    };
    gate.pause(10);
    wait('a', 2);
    wait('b', 2);
    scheduler.flush();
    expect(told).toEqual(['a']);
    for (let index = 0; index < 4; index += 1) through[index]?.complete();
    expect([...told].sort()).toEqual(['a', 'a', 'b', 'b']);
  });
});
