import { ApiError, NetworkError } from '../../src/index.js';
import { apiErrorCodeOf } from '../../src/pure/api-error-code.js';
import { adviceOn, asDeliveryError, refusalOf } from '../../src/pure/answer.js';

const NOW = '2026-11-23T21:00:00.000Z';

describe('answers', () => {
  it.each([200, 201, 202, 204, 206, 299])('are a success with a %d', (status) => {
    expect(refusalOf({ status, body: '<html>' }, NOW, true)).toBeUndefined();
  });

  it.each([0, 199, 300, 302, 400, 500])('are an error with a %d', (status) => {
    expect(refusalOf({ status, body: '' }, NOW, true)).toMatchObject({ _tag: 'ApiError', status });
  });

  it('keep what Retry-After asks for, by the clock they are given', () => {
    const retryAfter = 'Mon, 23 Nov 2026 21:00:04 GMT';
    expect(refusalOf({ status: 503, body: '', retryAfter }, NOW, true)).toMatchObject({ retryAfterMs: 4000 });
    expect(refusalOf({ status: 503, body: '', retryAfter: 'soon' }, NOW, true)).not.toHaveProperty(
      'retryAfterMs',
    );
  });

  it('are told with their first 500 characters, on one line', () => {
    const error = new ApiError(500, 'unknown', `<html>\n  ${'x'.repeat(600)}`);
    expect(error.message).toBe(`the data plane answered 500: <html> ${'x'.repeat(491)}`);
    expect(new ApiError(500, 'unknown', ' \n').message).toBe('the data plane answered 500: (no text)');
  });

  it.each([
    [415, '', true, true],
    [400, 'invalid json\n', true, true],
    [400, 'Bad Request', true, true],
    [400, 'request neither has anonymousId nor userId\n', true, false],
    [400, '{"code":"OTHER"}', true, false],
    [415, '', false, false],
    [400, 'invalid json\n', false, false],
    [401, '', true, false],
  ])('hint at gzip where it may be the cause: %d %j, compressed: %j', (status, body, gzip, isHinted) => {
    const { message = '' } = refusalOf({ status, body }, NOW, gzip) ?? {};
    expect(message.endsWith(' (if it refuses every request, it may not take gzip: set `gzip: false`)')).toBe(
      isHinted,
    );
  });

  it('get an advice that tells a wrong key, a disabled source, a wrong path and what stands before the data plane apart', () => {
    const advice = (status: number, body = '') =>
      adviceOn(new ApiError(status, apiErrorCodeOf(status, body), body));
    expect([
      advice(401, 'invalid write key\n'),
      advice(404, 'source is disabled\n'),
      advice(404, '404 page not found\n'),
      advice(403),
      advice(407),
      advice(308),
      advice(400),
      adviceOn(new NetworkError('ECONNREFUSED', '')),
    ]).toEqual([
      'check writeKey',
      'enable the source of this write key in RudderStack',
      'check dataPlaneUrl, there is no data plane at its /v1/batch',
      'check writeKey, and what a proxy or firewall before the data plane lets through',
      'a proxy asks who you are: hand createClient a `fetch` that tells it',
      'redirects are never followed: set dataPlaneUrl to where this one leads',
      undefined,
      undefined,
    ]);
  });

  it('that never came are network errors, with a code said once', () => {
    expect(new NetworkError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9').message).toBe(
      'no answer from the data plane: connect ECONNREFUSED 127.0.0.1:9',
    );
    expect(new NetworkError('EPROTO', 'wrong\nversion').message).toBe(
      'no answer from the data plane: wrong version (EPROTO)',
    );
  });

  it('of no kind we know are network errors too', () => {
    const known = new ApiError(500, 'unknown', '');
    expect(asDeliveryError(known)).toBe(known);
    expect(asDeliveryError(new Error('out of memory'))).toMatchObject({
      _tag: 'NetworkError',
      code: 'UNEXPECTED',
      message: 'no answer from the data plane: out of memory (UNEXPECTED)',
    });
    expect(asDeliveryError(null)).toMatchObject({ _tag: 'NetworkError' });
  });
});
