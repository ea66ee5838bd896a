import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Where a server takes connections, on loopback. It can be shut, and opened again at the same port. */
export interface Door {
  readonly port: number;
  readonly isOpen: () => boolean;
  /** Connections that are open. */
  readonly connections: () => number;
  readonly open: () => Promise<void>;
  /** Refuses connections, and closes those that are open. */
  readonly shut: () => Promise<void>;
}

/** Resolves when it listens; a port that somebody else was given meanwhile is waited for. */
const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || port === 0) reject(error);
      else setTimeout(() => server.listen(port, '127.0.0.1'), 20).unref();
    });
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

export const openDoor = async (onConnection: (socket: Socket) => void): Promise<Door> => {
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;
  const open = async () => {
    if (server !== undefined) return;
    server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      // Resets are what this is for; and a spec that fails must not hold the whole run.
      socket.on('error', () => undefined).unref();
      socket.on('close', () => sockets.delete(socket));
      onConnection(socket);
    });
    server.unref();
    port = await listening(server, port);
  };
  await open();
  return {
    port,
    isOpen: () => server !== undefined,
    connections: () => sockets.size,
    open,
    shut: () =>
      new Promise((resolve) => {
        const closing = server;
        server = undefined;
        for (const socket of sockets) socket.destroy();
        if (closing === undefined) resolve();
        else
          closing.close(() => {
            resolve();
          });
      }),
  };
};
