import { shown } from './guards.js';

/** What a field of an object given by a user must be. */
export interface FieldCheck {
  readonly holds: (seen: unknown) => boolean;
  readonly must: string;
}

export const wholeFrom = (least: number, most: number): FieldCheck => ({
  holds: (seen) => Number.isInteger(seen) && Number(seen) >= least && Number(seen) <= most,
  must: `must be a whole number from ${String(least)} to ${String(most)}`,
});

export const isTrue: FieldCheck = { holds: (seen) => seen === true, must: 'must be true' };

/** The fields that are there and not `undefined`. */
export const givenIn = (fields: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] =>
  Object.entries(fields).filter(([, value]) => value !== undefined);

/**
 * What is wrong with the first wrong field; `undefined` if none is.
 *
 * @param what they are fields of, with its article
 */
export const problemOfFields = (
  given: readonly (readonly [string, unknown])[],
  checks: Readonly<Record<string, FieldCheck>>,
  what: string,
): string | undefined => {
  for (const [field, value] of given) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (check === undefined) return `${field} is not a field of ${what}`;
    if (!check.holds(value)) return `${field} ${check.must}, not ${shown(value)}`;
  }
  return undefined;
};
