import type { GatewayRequest } from './store.js';

/** What any fault may add but a hang. */
export interface Delayable {
  /** The answer, or the end of the connection, comes so many milliseconds later. @default 0 */
  readonly delayMs?: number | undefined;
}

/** Answers with a status of your choice. Nothing is stored, even if it is a 200. */
export interface StatusFault extends Delayable {
  /** From 200 to 599. */
  readonly status: number;
  /** @default what rudder-server says with a 413, 429, 503 or 504, else the status's name */
  readonly body?: string | undefined;
  /** The header `Retry-After`, as it is: seconds, a date, or nonsense. @default no such header */
  readonly retryAfter?: string | number | undefined;
  /** The header `Location`, for a redirect. @default no such header */
  readonly location?: string | undefined;
}

/**
 * Resets the connection: `true` before the body is read, with nothing stored; `'after-head'` when the events are stored and
 * the head of the answer, and a part of its body, is sent.
 */
export interface ResetFault extends Delayable {
  readonly reset: true | 'after-head';
}

/** Reads the request and never answers; nothing is stored. The connection ends when the client or the gateway closes. */
export interface HangFault {
  readonly hang: true;
}

/** Stores the events, then closes the connection without an answer, as rudder-server does when its store is slow. */
export interface LostAnswerFault extends Delayable {
  readonly lostAnswer: true;
}

/** Serves as usual, and answers so many milliseconds later: the events are stored at once. */
export interface DelayFault {
  readonly delayMs: number;
}

/** How one request is answered instead of as usual. */
export type Fault = StatusFault | ResetFault | HangFault | LostAnswerFault | DelayFault;

/** What is known of a request before its body is read. */
export type FaultRequest = Pick<GatewayRequest, 'method' | 'path' | 'headers'>;

/**
 * Either the faults of the first requests in their order, where `undefined` is an answer as usual, as are all after the
 * last; or a function that is asked for each request, with the number of requests before it.
 */
export type Faults =
  readonly (Fault | undefined)[] | ((request: FaultRequest, index: number) => Fault | undefined);

/** A fault of any kind. */
export type FaultFields = Partial<StatusFault & ResetFault & HangFault & LostAnswerFault>;
