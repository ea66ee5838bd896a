import type { IncomingHttpHeaders } from 'node:http';
import type { StoredEvent } from './stored-event.js';

/** One request that brought events. */
export interface GatewayRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** That was sent; `0` if a fault kept the answer back. */
  readonly status: number;
  /** Events that were stored. */
  readonly events: number;
  /** Of the body, uncompressed. */
  readonly bytes: number;
  /** Of the body, as it came. */
  readonly wireBytes: number;
}

export const NOT_ANSWERED = 0;

/** The last of what came in. */
interface Tail<T> {
  readonly push: (items: readonly T[]) => void;
  /** The last items, oldest first: the same list until something comes in. */
  readonly read: () => readonly T[];
}

const tail = <T>(retain: number): Tail<T> => {
  const kept: T[] = [];
  let seen: readonly T[] | undefined;
  return {
    push: (items) => {
      seen = undefined;
      for (const item of items) kept.push(item);
      // To move up the whole list costs too much for one request: it is done for a quarter of them at once.
      if (kept.length > 1.25 * retain) kept.splice(0, kept.length - retain);
    },
    read: () => (seen ??= kept.slice(Math.max(0, kept.length - retain))),
  };
};

/** What the gateway remembers: the last `retain` events and requests, and how many there were of each. */
export interface Store {
  readonly keep: (request: Omit<GatewayRequest, 'events'>, stored: readonly StoredEvent[]) => void;
  readonly events: () => readonly StoredEvent[];
  readonly requests: () => readonly GatewayRequest[];
  readonly counts: { readonly requests: number; readonly events: number };
}

export const createStore = (retain: number): Store => {
  const events = tail<StoredEvent>(retain);
  const requests = tail<GatewayRequest>(retain);
  const counts = { requests: 0, events: 0 };
  return {
    keep: (request, stored) => {
      counts.requests += 1;
      counts.events += stored.length;
      events.push(stored);
      requests.push([{ ...request, events: stored.length }]);
    },
    events: events.read,
    requests: requests.read,
    counts,
  };
};
