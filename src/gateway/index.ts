import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isPostPath, judge, type StoredEvent } from './judge.js';
import { type GatewayOptions, problemOf } from './options.js';

export type { StoredEvent } from './judge.js';
export type { GatewayOptions } from './options.js';

/** One request that came in. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly status: number;
  /** Events that were stored. */
  readonly events: number;
  /** Of the body, uncompressed. */
  readonly bytes: number;
  /** Of the body, as it came. */
  readonly wireBytes: number;
}

/** An embedded data plane that runs. */
export interface Gateway {
  /** What `dataPlaneUrl` takes. */
  readonly url: string;
  readonly port: number;
  /** The events stored last, oldest first. Grows as they come. */
  readonly events: readonly StoredEvent[];
  /** The requests answered last, oldest first. Grows as they come. */
  readonly requests: readonly GatewayRequest[];
  /** Everything since the start. */
  readonly counts: { readonly requests: number; readonly events: number };
  /** Stops listening, drops open connections, and resolves when the port is free. */
  close(): Promise<void>;
}

const unzip = promisify(gunzip);

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Only the exact word is understood (middleware/uncompress.go:10-17). */
const decode = async (raw: Buffer, encoding: string | undefined): Promise<Buffer | undefined> => {
  if (encoding !== 'gzip') return raw;
  try {
    return await unzip(raw);
  } catch {
    return undefined;
  }
};

const answer = (response: ServerResponse, status: number, contentType: string, body: string): void => {
  // 405 and its like have no body and so no type.
  response.writeHead(
    status,
    body === '' ? {} : { 'content-type': contentType, 'x-content-type-options': 'nosniff' },
  );
  response.end(body);
};

const TEXT = 'text/plain; charset=utf-8';

const isUp = (response: ServerResponse): void => {
  answer(
    response,
    200,
    'application/json',
    JSON.stringify({ server: 'UP', db: 'UP', acceptingEvents: 'TRUE' }),
  );
};

/**
 * A data plane for development and tests, on loopback: what rudder-server's gateway answers to `/v1/batch`,
 * `/v1/{type}` and `/health`, down to the text, and what it stored at `GET /events`, one JSON object a line.
 */
export const startGateway = async (options: GatewayOptions = {}): Promise<Gateway> => {
  const { port = 0, writeKeys, disabledWriteKeys = [], retain = 100_000 } = options;
  const wrong = problemOf({ port, writeKeys: writeKeys ?? [], disabledWriteKeys, retain });
  if (wrong !== undefined) throw new TypeError(`startGateway: ${wrong}`);
  const sources = {
    writeKeys: writeKeys && new Set(writeKeys),
    disabledWriteKeys: new Set(disabledWriteKeys),
  };
  const events: StoredEvent[] = [];
  const requests: GatewayRequest[] = [];
  const counts = { requests: 0, events: 0 };

  const keep = <T>(list: T[], items: readonly T[]) => {
    for (const item of items) list.push(item);
    if (list.length > retain) list.splice(0, list.length - retain);
  };

  const post = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const { headers } = request;
    const raw = await readBody(request);
    const body = await decode(raw, headers['content-encoding']);
    const { authorization } = headers;
    const ip = request.socket.remoteAddress ?? '';
    const {
      status,
      body: text,
      stored,
    } = judge({ path, authorization, body, ip, receivedAt: new Date().toISOString() }, sources);
    counts.requests += 1;
    counts.events += stored.length;
    keep(events, stored);
    keep(requests, [
      {
        method: 'POST',
        path,
        headers,
        status,
        events: stored.length,
        bytes: body?.length ?? raw.length,
        wireBytes: raw.length,
      },
    ]);
    answer(response, status, TEXT, text);
  };

  const GETS: Readonly<Record<string, (response: ServerResponse) => void>> = {
    '/': isUp,
    '/health': isUp,
    '/events': (response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for (const event of events) response.write(`${JSON.stringify(event)}\n`);
      response.end();
    },
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '' } = request;
    const path = url.split('?')[0] ?? '';
    const get = Object.hasOwn(GETS, path) ? GETS[path] : undefined;
    if (isPostPath(path) && method === 'POST') await post(request, response, path);
    else if (get && method === 'GET') get(response);
    else if (isPostPath(path) || get) answer(response, 405, TEXT, '');
    else answer(response, 404, TEXT, '404 page not found\n');
  };

  const server = createServer({ maxHeaderSize: 512 * 1024 }, (request, response) => {
    // A client that goes away while its body is read leaves nobody to answer.
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;

  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    port: address.port,
    events,
    requests,
    counts,
    close: () =>
      (closing ??= new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      })),
  };
};
