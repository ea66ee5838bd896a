import type { Answer } from './data-plane.js';

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000 } as const;

/** `5ms`, as in marbles. */
const TIME = /^(\d+(?:\.\d+)?)(ms|s|m)$/;
/** `200`, `429+2s` with `Retry-After: 2`, `200~9ms` with a body that takes 9 ms. */
const STATUS = /^(\d{3})(?:\+(\d+)s)?(?:~(\d+)ms)?$/;

const HOW = `write a status (503, or 429+2s for one with a Retry-After), refused or hang, each behind its latency (5ms, 2s or --)`;

const msOf = ([, amount, unit]: RegExpExecArray): number =>
  Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];

const answerOf = (word: string, delayMs: number): Answer => {
  if (word === 'hang') return { hang: true };
  if (word === 'refused') return { refused: true, delayMs };
  const status = STATUS.exec(word);
  if (status === null) throw new SyntaxError(`the data plane can't answer "${word}": ${HOW}`);
  const [, code, retryAfter, bodyMs = 0] = status;
  return { status: Number(code), retryAfter, delayMs, bodyMs: Number(bodyMs) };
};

/**
 * The answers of a script, in which statuses stand where marbles have letters, each behind its latency: `503 5ms 200`.
 *
 * @throws SyntaxError that shows the word which is none
 */
export const answersOf = (script: string): readonly [Answer, ...Answer[]] => {
  const answers: Answer[] = [];
  let delayMs = 0;
  // A dash is a millisecond and may stand before its answer: `--200`.
  for (const word of script.match(/-+|[^\s-]+/g) ?? []) {
    const time = TIME.exec(word);
    if (word.startsWith('-')) delayMs += word.length;
    else if (time !== null) delayMs += msOf(time);
    else {
      answers.push(answerOf(word, delayMs));
      delayMs = 0;
    }
  }
  const [first, ...others] = answers;
  if (first === undefined || delayMs > 0)
    throw new SyntaxError(`the data plane's script "${script}" ends without an answer: ${HOW}`);
  return [first, ...others];
};
