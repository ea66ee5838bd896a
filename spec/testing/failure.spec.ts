import { map, merge, of, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { NetworkError } from '../../src/index.js';
import { assertSameMarbles, inVirtualTime, type VirtualTimeHelpers } from '../../src/testing/index.js';

/** What a run says when it fails, below its first line. */
const failureOf = (callback: (helpers: VirtualTimeHelpers) => void): readonly string[] => {
  try {
    inVirtualTime(callback);
  } catch (error) {
    return (error as Error).message.split('\n').slice(2);
  }
  throw new Error('it did not fail');
};

const emitted = (marbles: string, values?: Readonly<Record<string, unknown>>, error?: unknown) => ({
  isNot: (expected: string | string[], patterns?: Readonly<Record<string, unknown>>, pattern?: unknown) =>
    failureOf(({ expectMatching, cold }) => {
      expectMatching(cold<unknown>(marbles, values, error)).toBe(expected, patterns, pattern);
    }),
});

describe('the message of a failure', () => {
  it('shows both streams in columns, in the letters of the diagram, and of new values what the patterns name', () => {
    const message = failureOf(({ createClient, expectMatching }) => {
      const client = createClient({ uploadSize: 2, uploadInterval: 9, maxRetries: 0 }, '5ms 200 503');
      for (const userId of ['x', 'y', 'z']) client.track(userId, 'Called');
      expectMatching(client.outcomes).toBe('-----(ab)', {
        a: { _tag: 'Delivered', message: { userId: 'x' } },
        b: { _tag: 'Delivered', message: { userId: 'z' } },
      });
    });
    expect(message).toEqual([
      'expected  -----(ab)',
      'actual    -----(ac)d',
      '',
      "a  { _tag: 'Delivered', message: { userId: 'x' } }",
      "b  { _tag: 'Delivered', message: { userId: 'z' } }",
      "c  { _tag: 'Delivered', message: { userId: 'y' } }",
      "d  { _tag: 'Failed', message: { userId: 'z' } }",
    ]);
  });

  it('says nothing of letters that stand for themselves', () => {
    expect(emitted('-a-b').isNot('-a--b')).toEqual(['expected  -a--b', 'actual    -a-b']);
  });

  it('takes a new letter where a value is no letter, or not its own', () => {
    expect(emitted('-x-y', { x: 'a', y: '1' }).isNot('-a', { a: 7 })).toEqual([
      'expected  -a',
      'actual    -b-c',
      '',
      'a  7',
      "b  'a'",
      "c  '1'",
    ]);
  });

  it('gives values that look alike to the patterns one letter, and others one each', () => {
    const values = { x: { id: 1, n: 1 }, y: { id: 1, n: 2 }, z: { id: 2, n: 3 } };
    expect(emitted('xyz', values).isNot('a', { a: { id: 5 } })).toEqual([
      'expected  a',
      'actual    bbc',
      '',
      'a  { id: 5 }',
      'b  { id: 1 }',
      'c  { id: 2 }',
    ]);
  });

  it('prefers the letter that the diagram has in the same place, where several match', () => {
    const patterns = { a: {}, b: { n: 1 } };
    expect(emitted('x(xx)x', { x: { n: 1 } }).isNot('b(ab)', patterns)).toEqual([
      'expected  b(ab)',
      'actual    b(ab)b',
      '',
      'b  { n: 1 }',
      'a  {}',
    ]);
  });

  it('has as many letters as there are values', () => {
    const [, actual = '', , ...legend] = failureOf(({ expectMatching }) => {
      expectMatching(timer(0, 1).pipe(map((n) => n + 1_000)), '400ms !').toBe('-');
    });
    expect(new Set(Array.from(actual.slice('actual    '.length))).size).toBe(400);
    expect(actual).not.toMatch(/\d/);
    expect(legend).toHaveLength(400);
  });

  it('reads getters, at any depth, and shows errors without their stack', () => {
    const lazy = {
      get message() {
        return { at: new Date(0), by: { deep: { deeper: [new NetworkError('ECODE', 'no')] } } };
      },
    };
    expect(emitted('a', { a: lazy }).isNot('-')).toEqual([
      'expected  -',
      'actual    a',
      '',
      'a  { message: { at: 1970-01-01T00:00:00.000Z, by: { deep: { deeper: [ [NetworkError: no answer from the data plane: no (ECODE)] ] } } } }',
    ]);
  });

  it('shows all of a value that has nothing of what the patterns name', () => {
    expect(
      emitted('b', { b: { other: 1 } })
        .isNot('a', { a: { id: 5 } })
        .slice(3),
    ).toEqual(['a  { id: 5 }', 'b  { other: 1 }']);
  });

  it('shows what is named of the elements of arrays', () => {
    const values = {
      b: {
        batch: [
          { id: 1, x: 1 },
          { id: 2, x: 2 },
        ],
      },
    };
    expect(
      emitted('b', values)
        .isNot('a', { a: { batch: [{ id: 1 }] } })
        .slice(3),
    ).toEqual(['a  { batch: [ { id: 1 } ] }', 'b  { batch: [ { id: 1 }, { id: 2 } ] }']);
  });

  it('survives circles', () => {
    const circle: Record<string, unknown> = { id: 1 };
    circle['self'] = circle;
    expect(emitted('b', { b: circle }).isNot('-').slice(3)).toEqual([
      'b  { id: 1, self: [Circular] }'.replace('b', 'a'),
    ]);
  });

  it('tells errors apart', () => {
    const error = new NetworkError('ECODE', 'no');
    expect(emitted('-#', {}, error).isNot('-#', {}, { code: 'OTHER' })).toEqual([
      'expected  -#',
      'actual    -#',
      '',
      "#  expected: { code: 'OTHER' }",
      "#  actual: { code: 'ECODE' }",
    ]);
    expect(emitted('-#', {}, error).isNot('--#', {}, { code: 'ECODE' }).slice(3)).toEqual([
      "#  { code: 'ECODE' }",
    ]);
    expect(emitted('-|').isNot('-#').slice(3)).toEqual(["#  expected: 'error'"]);
    expect(emitted('-#', {}, error).isNot('-|').slice(3)).toEqual([
      '#  actual: [NetworkError: no answer from the data plane: no (ECODE)]',
    ]);
  });

  it('shows rows that can be copied, and then pass', () => {
    const expecting =
      (rows: readonly string[]) =>
      ({ expectMatching, hot }: VirtualTimeHelpers) => {
        const streams = ['-----(ab)', '-------c', '  2s d'].map((row) => hot(row));
        expectMatching(merge(...streams)).toBe(rows);
      };
    const rows = failureOf(expecting(['z']))
      .slice(1)
      .map((line) => line.slice('actual    '.length));
    expect(rows).toEqual(['-----(ab) 1991ms d', '-------c']);
    inVirtualTime(expecting(rows));
  });

  it('shows subscriptions in a row each', () => {
    expect(
      failureOf(({ expectSubscriptions, cold }) => {
        const source = cold('--a|');
        source.subscribe();
        expectSubscriptions(source.subscriptions).toBe(['^-!', '--^']);
      }),
    ).toEqual(['expected  ^-!', '          --^', 'actual    ^--!']);
    expect(
      failureOf(({ expectSubscriptions, cold }) => {
        expectSubscriptions(cold('-').subscriptions).toBe('^');
      }),
    ).toEqual(['expected  ^', 'actual    (none)']);
  });

  it('spells inner streams out', () => {
    expect(
      failureOf(({ expectObservable, cold }) => {
        expectObservable(of(cold('-x#'))).toBe('(a|)', { a: cold('-y|') });
      }),
    ).toEqual([
      'expected  (a|)',
      'actual    (b|)',
      '',
      "a  a stream: 'y' at 1, | at 2",
      "b  a stream: 'x' at 1, # 'error' at 2",
    ]);
  });

  it('finds letters for values whose diagram is not known', () => {
    const scheduler = new TestScheduler(assertSameMarbles);
    const run = () => {
      scheduler.run(({ expectObservable, cold }) => {
        expectObservable(cold('-p-q', { p: 1, q: 2 })).toBe('-p--q', { p: 1, q: 3 });
      });
    };
    expect(run).toThrow(/\nexpected {2}-a--b\nactual {4}-a-c\n\na {2}1\nb {2}3\nc {2}2$/);
  });

  it('has a word for what is no stream', () => {
    expect(() => {
      assertSameMarbles(1, 2);
    }).toThrow('not what was expected\n\nexpected  2\nactual    1');
    expect(() => {
      assertSameMarbles({ a: 1 }, { a: 1 });
    }).not.toThrow();
  });
});
