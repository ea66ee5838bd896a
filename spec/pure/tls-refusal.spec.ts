import { isTlsRefusal, tlsRemedy } from '../../src/pure/tls-refusal.js';

describe('a TLS refusal', () => {
  it.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'INVALID_CA'])(
    'is %s, which people must mend',
    (code) => {
      expect(isTlsRefusal(code)).toBe(true);
      expect(tlsRemedy(code)).toEqual(expect.any(String));
    },
  );

  // A protocol error may be a proxy that restarts; and what a `fetch` of the user's calls an error may be any text.
  it.each(['ECONNREFUSED', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'UNKNOWN', 'constructor', ''])(
    'is not %j',
    (code) => {
      expect(isTlsRefusal(code)).toBe(false);
    },
  );
});
