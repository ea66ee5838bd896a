/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The six calls of the RudderStack event specification. */
export type MessageType = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias';

/** One event as it was serialised at the call. Dates are strings; `sentAt` is not here, each attempt sets its own. */
export interface Message {
  readonly type: MessageType;
  /** The caller's, else a UUID v4; the same on every attempt. */
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  /** ISO 8601 UTC with milliseconds: when the call was made. */
  readonly originalTimestamp: string;
  /** Only when the caller gave one: the data plane then takes it verbatim and skips its clock-skew correction. */
  readonly timestamp?: string;
  readonly channel: 'server';
  readonly context: JsonObject;
  readonly integrations: JsonObject;
  /** `identify` and `group`. */
  readonly traits?: JsonObject;
  /** `track`. */
  readonly event?: string;
  /** `track`, `page` and `screen`. */
  readonly properties?: JsonObject;
  /** `page` and `screen`. */
  readonly category?: string;
  /** `page` and `screen`. */
  readonly name?: string;
  /** `group`. */
  readonly groupId?: string;
  /** `alias`. */
  readonly previousId?: string;
}
