const ending = (sentAt: string): string => `,"sentAt":"${sentAt}"}`;

const ANY_ISO_TIME = '2000-01-01T00:00:00.000Z';

/** Bytes that {@link envelope} puts behind every event. */
export const ENDING_BYTES = ending(ANY_ISO_TIME).length;

/**
 * The body of one request: `{"batch":[…],"sentAt":…}`. The data plane reads `sentAt` from each event only
 * (gateway/handle.go:346, processor.go:1037-1056), so each attempt writes a fresh one into every event: a stale one
 * would shift the event's time by the retry delay.
 *
 * @param events JSON objects without their closing brace, each with at least one member
 * @param sentAt ISO 8601 UTC with milliseconds
 */
export const envelope = (events: readonly string[], sentAt: string): string => {
  const end = ending(sentAt);
  return `{"batch":[${events.join(`${end},`)}${events.length > 0 ? end : ''}],"sentAt":"${sentAt}"}`;
};

/** Bytes of the body beside its events and the commas between them. */
export const ENVELOPE_BYTES = envelope([], ANY_ISO_TIME).length;
