/** On one line, whatever a server or a system wrote. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** What an answer of the gateway's means, told by its plain text (gateway/response/response.go:88-126). */
export type ApiErrorCode =
  | 'missing-ids'
  | 'invalid-json'
  | 'invalid-event'
  | 'invalid-write-key'
  | 'source-disabled'
  | 'empty-batch'
  | 'too-large'
  | 'rate-limited'
  | 'unknown';

/** The data plane answered, and not with a 2xx. */
export class ApiError extends Error {
  readonly _tag = 'ApiError';
  override readonly name = 'ApiError';
  /** The HTTP status. */
  readonly status: number;
  /** The `code` of a JSON answer, else what the gateway's text means. */
  // `& {}` keeps the names of the union in an editor's completion.
  readonly code: ApiErrorCode | (string & {});
  /** What `Retry-After` asked for, clamped to 1–300 s; absent if it was missing or unreadable. */
  declare readonly retryAfterMs?: number;

  constructor(status: number, code: ApiError['code'], body: string, retryAfterMs?: number, hint?: string) {
    const text = oneLine(body.slice(0, 500)) || '(no text)';
    super(`the data plane answered ${String(status)}: ${text}${hint === undefined ? '' : ` (${hint})`}`);
    this.status = status;
    this.code = code;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

/** No answer: refused, reset, not resolved, closed without a status line. */
export class NetworkError extends Error {
  readonly _tag = 'NetworkError';
  override readonly name = 'NetworkError';
  /** The system's or the HTTP client's code, such as `ECONNREFUSED`. */
  readonly code: string;

  constructor(code: string, detail: string) {
    const known = oneLine(detail);
    super(`no answer from the data plane: ${known.includes(code) ? known : `${known} (${code})`}`);
    this.code = code;
  }
}

/** No answer within `timeout`. The events may have arrived. */
export class TimeoutError extends Error {
  readonly _tag = 'TimeoutError';
  override readonly name = 'TimeoutError';

  constructor(timeoutMs: number) {
    super(`no answer from the data plane within ${String(timeoutMs)} ms`);
  }
}

/** The shutdown's deadline passed first. The events may have arrived: this says that none of it was confirmed. */
export class AbortedError extends Error {
  readonly _tag = 'AbortedError';
  override readonly name = 'AbortedError';

  constructor() {
    super('the client was shut down before the data plane had confirmed the event');
  }
}

/** Why a batch failed. None of them carries the write key, whatever the data plane sends back, if it has 8 characters. */
export type DeliveryError = ApiError | NetworkError | TimeoutError | AbortedError;

/** Thrown by `createClient`, the only thing that ever throws: names every wrong option at once. */
export class ConfigurationError extends Error {
  readonly _tag = 'ConfigurationError';
  override readonly name = 'ConfigurationError';
  /** One line an option: what is wrong, what was seen (never a write key) and what to do. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `createClient: ${problems.length === 1 ? '' : `${String(problems.length)} problems:\n  `}${problems.join('\n  ')}`,
    );
    this.problems = problems;
  }
}
