import fc from 'fast-check';

/** Any of these answers of a script, each within 30 ms. */
export const answeredBy = (...answers: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(...answers.map((answer) => fc.nat(30).map((ms) => `${String(ms)}ms ${answer}`)));
