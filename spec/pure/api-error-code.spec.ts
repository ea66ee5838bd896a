import { apiErrorCodeOf } from '../../src/pure/api-error-code.js';

describe('apiErrorCodeOf', () => {
  it.each<[number, string, string]>([
    [400, 'request neither has anonymousId nor userId\n', 'missing-ids'],
    [400, 'invalid json\n', 'invalid-json'],
    [400, 'event is not a valid rudder event\n', 'invalid-event'],
    [400, 'empty batch payload\n', 'empty-batch'],
    [401, 'invalid write key\n', 'invalid-write-key'],
    [401, 'failed to read writekey from header\n', 'invalid-write-key'],
    [404, 'source is disabled\n', 'source-disabled'],
    [404, '404 page not found\n', 'unknown'],
    [413, 'request size exceeds max limit\n', 'too-large'],
    [413, '<html>nginx</html>', 'too-large'],
    [429, 'max requests limit reached\n', 'rate-limited'],
    [429, '', 'rate-limited'],
    [500, 'tx error\n', 'unknown'],
    [500, 'it said: invalid json', 'unknown'],
  ])('takes %i %j for %s', (status, body, code) => {
    expect(apiErrorCodeOf(status, body)).toBe(code);
  });

  it('lets the code of a JSON answer win', () => {
    expect(apiErrorCodeOf(429, '{"code":"QUOTA","message":"m"}')).toBe('QUOTA');
  });

  it.each(['{"code":5}', '{"code":""}', '{"code":', 'null', '[]', `{"code":"${'x'.repeat(101)}"}`])(
    'finds no code in %j',
    (body) => {
      expect(apiErrorCodeOf(500, body)).toBe('unknown');
    },
  );

  it('takes no code that the answer spells with escapes: what was taken out of its text could come back', () => {
    expect(apiErrorCodeOf(500, '{"code":"\\u0053ECRET"}')).toBe('unknown');
  });
});
