import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export interface Body {
  /** `undefined`: it could not be uncompressed. */
  readonly body: Buffer | undefined;
  /** As it came. */
  readonly wireBytes: number;
  readonly bytes: number;
}

const unzip = promisify(gunzip);

/** Only the exact word is understood (middleware/uncompress.go:10-17). */
const decode = async (raw: Buffer, encoding: string | undefined): Promise<Buffer | undefined> => {
  if (encoding !== 'gzip') return raw;
  try {
    return await unzip(raw);
  } catch {
    return undefined;
  }
};

/** Rejects if the client goes away before its end. */
export const readBody = async (request: IncomingMessage): Promise<Body> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const body = await decode(raw, request.headers['content-encoding']);
  return { body, wireBytes: raw.length, bytes: body?.length ?? raw.length };
};
