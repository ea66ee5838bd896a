import fc from 'fast-check';
import { AbortedError, ApiError, type DeliveryError, NetworkError, TimeoutError } from '../../src/index.js';
import { backOffMs, decide, FREE_429_MS, type History, NO_HISTORY } from '../../src/pure/retry-policy.js';

const CONFIG = { maxRetries: 3, baseMs: 500, maxMs: 30_000 };

const tagOf = (error: DeliveryError) => decide(CONFIG, error, NO_HISTORY, 0, 0)._tag;

describe('retry policy', () => {
  it.each([408, 429, 500, 501, 502, 503, 504, 599])('retries a %d', (status) => {
    expect(tagOf(new ApiError(status, 'unknown', ''))).toBe('Retry');
  });

  it.each([0, 100, 300, 301, 302, 307, 400, 401, 403, 404, 405, 413, 415, 431, 600, 999])(
    'does not retry a %d',
    (status) => {
      expect(tagOf(new ApiError(status, 'unknown', ''))).toBe('GiveUp');
    },
  );

  it('retries network errors and timeouts, and nothing after an abort', () => {
    expect(tagOf(new NetworkError('ECONNREFUSED', ''))).toBe('Retry');
    expect(tagOf(new TimeoutError(1))).toBe('Retry');
    expect(tagOf(new AbortedError())).toBe('GiveUp');
  });

  it('pauses the client at a 429, and at a 503 that says for how long; else only the batch waits', () => {
    const decisions = [
      new ApiError(429, 'unknown', '', 2000),
      new ApiError(429, 'unknown', ''),
      new ApiError(503, 'unknown', '', 2000),
      new ApiError(503, 'unknown', ''),
      new ApiError(500, 'unknown', '', 2000),
      new TimeoutError(1),
    ].map((error) => decide(CONFIG, error, NO_HISTORY, 0, 0));
    expect(decisions).toMatchObject([
      { pauseMs: 2000, waitMs: 0 },
      { pauseMs: 250, waitMs: 0 },
      { pauseMs: 2000, waitMs: 0 },
      { pauseMs: 0, waitMs: 250 },
      { pauseMs: 0, waitMs: 250 },
      { pauseMs: 0, waitMs: 250 },
    ]);
  });

  it('pauses the client for as long though the batch has no retry left, and not at what no retry heals', () => {
    const spent = { ...NO_HISTORY, counted: CONFIG.maxRetries, limitedSince: -FREE_429_MS };
    const decisions = [
      new ApiError(429, 'unknown', '', 2000),
      new ApiError(429, 'unknown', ''),
      new ApiError(503, 'unknown', '', 2000),
      new ApiError(503, 'unknown', ''),
      new ApiError(413, 'unknown', '', 2000),
    ].map((error) => decide(CONFIG, error, spent, 0, 0));
    expect(decisions).toEqual([2000, 2000, 2000, 0, 0].map((pauseMs) => ({ _tag: 'GiveUp', pauseMs })));
  });

  it('[N8] waits the longest from the first on where a certificate is not accepted', () => {
    const waits = (code: string) =>
      [0, 0.999].map((random) => decide(CONFIG, new NetworkError(code, ''), NO_HISTORY, 0, random));
    expect(waits('CERT_HAS_EXPIRED')).toMatchObject([{ waitMs: 15_000 }, { waitMs: 29_985 }]);
    expect(waits('ECONNREFUSED')).toMatchObject([{ waitMs: 250 }, { waitMs: 500 }]);
  });

  it('spends no retry on a 429 for an hour from the first, then it does', () => {
    const limited = new ApiError(429, 'unknown', '');
    const first = decide(CONFIG, limited, NO_HISTORY, 1000, 0);
    expect(first).toMatchObject({ history: { counted: 0, free: 1, limitedSince: 1000 } });
    const history = first._tag === 'Retry' ? first.history : NO_HISTORY;
    expect(decide(CONFIG, limited, history, 1000 + FREE_429_MS - 1, 0)).toMatchObject({
      history: { counted: 0 },
    });
    expect(decide(CONFIG, limited, history, 1000 + FREE_429_MS, 0)).toMatchObject({
      history: { counted: 1 },
    });
  });

  it('waits between half and all of the exponential, never more than maxMs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.nat(2000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (baseMs, maxMs, retries, random) => {
          const ceiling = Math.min(maxMs, baseMs * 2 ** retries);
          const waitMs = backOffMs({ baseMs, maxMs }, retries, random);
          expect(waitMs).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
          expect(waitMs).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });

  it('outlasts 75 s with the default ten retries, at its unluckiest', () => {
    const waits = Array.from({ length: 10 }, (_, retries) => backOffMs(CONFIG, retries, 0));
    expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(75_000);
  });

  it('gives up after maxRetries counted retries, whatever the order of the errors', () => {
    const errors = fc.array(
      fc.constantFrom(
        new NetworkError('X', ''),
        new TimeoutError(1),
        new ApiError(500, 'unknown', ''),
        new ApiError(429, 'unknown', ''),
      ),
      { minLength: 30, maxLength: 60 },
    );
    fc.assert(
      fc.property(errors, fc.nat(5), (errors, maxRetries) => {
        let history: History = NO_HISTORY;
        for (const error of errors) {
          const decision = decide({ ...CONFIG, maxRetries }, error, history, 0, 0);
          const isCounted = !(error instanceof ApiError && error.status === 429);
          if (decision._tag === 'GiveUp') {
            expect(isCounted).toBe(true);
            expect(history.counted).toBe(maxRetries);
            return;
          }
          expect(decision.history.counted + decision.history.free).toBe(history.counted + history.free + 1);
          expect(decision.history.counted).toBe(history.counted + (isCounted ? 1 : 0));
          expect(decision.history.counted).toBeLessThanOrEqual(maxRetries);
          ({ history } = decision);
        }
        expect(history.counted).toBeLessThanOrEqual(maxRetries);
      }),
    );
  });
});
