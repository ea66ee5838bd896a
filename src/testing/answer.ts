/** What any answer may add but a hang. */
export interface Delayed {
  /** It comes so many milliseconds after the request. @default 0 */
  readonly delayMs?: number | undefined;
}

/** The data plane answers with a status of your choice. */
export interface StatusAnswer extends Delayed {
  /** From 200 to 599. */
  readonly status: number;
  /** The header `Retry-After`, as it is: seconds, a date, or nonsense. @default no such header */
  readonly retryAfter?: string | number | undefined;
  /** The text of the answer. @default none */
  readonly body?: string | undefined;
  /** Its body ends so many milliseconds after its head. @default 0 */
  readonly bodyMs?: number | undefined;
}

/** The connection is refused: a `NetworkError` with the code `ECONNREFUSED`. */
export interface RefusedAnswer extends Delayed {
  readonly refused: true;
}

/** The data plane never answers: the request ends at the client's `timeout`, or at its shutdown. */
export interface HangAnswer {
  readonly hang: true;
}

/** How the data plane answers one request: in the words of the `faults` of `rudder-rx/gateway`. */
export type Answer = StatusAnswer | RefusedAnswer | HangAnswer;

/** An answer of any kind. */
export type AnswerFields = Partial<StatusAnswer & RefusedAnswer & HangAnswer>;
