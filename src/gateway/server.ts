import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { textOf } from '../pure/text.js';
import { send } from './answer.js';

export interface Listener {
  readonly port: number;
  /** Stops listening, drops open connections, and resolves when the port is free. */
  readonly close: () => Promise<void>;
}

/** Those of rudder-server (gateway/handle_lifecycle.go:89,121-125). `0`: no limit. */
const LIMITS = {
  maxHeaderSize: 512 * 1024,
  keepAliveTimeout: 720_000,
  requestTimeout: 0,
  headersTimeout: 0,
};

/** Go's answer to a request that it could not read. */
const rawAnswer = (status: string): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n\r\n${status}`;

const answerUnread = ({ code }: NodeJS.ErrnoException, socket: Socket): void => {
  // Called again for what still comes in, which must not cut the answer off; and for a connection that was reset.
  if (!socket.writable) return;
  const isHuge = code === 'HPE_HEADER_OVERFLOW';
  socket.end(rawAnswer(isHuge ? '431 Request Header Fields Too Large' : '400 Bad Request'));
};

/** Listens on loopback only. Rejects if the port is taken. */
export const listen = async (
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listener> => {
  const server = createServer(LIMITS, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // To a client that went away while its body was read this goes nowhere.
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: `the embedded gateway failed: ${textOf(error)}\n` });
    });
  });
  server.on('clientError', answerUnread);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    }));
  return { port: (server.address() as AddressInfo).port, close };
};
