import fc from 'fast-check';
import { createLedger, type Epoch } from '../src/ledger.js';

describe('ledger', () => {
  it('clears a flush when everything accepted before it has settled, in whatever order', () => {
    const step = fc.oneof(
      fc.constant('accept' as const),
      fc.constant('flush' as const),
      fc.constant('drop' as const),
      fc.record({
        settle: fc.nat(),
        end: fc.constantFrom('delivered' as const, 'failed' as const, 'queue-full' as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const ledger = createLedger();
        const pending: { epoch: Epoch; bytes: number; id: number }[] = [];
        const flushes: { waitsFor: Set<number>; cleared: boolean }[] = [];
        const expected = { delivered: 0, failed: 0, dropped: 0, pending: 0 };
        steps.forEach((step, id) => {
          if (step === 'accept') {
            pending.push({ epoch: ledger.accept(id), bytes: id, id });
            expected.pending += 1;
          } else if (step === 'drop') {
            ledger.drop('invalid');
            expected.dropped += 1;
          } else if (step === 'flush') {
            const flush = { waitsFor: new Set(pending.map(({ id }) => id)), cleared: false };
            flushes.push(flush);
            ledger.cleared().subscribe(() => {
              flush.cleared = true;
            });
          } else {
            const [event] = pending.splice(step.settle % Math.max(1, pending.length), 1);
            if (event === undefined) return;
            for (const { waitsFor } of flushes) waitsFor.delete(event.id);
            ledger.settle([event], step.end);
            expected[step.end === 'queue-full' ? 'dropped' : step.end] += 1;
            expected.pending -= 1;
          }
          expect(ledger.totals()).toEqual(expected);
          expect(ledger.pendingBytes()).toBe(pending.reduce((sum, { bytes }) => sum + bytes, 0));
          expect(ledger.books().calls).toBe(Object.values(expected).reduce((sum, many) => sum + many));
          for (const { waitsFor, cleared } of flushes) expect(cleared).toBe(waitsFor.size === 0);
        });
      }),
    );
  });
});
