import { map } from 'rxjs';
import { MAX_TIMER_MS } from '../../src/model/limits.js';
import { after, afterAwake } from '../../src/operators/after.js';
import { injectedScheduler } from '../support/diagrams.js';

describe('after', () => {
  it('emits once when the time has passed, on the scheduler it is given', () => {
    const scheduler = injectedScheduler();
    scheduler.expectObservable(after(30, scheduler).pipe(map(() => 'x'))).toBe('---(x|)');
    scheduler.flush();
  });

  it.each([Infinity, NaN, MAX_TIMER_MS + 1])('never emits after %d ms, which no timer takes', (ms) => {
    const scheduler = injectedScheduler();
    scheduler.expectObservable(after(ms, scheduler)).toBe('-');
    scheduler.flush();
    expect(scheduler.frame).toBe(0);
  });

  it('lets what happens in the turn of its deadline happen first', () => {
    const scheduler = injectedScheduler();
    const order: string[] = [];
    after(10, scheduler).subscribe(() => order.push('deadline'));
    scheduler.schedule(() => order.push('answer'), 10);
    scheduler.flush();
    expect(order).toEqual(['answer', 'deadline']);
  });
});

describe('afterAwake', () => {
  it.each([30, 33, 100, 15_000])('emits once after %d ms, on the scheduler it is given', (ms) => {
    const scheduler = injectedScheduler();
    const emitted: number[] = [];
    afterAwake(ms, scheduler).subscribe({
      next: () => emitted.push(scheduler.frame),
      complete: () => emitted.push(scheduler.frame),
    });
    scheduler.flush();
    expect(emitted).toEqual([ms, ms]);
  });

  it('lets three quarters of the time pass after a block that was longer than all of it', () => {
    const scheduler = injectedScheduler();
    const schedule: typeof scheduler.schedule = scheduler.schedule.bind(scheduler);
    // The first timer rings late, as all do when the loop was blocked.
    let blockMs = 500;
    scheduler.schedule = (work, delay = 0, state) => {
      const action = schedule(work, delay + blockMs, state);
      blockMs = 0;
      return action;
    };
    const emitted: number[] = [];
    afterAwake(100, scheduler).subscribe(() => emitted.push(scheduler.frame));
    scheduler.flush();
    expect(emitted).toEqual([25 + 500 + 75]);
  });

  it('leaves no timer behind when it is unsubscribed from', () => {
    const scheduler = injectedScheduler();
    const subscription = afterAwake(100, scheduler).subscribe();
    scheduler.schedule(() => {
      subscription.unsubscribe();
    }, 60);
    scheduler.flush();
    expect(scheduler.frame).toBe(60);
  });
});
