import { TestScheduler } from 'rxjs/testing';
import { isObject, shown } from '../model/guards.js';
import { matching } from './matching.js';
import { placeOf } from './place.js';

/** What RxJS makes of one character of a diagram, and of one notification of a stream. */
export type TestMessage = ReturnType<typeof TestScheduler.parseMarbles>[number];

/** One notification at its time. */
export interface Marble {
  readonly frame: number;
  readonly kind: TestMessage['notification']['kind'];
  /** The value, or the error. */
  readonly value: unknown;
  /** What stood for it in the diagram, if there was one. */
  readonly letter?: string;
}

export const marbleOf = ({ frame, notification }: TestMessage): Marble => ({
  frame,
  kind: notification.kind,
  value:
    notification.kind === 'N'
      ? notification.value
      : notification.kind === 'E'
        ? (notification.error as unknown)
        : undefined,
});

export const isTestMessage = (value: unknown): value is TestMessage =>
  isObject(value) && typeof value['frame'] === 'number' && isObject(value['notification']);

/**
 * What a diagram expects, with the letters that RxJS replaces by their values: it travels as the one value of a diagram,
 * since the scheduler hands that on as it is.
 */
export class Expectation {
  readonly marbles: readonly Marble[];
  /** Where it was said, as the frames of a stack: those of the failure show the end of the run only. */
  readonly place: string;

  /** @param toBe what was called to say it */
  constructor(marbles: readonly Marble[], toBe: (...args: never) => void) {
    this.marbles = marbles;
    this.place = placeOf(toBe);
  }

  /** The messages of an expectation are itself. */
  static in(messages: readonly unknown[]): Expectation | undefined {
    const [first] = messages;
    if (!isTestMessage(first) || first.notification.kind !== 'N') return undefined;
    const value: unknown = first.notification.value;
    return value instanceof Expectation ? value : undefined;
  }
}

const lettersOf = (marbles: string): readonly TestMessage[] =>
  TestScheduler.parseMarbles(marbles, undefined, undefined, false, true);

const withLetter = (marble: Marble, { notification }: TestMessage): Marble =>
  notification.kind === 'N' ? { ...marble, letter: String(notification.value) } : marble;

/** A diagram in RxJS's own meaning. */
export const exactly = (marbles: string, values: unknown, error: unknown): readonly Marble[] => {
  const letters = lettersOf(marbles);
  const messages = TestScheduler.parseMarbles(marbles, values, error, true, true);
  return messages.map((message, index) => withLetter(marbleOf(message), letters[index] ?? message));
};

/**
 * A diagram whose values are patterns; its rows are merged by frame, and what ends the stream comes last in its frame.
 *
 * @throws Error if a letter has no pattern, though others have
 */
export const inPart = (
  rows: string | readonly string[],
  patterns: Readonly<Record<string, unknown>> | undefined,
  error: unknown,
): readonly Marble[] => {
  const patternOf = (letter: string): unknown => {
    if (patterns === undefined) return letter;
    if (Object.hasOwn(patterns, letter)) return matching(patterns[letter]);
    throw new Error(
      `the diagram has the letter ${shown(letter)}, and the patterns have no ${letter}${/\d/.test(letter) ? ' (a time stands between spaces, as in --- 500ms a)' : ''}`,
    );
  };
  const marbles = (typeof rows === 'string' ? [rows] : rows).flatMap(lettersOf).map((message): Marble => {
    const marble = withLetter(marbleOf(message), message);
    if (marble.kind === 'N') return { ...marble, value: patternOf(marble.letter ?? '') };
    // As in RxJS, an error is 'error' unless it is said to be something else.
    return marble.kind === 'E' && error !== undefined ? { ...marble, value: matching(error) } : marble;
  });
  const isEnd = ({ kind }: Marble) => Number(kind !== 'N');
  return marbles.sort((a, b) => a.frame - b.frame || isEnd(a) - isEnd(b));
};
