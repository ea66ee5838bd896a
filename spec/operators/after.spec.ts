import { map } from 'rxjs';
import { MAX_TIMER_MS } from '../../src/model/limits.js';
import { after } from '../../src/operators/after.js';
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
