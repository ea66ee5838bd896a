import { map, mergeMap, tap } from 'rxjs';
import { pauseGate } from '../../src/operators/pause-gate.js';
import { diagrams, injectedScheduler, testScheduler } from '../support/diagrams.js';

describe('pauseGate', () => {
  for (const diagram of diagrams('pause-gate')) {
    it(diagram.title, () => {
      const scheduler = testScheduler();
      scheduler.run(({ hot, expectObservable }) => {
        const gate = pauseGate(scheduler, () => scheduler.now());
        const pauses = hot(diagram.row('pauses')).pipe(
          tap((ms) => {
            gate.pause(Number(ms));
          }),
        );
        const passes = hot(diagram.row('asks')).pipe(
          mergeMap(() => gate.opens),
          map(() => 'p'),
        );

        pauses.subscribe();
        hot(diagram.optional('goods', '-')).subscribe(gate.openForGood);
        expectObservable(passes).toBe(diagram.row('passes'));
      });
    });
  }

  it('takes its time from the scheduler it is given', () => {
    const scheduler = injectedScheduler();
    const gate = pauseGate(scheduler, () => scheduler.now());
    gate.pause(30);

    expect(gate.isOpen()).toBe(false);
    scheduler.expectObservable(gate.opens.pipe(map(() => 'p'))).toBe('---(p|)');
    scheduler.flush();
    expect(gate.isOpen()).toBe(true);
  });

  it('leaves no timer behind when nobody waits any more', () => {
    const scheduler = injectedScheduler();
    const gate = pauseGate(scheduler, () => scheduler.now());
    gate.pause(30);

    gate.opens.subscribe().unsubscribe();
    scheduler.flush();

    expect(scheduler.frame).toBe(0);
  });
});
