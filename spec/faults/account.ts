import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent } from '../../src/gateway/index.js';
import { eventOf, indexOf } from './events.js';

/** How the program says that a call ended. */
export interface End {
  readonly index: number;
  readonly tag: 'Delivered' | 'Failed' | 'Dropped';
  readonly messageId: string;
  /** Of the last answer; 0 if there was none. */
  readonly status: number;
  /** What went wrong. */
  readonly problem?: string;
}

/** An event that the gateway has stored. */
export interface Arrival {
  readonly messageId: string;
  /** It says what the call said. */
  readonly isIntact: boolean;
  /** Of all but what each request has of its own. */
  readonly digest: string;
}

/** All that is known of one event. */
export interface Account {
  readonly ends: readonly End[];
  readonly arrivals: readonly Arrival[];
  /** The statuses by which it was refused for good. */
  readonly refusals: readonly number[];
}

export const arrivalOf = (stored: StoredEvent): Arrival => {
  const content = { ...stored, sentAt: null, receivedAt: null, request_ip: null };
  const expected = Object.entries(eventOf(indexOf(stored)));
  return {
    messageId: stored.messageId,
    isIntact: expected.every(([key, value]) => isDeepStrictEqual(stored[key], value)),
    digest: createHash('sha1').update(JSON.stringify(content)).digest('base64'),
  };
};
