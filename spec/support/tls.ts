import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type Respond, startServer, type WireServer } from './server.js';

const read = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8');

/** Certificates that sign themselves: tls/README.md tells how they were made. */
export const CERTIFICATES = {
  valid: read('valid'),
  expired: read('expired'),
  /** Of another host. */
  elsewhere: read('elsewhere'),
} as const;

/** A loopback server behind TLS, with one of the certificates. */
export const startTlsServer = async (
  name: keyof typeof CERTIFICATES,
  respond: Respond,
  port = 0,
): Promise<WireServer> => {
  const own = { cert: CERTIFICATES[name], key: read('key') };
  const server = await startServer(respond, port, (listener) => createServer(own, listener));
  return { ...server, url: server.url.replace('http:', 'https:') };
};
