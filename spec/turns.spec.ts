import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';

describe('turns', () => {
  it('runs work in order, behind what is running', () => {
    const scheduler = injectedScheduler();
    const turns = createTurns(scheduler, () => undefined);
    const order: string[] = [];
    turns.push(() => {
      turns.push(() => order.push('pushed in a turn'));
      order.push('first');
    });
    turns.push(() => order.push('second'));
    turns.next.subscribe({ next: () => order.push('next'), complete: () => order.push('complete') });

    expect(order).toEqual([]);
    scheduler.flush();
    expect(order).toEqual(['first', 'second', 'next', 'complete', 'pushed in a turn']);
  });

  it('hands over what work throws and runs the rest', () => {
    const scheduler = injectedScheduler();
    const thrown: unknown[] = [];
    const turns = createTurns(scheduler, (error) => thrown.push(error));
    let runs = 0;
    const fault = new Error('fault');
    turns.push(() => {
      throw fault;
    });
    turns.push(() => (runs += 1));
    scheduler.flush();
    turns.push(() => (runs += 1));
    scheduler.flush();

    expect(thrown).toEqual([fault]);
    expect(runs).toBe(2);
  });

  it('schedules one round for all that is pushed in a turn, and none while idle', () => {
    const scheduler = injectedScheduler();
    const turns = createTurns(scheduler, () => undefined);
    for (let index = 0; index < 100; index += 1) turns.push(() => undefined);
    expect(scheduler.actions).toHaveLength(1);
    scheduler.flush();
    expect(scheduler.actions).toHaveLength(0);
  });
});
