import { isDeepStrictEqual, inspect } from 'node:util';
import type { ObservableNotification } from 'rxjs';
import { draw, type Moment } from './draw.js';
import { Matching, seenBy } from './matching.js';

/** What a `TestScheduler` records of an Observable. */
interface Message {
  readonly frame: number;
  readonly notification: ObservableNotification<unknown>;
}

/** What it records of a subscription; `Infinity` for what has not happened. */
interface Log {
  readonly subscribedFrame: number;
  readonly unsubscribedFrame: number;
}

const isListOf = <T extends object>(seen: unknown, key: keyof T): seen is readonly T[] =>
  Array.isArray(seen) && seen.every((item) => typeof item === 'object' && item !== null && key in item);
const isMessages = (seen: unknown) => isListOf<Message>(seen, 'notification');
const isLogs = (seen: unknown) => isListOf<Log>(seen, 'subscribedFrame');

const carried = ({ notification }: Message): unknown =>
  notification.kind === 'N' ? notification.value : notification.kind === 'E' ? notification.error : undefined;

const isSameMessage = (actual: Message, expected: Message | undefined): boolean =>
  actual.frame === expected?.frame &&
  actual.notification.kind === expected.notification.kind &&
  isSame(carried(actual), carried(expected));

/** An Observable within a stream is recorded as its own messages. */
const isSame = (actual: unknown, expected: unknown): boolean => {
  if (expected instanceof Matching) return expected.matches(actual);
  return isMessages(actual) && isMessages(expected)
    ? actual.length === expected.length &&
        actual.every((message, index) => isSameMessage(message, expected[index]))
    : isDeepStrictEqual(actual, expected);
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

/** What stands for each value: in the expectation the letter that it has there, if it is known, and else a free one. */
const createLegend = (expected: readonly Message[]) => {
  const entries: { readonly letter: string; readonly value: unknown; readonly isExpected: boolean }[] = [];
  const patterns = expected.map(carried).filter((value) => value instanceof Matching);

  const ownLetter = (value: unknown): string | undefined => {
    const letter = value instanceof Matching ? value.letter : value;
    return typeof letter === 'string' && /^[a-z]$/i.test(letter) ? letter : undefined;
  };
  const isFree = (letter: string) => !entries.some((entry) => entry.letter === letter);
  const add = (value: unknown, isExpected: boolean): string => {
    const own = ownLetter(value);
    const letter = own !== undefined && isFree(own) ? own : (LETTERS.find(isFree) ?? '?');
    entries.push({ letter, value, isExpected });
    return letter;
  };

  const letterOf = (value: unknown): string =>
    entries.find((entry) =>
      entry.isExpected ? isSame(value, entry.value) : isDeepStrictEqual(value, entry.value),
    )?.letter ?? add(value, false);

  // Those that have a letter keep it from those that have none.
  const values = expected.filter(({ notification }) => notification.kind === 'N').map(carried);
  for (const value of [...values].sort(
    (a, b) => Number(ownLetter(b) !== undefined) - Number(ownLetter(a) !== undefined),
  ))
    if (!entries.some((entry) => isDeepStrictEqual(entry.value, value))) add(value, true);

  const shown = (value: unknown): string =>
    inspect(value instanceof Matching ? value.pattern : seenBy(patterns, value), {
      depth: 8,
      breakLength: Infinity,
      getters: true,
    });

  return {
    expectedLetter: (value: unknown) =>
      entries.find((entry) => entry.isExpected && isDeepStrictEqual(entry.value, value))?.letter ?? '?',
    actualLetter: letterOf,
    lines: () =>
      entries.map(
        ({ letter, value, isExpected }) =>
          `  ${letter}  ${shown(value)}${isExpected ? '' : '  (not expected)'}`,
      ),
    shown,
  };
};

const momentsOf = (messages: readonly Message[], letterOf: (value: unknown) => string): readonly Moment[] => {
  const frames = new Map<number, string[]>();
  for (const { frame, notification } of messages) {
    const marble = { N: () => letterOf(carried({ frame, notification })), C: () => '|', E: () => '#' }[
      notification.kind
    ]();
    frames.set(frame, [...(frames.get(frame) ?? []), marble]);
  }
  return [...frames].map(([frame, marbles]) => ({ frame, marbles })).sort((a, b) => a.frame - b.frame);
};

const errorLines = (title: string, messages: readonly Message[], shown: (value: unknown) => string) =>
  messages
    .filter(({ notification }) => notification.kind === 'E')
    .map((message) => `  #  ${shown(carried(message))}  (${title})`);

const differenceOfMessages = (
  actual: readonly Message[],
  expected: readonly Message[],
): readonly string[] => {
  const legend = createLegend(expected);
  const rows = draw({
    'expected:': [momentsOf(expected, legend.expectedLetter)],
    'actual:': [momentsOf(actual, legend.actualLetter)],
  });
  return [
    ...rows,
    ...legend.lines(),
    ...errorLines('expected', expected, legend.shown),
    ...errorLines('actual', actual, legend.shown),
  ];
};

const momentsOfLog = ({ subscribedFrame, unsubscribedFrame }: Log): readonly Moment[] => {
  const moments = [
    { frame: subscribedFrame, marbles: ['^'] },
    { frame: unsubscribedFrame, marbles: ['!'] },
  ].filter(({ frame }) => frame !== Infinity);
  return subscribedFrame === unsubscribedFrame && subscribedFrame !== Infinity
    ? [{ frame: subscribedFrame, marbles: ['^', '!'] }]
    : moments;
};

const difference = (actual: unknown, expected: unknown): readonly string[] => {
  if (isMessages(actual) && isMessages(expected) && actual.length + expected.length > 0)
    return differenceOfMessages(actual, expected);
  if (isLogs(actual) && isLogs(expected))
    return draw({ 'expected:': expected.map(momentsOfLog), 'actual:': actual.map(momentsOfLog) });
  return [`expected:  ${inspect(expected, { depth: 8 })}`, `actual:    ${inspect(actual, { depth: 8 })}`];
};

/**
 * For `new TestScheduler(assertSameMarbles)`, with any test runner: compares what happened with what was expected, where
 * values may be {@link matching}.
 *
 * @throws Error that shows both diagrams, one above the other and in columns by time, and what the letters stand for
 */
export const assertSameMarbles = (actual: unknown, expected: unknown): void => {
  if (isSame(actual, expected)) return;
  throw new Error(['the marbles differ', '', ...difference(actual, expected), ''].join('\n'));
};
