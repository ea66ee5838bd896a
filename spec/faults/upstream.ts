import { connect, type Socket } from 'node:net';
import { createFramer, type Frame } from './frames.js';

/** A connection to the gateway, for the requests of one connection of the client's, one at a time. */
export interface Upstream {
  /** Hands a request on as it came, and resolves with the answer as it came. */
  readonly serve: (request: Frame) => Promise<Frame>;
  /** Closes it, once a request under way is answered: the client may be gone, but the gateway has it. */
  readonly end: () => void;
}

export const createUpstream = (port: number): Upstream => {
  let socket: Socket | undefined;
  let waiting: { resolve: (answer: Frame) => void; reject: (reason: Error) => void } | undefined;
  let isEnding = false;

  const open = (): Socket => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true });
    const read = createFramer({
      onFrame: (answer) => {
        waiting?.resolve(answer);
        waiting = undefined;
        if (isEnding) opened.destroy();
      },
    });
    opened.on('data', read);
    opened.on('error', (reason) => waiting?.reject(reason));
    opened.on('close', () => waiting?.reject(new Error('the gateway closed the connection')));
    return opened;
  };

  return {
    serve: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket ??= open();
        socket.write(request.raw);
      }),
    end: () => {
      isEnding = true;
      if (waiting === undefined) socket?.destroy();
    },
  };
};
