import { answersOf } from '../../src/testing/script.js';

describe("a data plane's script", () => {
  it.each([
    ['200', [{ status: 200, delayMs: 0, bodyMs: 0 }]],
    ['5ms 503', [{ status: 503, delayMs: 5, bodyMs: 0 }]],
    ['--503', [{ status: 503, delayMs: 2, bodyMs: 0 }]],
    ['1m 2s 1.5s -- 200', [{ status: 200, delayMs: 63_502, bodyMs: 0 }]],
    ['429+2s', [{ status: 429, retryAfter: '2', delayMs: 0, bodyMs: 0 }]],
    ['5ms 200~9ms', [{ status: 200, delayMs: 5, bodyMs: 9 }]],
    ['5ms refused hang', [{ refused: true, delayMs: 5 }, { hang: true }]],
    ['503 5ms 200', [{ status: 503 }, { status: 200, delayMs: 5 }]],
  ])('%s', (script, answers) => {
    expect(answersOf(script)).toMatchObject(answers);
    expect(answersOf(script)).toHaveLength(answers.length);
  });

  it.each(['2000', 'ok', '5 200', '200@5', 'a'])('refuses "%s", and says what is one', (script) => {
    expect(() => answersOf(script)).toThrow(SyntaxError);
    expect(() => answersOf(script)).toThrow(
      /^the data plane can't answer ".+": write a status \(503, or 429\+2s for one with a Retry-After\)/,
    );
  });

  it.each(['', '  ', '5ms', '200 --'])('refuses "%s", which ends without an answer', (script) => {
    expect(() => answersOf(script)).toThrow(/ends without an answer/);
  });
});
