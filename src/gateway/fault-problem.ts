import { type FieldCheck, givenIn, isTrue, problemOfFields, wholeFrom } from '../model/field-check.js';
import { isObject, shown } from '../model/guards.js';
import { MAX_TIMER_MS } from '../model/limits.js';
import type { FaultFields } from './fault.js';

const isText = (seen: unknown): seen is string => typeof seen === 'string';
/** Node.js refuses to send anything else. */
const isHeaderText = (seen: unknown): boolean => isText(seen) && /^[\t\x20-\x7e\x80-\xff]*$/.test(seen);

const CHECKS: Readonly<Record<keyof FaultFields, FieldCheck>> = {
  status: wholeFrom(200, 599),
  body: { holds: isText, must: 'must be a string' },
  retryAfter: {
    holds: (seen) => typeof seen === 'number' || isHeaderText(seen),
    must: 'must be a number or a string that fits into a header',
  },
  location: { holds: isHeaderText, must: 'must be a string that fits into a header' },
  delayMs: wholeFrom(0, MAX_TIMER_MS),
  reset: { holds: (seen) => seen === true || seen === 'after-head', must: "must be true or 'after-head'" },
  hang: isTrue,
  lostAnswer: isTrue,
};

/** What a fault does: one thing at most. */
const DEEDS: readonly string[] = ['status', 'reset', 'hang', 'lostAnswer'];
const ONLY_WITH_STATUS: readonly string[] = ['body', 'retryAfter', 'location'];

/** What is wrong with a fault that a caller calls `name`; `undefined` if nothing is. */
export const problemOfFault = (fault: unknown, name: string): string | undefined => {
  if (fault === undefined) return undefined;
  if (!isObject(fault)) return `${name} must be an object or undefined, not ${shown(fault)}`;
  const given = givenIn(fault);
  const problem = problemOfFields(given, CHECKS, 'a fault');
  if (problem !== undefined) return `${name}.${problem}`;
  const names = given.map(([field]) => field);
  const deeds = names.filter((field) => DEEDS.includes(field));
  if (deeds.length > 1) return `${name}.${String(deeds[1])} does not go with ${String(deeds[0])}`;
  const stray = names.find((field) => ONLY_WITH_STATUS.includes(field));
  if (stray !== undefined && !deeds.includes('status')) return `${name}.${stray} needs a status`;
  return names.length === 0 ? `${name} is empty: write undefined for an answer as usual` : undefined;
};

/** What is wrong with the first wrong one of many faults. */
export const problemOfFaults = (faults: unknown): string | undefined => {
  if (typeof faults === 'function') return undefined;
  if (!Array.isArray(faults)) return 'faults must be a list or a function';
  return faults
    .map((fault, index) => problemOfFault(fault, `faults[${String(index)}]`))
    .find((problem) => problem !== undefined);
};
