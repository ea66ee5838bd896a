import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../model/guards.js';
import { drawRows, drawSubscriptions, type Rows } from './columns.js';
import { type Lettered, spell } from './letters.js';
import { Expectation, isTestMessage, type Marble, marbleOf } from './marbles.js';
import { isExpected } from './matching.js';
import { show } from './show.js';

/** When a stream was subscribed to and unsubscribed from. */
interface Subscribed {
  readonly subscribedFrame: number;
  readonly unsubscribedFrame: number;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isSubscribed = (value: unknown): value is Subscribed =>
  isObject(value) && typeof value['subscribedFrame'] === 'number';

const isSame = (actual: readonly Marble[], expected: readonly Marble[]): boolean =>
  actual.length === expected.length &&
  actual.every(({ frame, kind, value }, index) => {
    const other = expected[index];
    return other?.frame === frame && other.kind === kind && isExpected(value, other.value);
  });

const failure = (what: string, { expected, actual }: Rows, legend: readonly string[]): Error => {
  const label = (name: string, rows: readonly string[]) =>
    (rows.length === 0 ? ['(none)'] : rows).map(
      (row, index) => `${(index === 0 ? name : '').padEnd(10)}${row}`,
    );
  const lines = [...label('expected', expected), ...label('actual', actual)];
  return new Error([what, '', ...lines, ...(legend.length === 0 ? [] : ['', ...legend])].join('\n'));
};

const spanOf = ({ subscribedFrame, unsubscribedFrame }: Subscribed): readonly Lettered[] => [
  { frame: subscribedFrame, letter: '^' },
  ...(unsubscribedFrame === Infinity ? [] : [{ frame: unsubscribedFrame, letter: '!' }]),
];

/** @param place where it was said, as the frames of a stack */
const assertSameMessages = (
  actual: readonly Marble[],
  expected: readonly Marble[],
  place: string | undefined,
): void => {
  if (isSame(actual, expected)) return;
  const spelled = spell(actual, expected);
  const rows = drawRows(spelled.expected, spelled.actual);
  const error = failure('the stream is not the expected one', rows, spelled.legend);
  if (place !== undefined) error.stack = `${String(error)}${place}`;
  throw error;
};

const assertSameSubscriptions = (actual: readonly Subscribed[], expected: readonly Subscribed[]): void => {
  // One by one: one side may have plain objects.
  if (
    isDeepStrictEqual(
      actual.map((log) => [log.subscribedFrame, log.unsubscribedFrame]),
      expected.map((log) => [log.subscribedFrame, log.unsubscribedFrame]),
    )
  )
    return;
  throw failure(
    'the subscriptions are not the expected ones',
    drawSubscriptions(expected.map(spanOf), actual.map(spanOf)),
    [],
  );
};

/**
 * Compares what a `TestScheduler` has seen with what it expected: `new TestScheduler(assertSameMarbles)`. Values made by
 * {@link matching} match in part; all others are compared as `node:util`'s `isDeepStrictEqual` does.
 *
 * @throws Error with both as diagrams, in columns by frame, and what their letters stand for: of the actual values the
 * fields that the patterns name
 */
export const assertSameMarbles = (actual: unknown, expected: unknown): void => {
  if (!isList(actual) || !isList(expected)) {
    if (isDeepStrictEqual(actual, expected)) return;
    throw new Error(`not what was expected\n\nexpected  ${show(expected)}\nactual    ${show(actual)}`);
  }
  if ([...actual, ...expected].some(isSubscribed)) {
    assertSameSubscriptions(actual.filter(isSubscribed), expected.filter(isSubscribed));
    return;
  }
  const said = Expectation.in(expected);
  const marbles = said?.marbles ?? expected.filter(isTestMessage).map(marbleOf);
  assertSameMessages(actual.filter(isTestMessage).map(marbleOf), marbles, said?.place);
};
