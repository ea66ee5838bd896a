import { buildConnector } from 'undici';
import type { Connect } from './begun-connections.js';

/** How a connection breaks that the other side has given up. */
const GIVEN_UP: readonly unknown[] = ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'];

/** Tells the errors of stale connections from all others. */
export interface StaleConnections {
  /** Makes every connection that is watched. */
  readonly connect: Connect;
  /**
   * The other side gave up an idle connection just as the next request went out on it: it had served before, and broke
   * before a byte of the answer came. On a new connection the same would be an outage.
   */
  readonly isStale: (error: unknown) => boolean;
}

type Connected = NonNullable<Parameters<buildConnector.Callback>[1]>;

export const watchConnections = (options: buildConnector.BuildOptions): StaleConnections => {
  const connector: Connect = buildConnector(options);
  const errors = new WeakSet();

  const watch = (socket: Connected) => {
    // Bytes that had been written when the last byte of an answer came; 0 if none has come.
    let answered = 0;
    // Before undici's own listeners, which read.
    socket.on('readable', () => {
      if (socket.readableLength > 0) answered = socket.bytesWritten;
    });
    socket.on('error', (error: Error & { readonly code?: unknown }) => {
      // One request at a time: what has been written since is the next one.
      const isUnanswered = answered > 0 && socket.bytesWritten > answered;
      if (isUnanswered && GIVEN_UP.includes(error.code)) errors.add(error);
    });
  };

  return {
    connect: (target, callback) =>
      connector(target, (...result) => {
        if (result[0] === null) watch(result[1]);
        callback(...result);
      }),
    isStale: (error) => typeof error === 'object' && error !== null && errors.has(error),
  };
};
