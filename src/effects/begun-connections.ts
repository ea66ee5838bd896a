import { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** Typed as giving nothing, undici's own gives what is being connected. */
export type Connect = (...args: Parameters<buildConnector.connector>) => unknown;

/** Connections that have begun and are not there yet: where a firewall swallows them, the system tries on for two minutes. */
export interface BegunConnections {
  readonly connect: buildConnector.connector;
  /** Ends them, or they would hold the process: undici lets them try on, though their requests are gone. */
  readonly giveUp: () => void;
}

/** @param isWanted whether a request waits: undici also makes connections for none */
export const endBegun = (connect: Connect, isWanted: () => boolean): BegunConnections => {
  const begun = new Set<Socket>();
  const giveUp = () => {
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
      if (!isWanted()) giveUp();
    },
    giveUp,
  };
};
