import { createHash, randomUUID } from 'node:crypto';
import { isObject } from '../model/guards.js';
import { MAX_REQUEST_BYTES } from '../model/limits.js';
import { isBlank } from '../pure/text.js';

/** An event as the data plane stores it: what was sent, with what the gateway fills in. */
export type StoredEvent = Readonly<Record<string, unknown>> & {
  readonly messageId: string;
  readonly rudderId: string;
  readonly receivedAt: string;
  readonly request_ip: string;
};

/** The write keys that the gateway knows. */
export interface Sources {
  /** `undefined`: every key is known. */
  readonly writeKeys: ReadonlySet<string> | undefined;
  readonly disabledWriteKeys: ReadonlySet<string>;
}

/** A body that was read, or `undefined` if it could not be. */
export interface Posted {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer | undefined;
  readonly ip: string;
  readonly receivedAt: string;
}

export interface Verdict {
  readonly status: number;
  readonly body: string;
  readonly stored: readonly StoredEvent[];
}

/** Paths that take one event and write their name over its type (gateway/handle_lifecycle.go:614-622). */
const EVENT_PATHS = /^\/v1\/(identify|track|page|screen|group|alias|merge|audiencelist)$/;

/** Types that need no ids (gateway/handle.go:555-559). */
const WITHOUT_IDS = new Set<unknown>(['extract', 'record']);

const INVISIBLE = /[\p{C}\p{DI}]/gu;

export const isPostPath = (path: string): boolean => path === '/v1/batch' || EVENT_PATHS.test(path);

// Go's http.Error ends every text with a line feed.
const refuse = (status: number, text: string): Verdict => ({ status, body: `${text}\n`, stored: [] });

/** The user name of Basic authentication, which needs a colon; the password is ignored (gateway/handle_http_auth.go:31). */
const writeKeyOf = (authorization: string | undefined): string => {
  const encoded = /^basic +(.*)$/i.exec(authorization ?? '')?.[1] ?? '';
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.length === 0 ? '' : user;
};

const idOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return isBlank(text) ? '' : text;
};

const messageIdOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value.replace(INVISIBLE, '').trim() : '';
  return text === '' ? randomUUID() : text;
};

/** MD5 of both ids, dressed up as a UUID v4 (gateway/handle.go:1053-1060). */
const rudderIdOf = (userId: string, anonymousId: string): string => {
  const bytes = createHash('md5').update(`${userId}:${anonymousId}`).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

const parse = (body: Buffer): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    return undefined;
  }
};

/** Like gjson's `Array()`: an array's items, nothing for a missing value, else the value alone (gateway/handle.go:346). */
const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
};

/**
 * What the gateway answers to a POST and what it stores: the checks of rudder-server in their order, which decides which
 * of several faults is told. One bad event refuses its whole batch (gateway/handle.go:365-382).
 */
export const judge = ({ path, authorization, body, ip, receivedAt }: Posted, sources: Sources): Verdict => {
  const writeKey = writeKeyOf(authorization);
  if (writeKey === '') return refuse(401, 'failed to read writekey from header');
  const isDisabled = sources.disabledWriteKeys.has(writeKey);
  if (!isDisabled && sources.writeKeys?.has(writeKey) === false) return refuse(401, 'invalid write key');
  if (isDisabled) return refuse(404, 'source is disabled');
  if (body === undefined) return refuse(500, 'failed to read body from request');
  const parsed = parse(body);
  if (parsed === undefined) return refuse(400, 'invalid json');

  const type = EVENT_PATHS.exec(path)?.[1];
  const { json } = parsed;
  const events = type === undefined ? listOf(isObject(json) ? json['batch'] : undefined) : [json];
  const stored: StoredEvent[] = [];
  for (const event of events) {
    if (!isObject(event)) return refuse(400, 'event is not a valid rudder event');
    const userId = idOf(event['userId']);
    const anonymousId = idOf(event['anonymousId']);
    if (userId === '' && anonymousId === '' && !WITHOUT_IDS.has(event['type'])) {
      return refuse(400, 'request neither has anonymousId nor userId');
    }
    stored.push({
      receivedAt,
      request_ip: ip,
      ...event,
      ...(type === undefined ? {} : { type }),
      messageId: messageIdOf(event['messageId']),
      rudderId: rudderIdOf(userId, anonymousId),
    });
  }
  const size = type === undefined ? body.length : body.length + '{"batch":[]}'.length;
  if (size > MAX_REQUEST_BYTES && type !== 'audiencelist')
    return refuse(413, 'request size exceeds max limit');
  if (stored.length === 0) return refuse(400, 'empty batch payload');
  return { status: 200, body: 'ok', stored };
};
