import { recipientOf } from '../../src/pure/recipient.js';

describe('recipientOf', () => {
  it.each([
    ['https://a.example', 'https://a.example/v1/batch'],
    ['https://a.example/', 'https://a.example/v1/batch'],
    ['https://a.example/base//', 'https://a.example/base/v1/batch'],
    [' http://a.example:80\n', 'http://a.example/v1/batch'],
  ])('sends %j to %s', (dataPlaneUrl, url) => {
    expect(recipientOf('key', dataPlaneUrl, true).url).toBe(url);
  });

  it('takes a key of any length and alphabet', () => {
    const writeKey = 'ключ😀'.repeat(50_000);
    const { authorization } = recipientOf(writeKey, 'https://a.example', true).headers;
    expect(Buffer.from(authorization.slice(6), 'base64').toString()).toBe(`${writeKey}:`);
  });

  it('takes the key out of texts, plain and as it is sent', () => {
    const { redact, headers } = recipientOf('2SECRETKEY', 'https://a.example', true);
    expect(redact(`saw ${headers.authorization}, that is 2SECRETKEY`)).toBe(
      'saw Basic [write key], that is [write key]',
    );
  });

  it('leaves texts alone that a short key would garble', () => {
    const { redact } = recipientOf('e', 'https://a.example', true);
    expect(redact('source is disabled, ZTo=')).toBe('source is disabled, [write key]');
  });
});
