import { retryAfterMs } from '../../src/pure/retry-after.js';

const NOW = '2026-11-23T21:00:00.000Z';

describe('retryAfterMs', () => {
  it.each([
    ['2', 2000],
    [' 2 ', 2000],
    ['0', 1000],
    ['300', 300_000],
    ['301', 300_000],
    ['999999999', 300_000],
    ['9'.repeat(400), 300_000],
    ['Mon, 23 Nov 2026 21:00:04 GMT', 4000],
    ['Mon, 23 Nov 2026 20:00:00 GMT', 1000],
    ['Tue, 24 Nov 2026 21:00:00 GMT', 300_000],
  ])('reads %j as %d ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1e3',
    'NaN',
    'Infinity',
    'soon',
    '2026-11-23T21:00:04Z',
    'Monday, 23-Nov-26 21:00:04 GMT',
    'Mon, 99 Nov 2026 21:00:04 GMT',
  ])('takes %j as missing', (header) => {
    expect(retryAfterMs(header, NOW)).toBeUndefined();
  });
});
