import type { Sendable } from '../model/delivery.js';

const HEAD = '{"batch":[';
const ending = (sentAt: string): string => `,"sentAt":"${sentAt}"}`;
const tail = (sentAt: string): string => `]${ending(sentAt)}`;

const ANY_ISO_TIME = '2000-01-01T00:00:00.000Z';

/** Bytes that {@link envelope} puts behind every event. */
export const ENDING_BYTES = ending(ANY_ISO_TIME).length;

/** Bytes of the body beside its events and the commas between them. */
export const ENVELOPE_BYTES = HEAD.length + tail(ANY_ISO_TIME).length;

/** UTF-8 bytes of the body that one or more events make. */
export const bodyBytesOf = (events: readonly Pick<Sendable, 'bytes'>[]): number =>
  events.reduce((sum, { bytes }) => sum + bytes, ENVELOPE_BYTES + events.length - 1);

/**
 * The body of one request, in the parts it is made of: `{"batch":[…],"sentAt":…}`. The data plane reads `sentAt` from each
 * event only (gateway/handle.go:346, processor.go:1037-1056), so each attempt writes a fresh one into every event: a stale
 * one would shift the event's time by the retry delay.
 *
 * @param events one or more; their `json` has no closing brace, and at least one member
 * @param sentAt ISO 8601 UTC with milliseconds
 */
export const envelope = (events: readonly Pick<Sendable, 'json'>[], sentAt: string): readonly string[] => {
  const end = ending(sentAt);
  const between = `${end},`;
  const parts = [HEAD];
  for (const { json } of events) parts.push(json, between);
  // Nothing comes behind the last event.
  parts[parts.length - 1] = `${end}${tail(sentAt)}`;
  return parts;
};
