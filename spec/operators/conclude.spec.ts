import { map, NEVER, of, Subject } from 'rxjs';
import { conclude } from '../../src/operators/conclude.js';
import { diagrams, testScheduler } from '../support/diagrams.js';

const isFinal = (letter: string): boolean => letter === letter.toUpperCase();
const CUT = new Error('cut');
const OTHERWISE = new Error('otherwise');
const errors: Readonly<Record<string, unknown>> = { cut: CUT, otherwise: OTHERWISE, error: 'error' };

describe('conclude', () => {
  for (const diagram of diagrams('conclude')) {
    it(diagram.title, () => {
      const scheduler = testScheduler();
      scheduler.run(({ hot, cold, expectObservable, expectSubscriptions }) => {
        const source = cold(diagram.row('source'));
        // Replayed, as the client's aborts are: a cut at frame 0 is there before the subscription.
        const row = diagram.optional('cuts', '-');
        const cuts = row === 'c' ? of(CUT) : hot(row).pipe(map(() => CUT));
        const result = source.pipe(conclude({ isFinal, cuts, otherwise: () => OTHERWISE }));

        const error = errors[diagram.optional('error', '')];
        expectObservable(result, diagram.optional('unsub', '')).toBe(
          diagram.row('expected'),
          undefined,
          error,
        );
        expectSubscriptions(source.subscriptions).toBe(diagram.optional('subs', '') || []);
      });
    });
  }

  it('keeps the state of its subscribers apart', () => {
    const source = new Subject<string>();
    const cuts = new Subject<Error>();
    const concluded = source.pipe(conclude({ isFinal, cuts, otherwise: () => OTHERWISE }));
    const seen: unknown[] = [];

    concluded.subscribe({ next: (value) => seen.push(['early', value]) });
    source.next('a');
    concluded.subscribe({ error: (error: unknown) => seen.push(['late', error]) });
    cuts.next(CUT);

    expect(seen).toEqual([
      ['early', 'a'],
      ['late', CUT],
    ]);
  });

  it('emits once when it is re-entered', () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(conclude({ isFinal, cuts: NEVER, otherwise: () => OTHERWISE })).subscribe((value) => {
      seen.push(value);
      source.next('B');
    });

    source.next('A');

    expect(seen).toEqual(['A']);
  });
});
