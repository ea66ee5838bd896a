import { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** Typed as giving nothing, undici's own gives what is being connected. */
export type Connect = (...args: Parameters<buildConnector.connector>) => unknown;

/** Connections that have begun and are not there yet: where a firewall swallows them, the system tries on for two minutes. */
export interface BegunConnections {
  readonly connect: buildConnector.connector;
  /** A request begins; it waits for its answer until the signal aborts or the function that this returns is called. */
  readonly begin: (signal: AbortSignal) => () => void;
}

/**
 * Ends them when no request waits any more, or they would hold the process: undici lets them try on, ends a request that is
 * aborted only once its connection is there, and then makes one for none.
 */
export const endBegun = (connect: Connect): BegunConnections => {
  const begun = new Set<Socket>();
  let waiting = 0;
  const endUnwanted = () => {
    if (waiting > 0) return;
    // Without an error undici would never hear of it.
    for (const socket of begun) socket.destroy(new Error('no request waits for this connection'));
  };
  return {
    connect: (target, callback) => {
      const socket = connect(target, (...result) => {
        if (socket instanceof Socket) begun.delete(socket);
        callback(...result);
      });
      if (socket instanceof Socket) begun.add(socket);
      endUnwanted();
    },
    begin: (signal) => {
      let isOver = false;
      const over = () => {
        if (isOver) return;
        isOver = true;
        signal.removeEventListener('abort', over);
        waiting -= 1;
        endUnwanted();
      };
      waiting += 1;
      signal.addEventListener('abort', over);
      return over;
    },
  };
};
