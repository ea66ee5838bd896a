import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Script } from './fault-script.js';
import type { Sources } from './sources.js';
import type { Store } from './store.js';
import type { Arrival } from './stored-event.js';

/** One request, with its address in two parts. */
export interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: string;
}

/** What those who take events share. */
export interface Desk {
  readonly sources: Sources;
  readonly store: Store;
  readonly script: Script;
}

/** Now, from the first address that a proxy names, else from the other end (rudder-go-kit httputil/client.go:38-46). */
export const arrivalOf = ({ headers, socket }: IncomingMessage): Arrival => {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')[0] ?? '';
  return {
    ip: forwarded.replaceAll(' ', '') || (socket.remoteAddress ?? ''),
    receivedAt: new Date().toISOString(),
  };
};
