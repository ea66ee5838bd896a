import { type FieldCheck, givenIn, isTrue, problemOfFields, wholeFrom } from '../model/field-check.js';
import { isObject, shown } from '../model/guards.js';
import { MAX_TIMER_MS } from '../model/limits.js';
import type { AnswerFields } from './answer.js';

const CHECKS: Readonly<Record<keyof AnswerFields, FieldCheck>> = {
  status: wholeFrom(200, 599),
  retryAfter: {
    holds: (seen) => typeof seen === 'number' || typeof seen === 'string',
    must: 'must be a number or a string',
  },
  body: { holds: (seen) => typeof seen === 'string', must: 'must be a string' },
  delayMs: wholeFrom(0, MAX_TIMER_MS),
  bodyMs: wholeFrom(0, MAX_TIMER_MS),
  refused: isTrue,
  hang: isTrue,
};

/** What an answer does: one thing. */
const DEEDS: readonly string[] = ['status', 'refused', 'hang'];
/** What goes with which. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  retryAfter: ['status'],
  body: ['status'],
  bodyMs: ['status'],
  delayMs: ['status', 'refused'],
};

/** What is wrong with an answer; `undefined` if nothing is. */
export const problemOfAnswer = (answer: unknown): string | undefined => {
  if (!isObject(answer)) return `an answer is a string or an object, not ${shown(answer)}`;
  const given = givenIn(answer);
  const problem = problemOfFields(given, CHECKS, 'an answer');
  if (problem !== undefined) return problem;
  const names = given.map(([field]) => field);
  const deeds = names.filter((name) => DEEDS.includes(name));
  const [deed, other] = deeds;
  if (deed === undefined) return 'an answer has a status, refused: true or hang: true';
  if (other !== undefined) return `${other} does not go with ${deed}`;
  const stray = names.find((name) => NEEDS[name]?.includes(deed) === false);
  return stray === undefined ? undefined : `${stray} does not go with ${deed}`;
};
