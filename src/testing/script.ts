import { shown } from '../model/guards.js';
import type { AnswerFields } from './answer.js';
import { problemOfAnswer } from './answer-problem.js';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

const LATENCY = /^(\d+)(ms|s|m)$/;
const ANSWER = /^(\d{3})(?:\+(\d+)(s|m))?(?:~(\d+)ms)?$/;

const ALLOWED =
  'allowed are statuses (200), with a Retry-After (429+2s, 429+1m) or a slow body (200~9ms), refused and hang, ' +
  'each behind a latency if it has one (5ms, 2s, 1m, or a dash for each millisecond)';

const wrong = (script: string, what: string): Error =>
  new Error(`the data plane's script ${shown(script)} ${what}: ${ALLOWED}`);

/** The answer that a word stands for, without its latency; `undefined` if it is no such word. */
const answerOf = (word: string): AnswerFields | undefined => {
  if (word === 'refused') return { refused: true };
  if (word === 'hang') return { hang: true };
  const [, status, amount, unit = '', bodyMs] = ANSWER.exec(word) ?? [];
  if (status === undefined) return undefined;
  const seconds = (Number(amount) * (UNITS_MS[unit] ?? 1)) / 1_000;
  return {
    status: Number(status),
    ...(amount === undefined ? {} : { retryAfter: seconds }),
    ...(bodyMs === undefined ? {} : { bodyMs: Number(bodyMs) }),
  };
};

/**
 * The answers that a script stands for, one a request: `503 5ms 200` is a 503 at once, then a 200 after 5 ms. As in a
 * diagram a dash is a millisecond, and need not stand by itself: `503 --200`.
 *
 * @throws Error that shows the wrong word and says what is allowed
 */
export const answersOf = (script: string): readonly AnswerFields[] => {
  const answers: AnswerFields[] = [];
  let delayMs: number | undefined;
  for (const word of script.match(/-+|[^\s-]+/g) ?? []) {
    const [, amount, unit = ''] = LATENCY.exec(word) ?? [];
    if (word.startsWith('-')) {
      delayMs = (delayMs ?? 0) + word.length;
    } else if (amount !== undefined) {
      delayMs = (delayMs ?? 0) + Number(amount) * (UNITS_MS[unit] ?? 1);
    } else {
      const answer = answerOf(word);
      if (answer === undefined) throw wrong(script, `has the word ${shown(word)}`);
      const delayed = delayMs === undefined ? answer : { ...answer, delayMs };
      const problem = problemOfAnswer(delayed);
      if (problem !== undefined) throw wrong(script, `has the word ${shown(word)}: ${problem}`);
      answers.push(delayed);
      delayMs = undefined;
    }
  }
  if (delayMs !== undefined) throw wrong(script, 'ends with a latency');
  if (answers.length === 0) throw wrong(script, 'has no answer');
  return answers;
};

/**
 * The one answer that a function of a script gave.
 *
 * @throws Error that says what is wrong with it
 */
export const answerGiven = (given: unknown): AnswerFields => {
  if (typeof given === 'string') {
    const [answer = {}, ...rest] = answersOf(given);
    if (rest.length > 0) throw new Error(`${shown(given)} is more than one answer`);
    return answer;
  }
  const problem = problemOfAnswer(given);
  if (problem !== undefined) throw new Error(problem);
  return given as AnswerFields;
};
