import { isDeepStrictEqual } from 'node:util';

/** As much of a `T` as a test cares for: any field at any depth may be left out, but no element of an array. */
export type DeepPartial<T> = T extends Date | ((...args: never) => unknown)
  ? T
  : T extends readonly (infer E)[]
    ? readonly DeepPartial<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
      : T;

/** A value of a diagram that stands for all that match its pattern. Made by {@link matching}. */
export class Matching {
  readonly pattern: unknown;

  constructor(pattern: unknown) {
    this.pattern = pattern;
  }
}

/**
 * A pattern for a plain `expectObservable(…).toBe('a', { a: matching({ … }) })`, in `inVirtualTime` or with
 * `new TestScheduler(assertSameMarbles)`. A value matches if it has every field of the pattern, and those match in turn, as
 * with Jest's `toMatchObject`. An array has as many elements as the pattern's, each matching in part. Anything but plain
 * objects and arrays is compared as a whole.
 */
export const matching = (pattern: unknown): Matching => new Matching(pattern);

/** An object whose fields may be compared one by one: neither an array nor of a class. */
export const isRecord = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An `Object.prototype` of any realm has none above it: tests may run in a realm of their own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** `true` if the value has what the pattern names. */
const matchesPart = (actual: unknown, pattern: unknown): boolean => {
  if (pattern instanceof Matching) return matchesPart(actual, pattern.pattern);
  if (isArray(pattern)) {
    return (
      isArray(actual) &&
      actual.length === pattern.length &&
      pattern.every((part, index) => matchesPart(actual[index], part))
    );
  }
  if (!isRecord(pattern)) return isDeepStrictEqual(actual, pattern);
  if (typeof actual !== 'object' || actual === null || isArray(actual)) return false;
  return Reflect.ownKeys(pattern).every(
    (name) => name in actual && matchesPart((actual as typeof pattern)[name], pattern[name]),
  );
};

/** `true` if a value is what a diagram expects: matches a pattern, or is deeply equal to anything else. */
export const isExpected = (actual: unknown, expected: unknown): boolean =>
  expected instanceof Matching ? matchesPart(actual, expected.pattern) : isDeepStrictEqual(actual, expected);
