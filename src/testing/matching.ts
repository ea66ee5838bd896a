import { isDeepStrictEqual } from 'node:util';

/** As much of a value as a test cares for. */
export type DeepPartial<T> = T extends (...args: never) => unknown
  ? T
  : T extends readonly (infer E)[]
    ? readonly DeepPartial<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
      : T;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object literal. An error, or a date, is a value. */
const isLiteral = (pattern: unknown): pattern is Fields =>
  isFields(pattern) && [Object.prototype, null].includes(Object.getPrototypeOf(pattern) as object | null);

const matches = (actual: unknown, pattern: unknown): boolean => {
  if (Array.isArray(pattern))
    return (
      Array.isArray(actual) &&
      actual.length === pattern.length &&
      pattern.every((part, index) => matches(actual[index], part))
    );
  if (isLiteral(pattern))
    return isFields(actual) && Object.entries(pattern).every(([key, part]) => matches(actual[key], part));
  return isDeepStrictEqual(actual, pattern);
};

/** The parts of a value that the patterns name, and its tag. */
const namedBy = (patterns: readonly unknown[], actual: unknown): unknown => {
  const literals = patterns.filter(isLiteral);
  const lists = patterns.filter((pattern) => Array.isArray(pattern));
  if (Array.isArray(actual) && lists.length > 0) return actual.map((part) => namedBy(lists.flat(), part));
  if (!isFields(actual) || literals.length === 0) return actual;
  const keys = new Set(['_tag', ...literals.flatMap((pattern) => Object.keys(pattern))]);
  const named = [...keys].filter((key) => key in actual);
  return Object.fromEntries(
    named.map((key) => [
      key,
      namedBy(
        literals.map((pattern) => pattern[key]),
        actual[key],
      ),
    ]),
  );
};

/** A value of a marble diagram that stands for all values it matches. */
export class Matching {
  readonly pattern: unknown;
  /** What stands for it in the diagram, if that is known. */
  readonly letter: string | undefined;

  constructor(pattern: unknown, letter?: string) {
    this.pattern = pattern;
    this.letter = letter;
  }

  /** Whether the value has all that the pattern names. */
  matches(actual: unknown): boolean {
    return matches(actual, this.pattern);
  }
}

/** What of a value these patterns are about. */
export const seenBy = (patterns: readonly Matching[], actual: unknown): unknown =>
  namedBy(
    patterns.map(({ pattern }) => pattern),
    actual,
  );

/**
 * A value for the diagrams of a `TestScheduler` over {@link assertSameMarbles}, as in
 * `expectObservable(outcomes).toBe('a', { a: matching({ _tag: 'Delivered' }) })`: it stands for every value that has these
 * fields, at any depth. Lists match element by element; what is no literal (an error, a date) must be equal.
 */
export const matching = (pattern: unknown): Matching => new Matching(pattern);
