import fc from 'fast-check';
import { Queue } from '../../src/pure/queue.js';

describe('Queue', () => {
  it('is an array that is pushed, shifted and filtered', () => {
    const step = fc.constantFrom('push', 'push', 'shift', 'retain' as const);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new Queue<number>();
        let model: number[] = [];
        steps.forEach((step, index) => {
          if (step === 'push') {
            queue.push(index);
            model.push(index);
          } else if (step === 'shift') expect(queue.shift()).toBe(model.shift());
          else {
            queue.retain((item) => item % 3 > 0);
            model = model.filter((item) => item % 3 > 0);
          }
          expect(queue.length).toBe(model.length);
          expect(queue.peek()).toBe(model[0]);
        });
      }),
    );
  });

  it('shifts in constant time', () => {
    const queue = new Queue<number>();
    for (let index = 0; index < 1_000_000; index += 1) queue.push(index);
    const startedAt = performance.now();
    while (queue.length > 0) queue.shift();
    // An array's own shift takes minutes for this.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
