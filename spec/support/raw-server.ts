import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request that has come whole. */
export interface RawRequest {
  /** Its first line and its headers. */
  readonly head: string;
  /** Uncompressed. */
  readonly body: string;
  /** On the wire, the head included. */
  readonly bytes: number;
}

export interface RawConnection {
  readonly socket: Socket;
  /** From 0, in the order in which they were opened. */
  readonly index: number;
  /** Whole ones so far. */
  readonly requests: readonly RawRequest[];
  /** The client, or the server, has closed it. */
  readonly closed: Promise<unknown>;
  /** What has been received. */
  readonly bytes: () => number;
}

export interface RawServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly connections: readonly RawConnection[];
  /** On all connections, in the order in which they came. */
  readonly requests: readonly RawRequest[];
}

export interface RawServerConfig {
  /** A request has come whole: the last of its connection's. Writes raw bytes, or does something else to the socket. */
  readonly respond?: (connection: RawConnection, request: RawRequest) => void;
  /** Some bytes of a request have come. */
  readonly onBytes?: (connection: RawConnection) => void;
  /** @default any that is free */
  readonly port?: number;
}

const HEAD_END = '\r\n\r\n';

/** The first request of these bytes, if it is whole, and what is behind it. */
const firstOf = (bytes: Buffer): { request: RawRequest; rest: Buffer } | undefined => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const start = headEnd + HEAD_END.length;
  const end = start + Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  if (bytes.length < end) return undefined;
  const raw = bytes.subarray(start, end);
  const isZipped = /^content-encoding: gzip$/im.test(head);
  return {
    request: { head, body: (isZipped ? gunzipSync(raw) : raw).toString(), bytes: end },
    rest: bytes.subarray(end),
  };
};

/** A loopback server without HTTP of its own: what is answered, and when, and how it breaks, is up to the spec. */
export const startRawServer = async ({
  respond,
  onBytes,
  port = 0,
}: RawServerConfig = {}): Promise<RawServer> => {
  const connections: RawConnection[] = [];
  const requests: RawRequest[] = [];
  const server = createServer((socket) => {
    const own: RawRequest[] = [];
    let unread: Buffer = Buffer.alloc(0);
    const connection: RawConnection = {
      socket,
      index: connections.length,
      requests: own,
      closed: new Promise((resolve) => socket.once('close', resolve)),
      bytes: () => socket.bytesRead,
    };
    connections.push(connection);
    // A spec that fails before it closes the server must not hold the whole run.
    socket.unref();
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      onBytes?.(connection);
      unread = Buffer.concat([unread, chunk]);
      for (let next = firstOf(unread); next !== undefined; next = firstOf(unread)) {
        unread = next.rest;
        own.push(next.request);
        requests.push(next.request);
        respond?.(connection, next.request);
      }
    });
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(bound)}`,
    port: bound,
    connections,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const { socket } of connections) socket.destroy();
      }),
  };
};

/** The head of an answer, as bytes. */
export const head = (status: string, headers = ''): string => `HTTP/1.1 ${status}\r\n${headers}\r\n`;

/** A whole answer, as bytes. */
export const sized = (status: string, body: string, headers = ''): string =>
  `${head(status, `${headers}content-length: ${String(Buffer.byteLength(body))}\r\n`)}${body}`;

/** What the gateway answers when it has stored everything. */
export const OK = sized('200 OK', 'ok');

/** The users of the events that a request carries. */
export const usersOf = ({ body }: RawRequest): readonly string[] =>
  (JSON.parse(body) as { batch: { userId: string }[] }).batch.map(({ userId }) => userId);

/** Their messageIds. */
export const idsOf = ({ body }: RawRequest): readonly string[] =>
  (JSON.parse(body) as { batch: { messageId: string }[] }).batch.map(({ messageId }) => messageId);
