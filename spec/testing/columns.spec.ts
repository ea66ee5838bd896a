import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { TestScheduler } from 'rxjs/testing';
import { drawRows, drawSubscriptions } from '../../src/testing/columns.js';
import type { Lettered } from '../../src/testing/letters.js';

/** In a run a character is a millisecond. */
const inRun = <T>(read: () => T): T => new TestScheduler(() => true).run(read);

/** What RxJS reads in the rows of one side. */
const read = (rows: readonly string[]): readonly Lettered[] =>
  inRun(() => rows.flatMap((row) => TestScheduler.parseMarbles(row, undefined, undefined, false, true)))
    .map(({ frame, notification: { kind, ...rest } }) => ({
      frame,
      letter: kind === 'C' ? '|' : kind === 'E' ? '#' : String('value' in rest && rest.value),
    }))
    .sort((a, b) => a.frame - b.frame);

/** The column in which a letter stands that only one row of both sides has. */
const columnOf = (rows: readonly string[], letter: string): number =>
  Math.max(...rows.map((row) => row.replaceAll('(', '').indexOf(letter)));

const marbles = (text: string): readonly Lettered[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ letter: word.charAt(0), frame: Number(word.slice(1)) }));

/** Letters that RxJS could take for times, too. */
const side: fc.Arbitrary<readonly Lettered[]> = fc
  .array(
    fc.record({
      waits: fc.oneof(fc.nat(3), fc.nat(30), fc.constantFrom(1_000, 60_000, 61_500)),
      letter: fc.constantFrom('a', 'b', 'm', 's', '1', '5', 'é', '🎈'),
    }),
    { maxLength: 12 },
  )
  .map((steps) => {
    let frame = 0;
    return steps.map(({ waits, letter }) => ({ letter, frame: (frame += waits) }));
  });

describe('the rows of a failure', () => {
  it('are diagrams that RxJS reads as what they show', () => {
    fc.assert(
      fc.property(side, side, (expected, actual) => {
        const rows = drawRows(expected, actual);
        assert.deepEqual(read(rows.expected), expected);
        assert.deepEqual(read(rows.actual), actual);
      }),
      { numRuns: 500 },
    );
  });

  it('have equal frames in equal columns, and later ones further right', () => {
    const alphabet = Array.from('abcdefghijklmnopqrstuvwxyz');
    const frames = fc.array(fc.oneof(fc.nat(20), fc.nat(3_000)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(frames, frames, (some, others) => {
        const lettered = (all: number[], letters: string[]) =>
          [...new Set(all)]
            .sort((a, b) => a - b)
            .map((frame, index) => ({ frame, letter: letters[index] ?? '' }));
        const expected = lettered(some, alphabet);
        const actual = lettered(
          others,
          alphabet.map((letter) => letter.toUpperCase()),
        );
        const rows = drawRows(expected, actual);
        const all = [...rows.expected, ...rows.actual];
        const places = [...expected, ...actual].map(({ frame, letter }) => ({
          frame,
          at: columnOf(all, letter),
        }));
        for (const one of places) {
          for (const other of places)
            assert.equal(Math.sign(one.at - other.at), Math.sign(one.frame - other.frame), all.join('\n'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, string, string, readonly string[], readonly string[]]>([
    ['dashes', 'a1 b5', 'a2 b5', ['-a---b'], ['--a--b']],
    ['ten dashes at most', 'a10 |12', 'a11', ['----------a-|'], [' 11ms      a']],
    ['digits for more', 'a500', 'a502', [' 500ms a'], [' 502ms  a']],
    ['seconds', 'a2000 b62000', 'a2000', [' 2s a 59999ms b'], [' 2s a']],
    ['groups', 'a5 b5 |9', 'a5 b5', ['-----(ab)|'], ['-----(ab)']],
    ['a row more behind a group', 'a5 b5 c7 d9', 'a5', ['-----(ab)d', '-------c'], ['-----a']],
    ['nothing', '', 'a0', ['-'], ['a']],
    ['errors', '#3', '|3', ['---#'], ['---|']],
    ['a digit, which is no time', '51 m2 s4', '', ['-5 m-s'], ['-']],
    ['a list of what came before the beginning', 'a-2 b1', '', ['a at -2, b at 1'], ['-']],
    ['a list of what came between frames', 'a1', 'a0.5', ['a at 1'], ['a at 0.5']],
  ])('show %s', (_what, expected, actual, expectedRows, actualRows) => {
    expect(drawRows(marbles(expected), marbles(actual))).toEqual({
      expected: expectedRows,
      actual: actualRows,
    });
  });

  it('show subscriptions in a row each', () => {
    const rows = drawSubscriptions([marbles('^0 !5'), marbles('^2')], [marbles('^0 !0')]);
    expect(rows).toEqual({ expected: ['^----!', '--^'], actual: ['(^!)'] });
    const read = [...rows.expected, ...rows.actual].map((row) =>
      inRun(() => TestScheduler.parseMarblesAsSubscriptions(row, true)),
    );
    expect(read).toMatchObject([
      { subscribedFrame: 0, unsubscribedFrame: 5 },
      { subscribedFrame: 2, unsubscribedFrame: Infinity },
      { subscribedFrame: 0, unsubscribedFrame: 0 },
    ]);
  });
});
