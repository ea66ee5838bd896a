import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly raw: Buffer;
  /** Uncompressed. */
  readonly body: string;
}

export interface WireServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly WireRequest[];
  /** How many were opened so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

export type Respond = (request: WireRequest, response: ServerResponse, index: number) => void;

/** A loopback server that records what comes and leaves the answer to `respond`. */
export const startServer = async (
  respond: Respond,
  port = 0,
  create: (listener: RequestListener) => Server = createServer,
): Promise<WireServer> => {
  const requests: WireRequest[] = [];
  const server = create((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const { method = '', url: path = '', headers } = request;
      const body = headers['content-encoding'] === 'gzip' ? gunzipSync(raw).toString() : raw.toString();
      const seen = { method, path, headers, raw, body };
      requests.push(seen);
      respond(seen, response, requests.length - 1);
    });
  });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    // A spec that fails before it closes the server must not hold the whole run.
    socket.unref();
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${String(bound)}`,
    port: bound,
    requests,
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** Answers as a data plane that stored everything. */
export const ok = (_request: WireRequest, response: ServerResponse): void => {
  response.end('ok');
};
