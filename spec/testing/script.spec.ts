import { answerGiven, answersOf } from '../../src/testing/script.js';

describe('a script', () => {
  it.each([
    ['200', [{ status: 200 }]],
    ['503 5ms 200', [{ status: 503 }, { status: 200, delayMs: 5 }]],
    [
      '2s 204 1m 500',
      [
        { status: 204, delayMs: 2_000 },
        { status: 500, delayMs: 60_000 },
      ],
    ],
    ['--200', [{ status: 200, delayMs: 2 }]],
    ['-- 200', [{ status: 200, delayMs: 2 }]],
    ['503--200', [{ status: 503 }, { status: 200, delayMs: 2 }]],
    ['1s 5ms - 200', [{ status: 200, delayMs: 1_006 }]],
    ['429+2s', [{ status: 429, retryAfter: 2 }]],
    ['5ms 200~9ms', [{ status: 200, bodyMs: 9, delayMs: 5 }]],
    ['503+1s~2ms', [{ status: 503, retryAfter: 1, bodyMs: 2 }]],
    ['5ms 503+1m', [{ status: 503, retryAfter: 60, delayMs: 5 }]],
    ['429+0s', [{ status: 429, retryAfter: 0 }]],
    ['refused 5ms refused', [{ refused: true }, { refused: true, delayMs: 5 }]],
    ['200 hang', [{ status: 200 }, { hang: true }]],
    ['\n  200\t 503\n', [{ status: 200 }, { status: 503 }]],
  ])('%j', (script, answers) => {
    expect(answersOf(script)).toEqual(answers);
  });

  it.each([
    ['', 'has no answer'],
    ['  ', 'has no answer'],
    ['5ms', 'ends with a latency'],
    ['200 --', 'ends with a latency'],
    ['200 20', 'has the word "20"'],
    ['5 200', 'has the word "5"'],
    ['200@5', 'has the word "200@5"'],
    ['5h 200', 'has the word "5h"'],
    ['5.5ms 200', 'has the word "5.5ms"'],
    ['429+2', 'has the word "429+2"'],
    ['429+500ms', 'has the word "429+500ms"'],
    ['refused+2s', 'has the word "refused+2s"'],
    ['Hang', 'has the word "Hang"'],
    ['150', 'has the word "150": status must be a whole number from 200 to 599, not 150'],
    ['600', 'has the word "600": status must be'],
    ['5ms hang', 'has the word "hang": delayMs does not go with hang'],
    ['99999m 200', 'has the word "200": delayMs must be a whole number'],
  ])('refuses %j, shows the word and says what is allowed', (script, problem) => {
    expect(() => answersOf(script)).toThrow(`the data plane's script ${JSON.stringify(script)} ${problem}`);
    expect(() => answersOf(script)).toThrow(
      'allowed are statuses (200), with a Retry-After (429+2s, 429+1m)',
    );
  });
});

describe('an answer of a function', () => {
  it.each([
    ['5ms 200', { status: 200, delayMs: 5 }],
    [
      { status: 404, body: 'nothing here' },
      { status: 404, body: 'nothing here' },
    ],
    [
      { refused: true, delayMs: 3 },
      { refused: true, delayMs: 3 },
    ],
    [
      { status: 200, delayMs: undefined },
      { status: 200, delayMs: undefined },
    ],
    [{ hang: true }, { hang: true }],
  ])('%j', (given, answer) => {
    expect(answerGiven(given)).toEqual(answer);
  });

  it.each([
    ['200 503', '"200 503" is more than one answer'],
    ['never', 'has the word "never"'],
    [undefined, 'an answer is a string or an object, not undefined'],
    [200, 'an answer is a string or an object, not 200'],
    [[200], 'an answer is a string or an object, not an array'],
    [{}, 'an answer has a status, refused: true or hang: true'],
    [{ delayMs: 5 }, 'an answer has a status'],
    [{ status: 99 }, 'status must be a whole number from 200 to 599, not 99'],
    [{ status: '200' }, 'status must be a whole number from 200 to 599, not "200"'],
    [{ status: 200, delayMs: -1 }, 'delayMs must be a whole number from 0'],
    [{ status: 200, delayMs: 0.5 }, 'delayMs must be a whole number from 0'],
    [{ status: 200, retryAfter: {} }, 'retryAfter must be a number or a string, not an object'],
    [{ status: 200, body: 5 }, 'body must be a string, not 5'],
    [{ status: 200, delay: 5 }, 'delay is not a field of an answer'],
    [{ refused: false }, 'refused must be true, not false'],
    [{ status: 200, hang: true }, 'hang does not go with status'],
    [{ hang: true, delayMs: 5 }, 'delayMs does not go with hang'],
    [{ refused: true, body: 'text' }, 'body does not go with refused'],
  ])('refuses %j', (given, problem) => {
    expect(() => answerGiven(given)).toThrow(problem);
  });
});
