import fc from 'fast-check';
import {
  AbortedError,
  ApiError,
  type DeliveryError,
  NetworkError,
  TimeoutError,
} from '../../src/model/errors.js';
import {
  afterAnswer,
  afterFailure,
  afterSuccess,
  HEALTHY,
  type Health,
  isLimited,
  signOf,
} from '../../src/pure/health.js';

const apiError = (status: number) => new ApiError(status, 'unknown', '');

describe('health', () => {
  it.each<[string, DeliveryError | undefined, string]>([
    ['no error', undefined, 'succeeds'],
    ['a refused connection', new NetworkError('ECONNREFUSED', ''), 'fails'],
    ['a timeout', new TimeoutError(1), 'fails'],
    ['500', apiError(500), 'fails'],
    ['599', apiError(599), 'fails'],
    ['429', apiError(429), 'answers'],
    ['408', apiError(408), 'answers'],
    ['400', apiError(400), 'answers'],
    ['302', apiError(302), 'answers'],
    ['a shutdown', new AbortedError(), 'nothing'],
  ])('reads %s', (_name, error, sign) => {
    expect(signOf(error)).toBe(sign);
  });

  const failing = (times: number, out: number, from: Health = HEALTHY) =>
    Array.from({ length: times }).reduce<Health>((health) => afterFailure(health, out), from);

  it('is probed after three failures in a row, and not before as many as batches are out', () => {
    expect([1, 2, 3].map((times) => isLimited(failing(times, 1)))).toEqual([false, false, true]);
    expect([3, 7, 8].map((times) => isLimited(failing(times, 8)))).toEqual([false, false, true]);
    expect(failing(3, 1).limit).toBe(1);
  });

  it('has no row of failures after an answer, whatever it says', () => {
    for (const after of [afterAnswer, (health: Health) => afterSuccess(health, 4)])
      expect(isLimited(failing(2, 1, after(failing(2, 1))))).toBe(false);
  });

  it('is limited on by a refusal as before: the next may be refused as well', () => {
    expect(afterAnswer({ failures: 5, limit: 2 })).toEqual({ failures: 0, limit: 2 });
  });

  it('raises its limit with each success until it binds no more, and halves it with a failure', () => {
    const limits = [];
    for (let health = failing(3, 1); isLimited(health); health = afterSuccess(health, 6))
      limits.push(health.limit);
    expect(limits).toEqual([1, 2, 3, 4, 5]);
    expect(afterFailure({ failures: 0, limit: 8 }, 1).limit).toBe(4);
    expect(afterSuccess(failing(3, 1), 1)).toEqual(HEALTHY);
  });

  it('never has a limit below one, whatever happens', () => {
    const steps = fc.array(fc.constantFrom('succeeds', 'answers', 'fails'), { maxLength: 50 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 64 }), fc.nat(64), (signs, slots, out) => {
        let health = HEALTHY;
        for (const sign of signs) {
          if (sign === 'succeeds') health = afterSuccess(health, slots);
          else if (sign === 'answers') health = afterAnswer(health);
          else health = afterFailure(health, out);
          expect(health.limit).toBeGreaterThanOrEqual(1);
          // What binds, binds: else probing would never be over.
          if (isLimited(health)) expect(health.limit).toBeLessThan(Math.max(2, slots));
        }
      }),
    );
  });
});
