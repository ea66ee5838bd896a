import { recordedClient } from '../support/recorded.js';

/** How long the client waits that gets this header first, with a back-off of its own of 250 ms; what others of its events wait. */
const waitsAfter = (retryAfter: string | undefined, status = 429) => {
  const { connection, scheduler, outcomes, requests } = recordedClient(
    (_request, index) => (index === 0 ? { status, retryAfter } : '200'),
    { maxRetries: 1, backoff: { baseMs: 500, maxMs: 500 } },
  );
  connection.track('a', 'e');
  scheduler.schedule(() => connection.track('b', 'e'), 100);
  scheduler.flush();
  expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Delivered', 'Delivered']);
  const [, ...after] = requests;
  return after.map(({ frame }) => frame);
};

const OWN_MS = 250;

describe('Retry-After', () => {
  it.each<[string, number, string]>([
    ['[N10] of two seconds', 2_000, '2'],
    ['[N11] of a date in four seconds', 4_000, 'Thu, 01 Jan 1970 00:00:04 GMT'],
    ['[N11] of a date that is past', 1_000, 'Wed, 31 Dec 1969 00:00:00 GMT'],
    ['[N11] of a date by a clock that is an hour ahead', 300_000, 'Thu, 01 Jan 1970 01:00:00 GMT'],
    ['[N12] of years', 300_000, '999999999'],
    ['[N12] of more digits than a number holds', 300_000, '9'.repeat(400)],
    ['[N12] of nothing', 1_000, '0'],
    ['[N12] that is negative', OWN_MS, '-1'],
    ['[N12] that is no number', OWN_MS, 'NaN'],
    ['[N12] that is empty', OWN_MS, ''],
    ['[N12] that is a fraction', OWN_MS, '1.5'],
    ['[N12] in hexadecimal', OWN_MS, '0x10'],
    ['[N12] of a date in a form of its own', OWN_MS, '1970-01-01T00:00:04Z'],
  ])('%s lets the whole client wait for %d ms', (_name, waitMs, retryAfter) => {
    for (const frame of waitsAfter(retryAfter)) expect(frame).toBeGreaterThanOrEqual(waitMs);
    expect(waitsAfter(retryAfter)[0]).toBe(waitMs);
  });

  it('[N10] uses up no retry, however often it comes', () => {
    const { connection, scheduler, outcomes } = recordedClient(
      (_request, index) => (index < 20 ? '429+2s' : index === 20 ? '503' : '200'),
      { maxRetries: 1 },
    );
    connection.track('a', 'e');
    scheduler.flush();
    expect(outcomes).toMatchObject([{ _tag: 'Delivered', attempts: 22 }]);
  });

  it('[N12] is obeyed with 429 and 503 only', () => {
    expect(waitsAfter('60', 503)[0]).toBe(60_000);
    expect(waitsAfter('60', 500)).toContain(OWN_MS);
  });
});
