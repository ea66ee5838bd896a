import { createHash, randomUUID } from 'node:crypto';
import { sanitised } from './sanitise.js';

/** An event as the data plane stores it: what was sent, with what the gateway fills in. */
export type StoredEvent = Readonly<Record<string, unknown>> & {
  readonly messageId: string;
  readonly rudderId: string;
  readonly receivedAt: string;
  readonly request_ip: string;
};

/** Where and when a request came in. */
export interface Arrival {
  readonly ip: string;
  readonly receivedAt: string;
}

/** An id of any JSON type as a text; `''` for a missing one. */
export const textOfId = (id: unknown): string => {
  if (id === undefined || id === null) return '';
  return typeof id === 'string' ? id : JSON.stringify(id);
};

/** An id as it counts: `''` for a blank one too (gateway/handle.go:372-377). */
export const idOf = (id: unknown): string => sanitised(textOfId(id));

const messageIdOf = (value: unknown): string =>
  (typeof value === 'string' ? sanitised(value) : '') || randomUUID();

/** MD5 of both ids, dressed up as a UUID v4 (gateway/handle.go:1053-1060). */
const rudderIdOf = (userId: string, anonymousId: string): string => {
  const bytes = createHash('md5').update(`${userId}:${anonymousId}`).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** What is stored of an event. `receivedAt` and `request_ip` are filled in only if absent (gateway/handle.go:434-446). */
export const storedEvent = (
  event: Readonly<Record<string, unknown>>,
  { ip, receivedAt }: Arrival,
): StoredEvent => ({
  receivedAt,
  request_ip: ip,
  ...event,
  messageId: messageIdOf(event['messageId']),
  rudderId: rudderIdOf(idOf(event['userId']), idOf(event['anonymousId'])),
});
