const ISSUER = 'its issuer is not trusted: if it is your own, name it in NODE_EXTRA_CA_CERTS';
const HOST = 'it is for another host than that of dataPlaneUrl';
const OTHERWISE = 'see what is wrong with it, or with its chain';

/** What to do about a certificate, by the code that Node.js refuses it with (its documentation of `tls` lists them). */
const REMEDIES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "renew it, or mend this machine's clock",
  CERT_NOT_YET_VALID: "mend this machine's clock",
  ERR_TLS_CERT_ALTNAME_INVALID: HOST,
  ERR_TLS_CERT_ALTNAME_FORMAT: HOST,
  HOSTNAME_MISMATCH: HOST,
  DEPTH_ZERO_SELF_SIGNED_CERT: ISSUER,
  SELF_SIGNED_CERT_IN_CHAIN: ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ISSUER,
  CERT_UNTRUSTED: ISSUER,
  CERT_REJECTED: ISSUER,
  CERT_REVOKED: 'it was revoked: renew it',
  CERT_CHAIN_TOO_LONG: OTHERWISE,
  CERT_SIGNATURE_FAILURE: OTHERWISE,
  ERROR_IN_CERT_NOT_AFTER_FIELD: OTHERWISE,
  ERROR_IN_CERT_NOT_BEFORE_FIELD: OTHERWISE,
  INVALID_CA: OTHERWISE,
  INVALID_PURPOSE: OTHERWISE,
  PATH_LENGTH_EXCEEDED: OTHERWISE,
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: OTHERWISE,
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: OTHERWISE,
};

/** What to do about a certificate that is not accepted; `undefined` for any other code of a `NetworkError`. */
export const tlsRemedy = (code: string): string | undefined =>
  Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;

/** The data plane is there, but its certificate is not accepted: people must mend it, which takes its time. */
export const isTlsRefusal = (code: string): boolean => tlsRemedy(code) !== undefined;
