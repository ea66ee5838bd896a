import type { Answer } from './answer.js';
import type { StoredEvent } from './stored-event.js';

/** What the gateway answers and what it stores. */
export interface Verdict extends Answer {
  readonly body: string;
  readonly stored: readonly StoredEvent[];
}

/** The texts of rudder-server and their statuses (gateway/response/response.go:88-126). */
const STATUSES = {
  'failed to read writekey from header': 401,
  'failed to read writekey from query params': 401,
  'invalid write key': 401,
  'source is disabled': 404,
  'failed to read body from request': 500,
  'invalid json': 400,
  'event is not a valid rudder event': 400,
  'request neither has anonymousId nor userId': 400,
  'request size exceeds max limit': 413,
  'empty batch payload': 400,
} as const;

export type Refusal = keyof typeof STATUSES;

const isKnown = (text: string): text is Refusal => Object.hasOwn(STATUSES, text);

/** Go's http.Error ends every text with a line feed. A text that is not in the table is a 500. */
export const refuse = (text: Refusal | (string & {})): Verdict => ({
  status: isKnown(text) ? STATUSES[text] : 500,
  body: `${text}\n`,
  stored: [],
});

export const accept = (stored: readonly StoredEvent[]): Verdict => ({ status: 200, body: 'ok', stored });
