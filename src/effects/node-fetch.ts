import { Agent, type buildConnector, type Dispatcher, request } from 'undici';
import type { FetchInit } from '../model/options.js';
import { endBegun } from './begun-connections.js';
import type { FetchedResponse, Platform } from './platform.js';
import { watchConnections } from './stale-connections.js';

const first = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;

const answerOf = async (
  url: string,
  { method, headers, body, signal }: FetchInit,
  dispatcher: Dispatcher,
): Promise<FetchedResponse> => {
  const answer = await request(url, { method, headers, body, signal, dispatcher });
  return {
    ok: answer.statusCode >= 200 && answer.statusCode <= 299,
    status: answer.statusCode,
    headers: { get: (name) => first(answer.headers[name]) },
    body: answer.body,
  };
};

/** One that was given up breaks within a round trip; what breaks later has been taken, and may have been stored. */
const MAX_STALE_MS = 2_000;

/** The client's own `timeout` rules. */
const UNTIMED = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * undici without the global `fetch` around it (a sixth of its CPU). It keeps idle connections for 4 s and lets the process
 * end over them. A request that went out on one as the other side gave it up is made once more, on a connection of its own.
 * A connection that nobody waits for any more is ended before it is there.
 */
export const createFetch = (options: buildConnector.BuildOptions = {}): Platform['fetch'] => {
  const { isStale, ...watched } = watchConnections({ ...options, timeout: 0 });
  const { connect, begin } = endBegun(watched.connect);
  // Made at the first request.
  let kept: Agent | undefined;
  let single: Agent | undefined;
  return async (url, init) => {
    const startedAt = performance.now();
    const over = begin(init.signal);
    try {
      return await answerOf(url, init, (kept ??= new Agent({ ...UNTIMED, connect })));
    } catch (error) {
      if (!isStale(error) || performance.now() - startedAt > MAX_STALE_MS) throw error;
      // Not from the pool, whose other connections may be stale too: without pipelining each serves once.
      return await answerOf(url, init, (single ??= new Agent({ ...UNTIMED, connect, pipelining: 0 })));
    } finally {
      over();
    }
  };
};
