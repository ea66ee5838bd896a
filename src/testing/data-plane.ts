import {
  concat,
  finalize,
  map,
  NEVER,
  type Observable,
  ReplaySubject,
  type SchedulerLike,
  timer,
} from 'rxjs';
import { NetworkError } from '../model/errors.js';
import type { Message } from '../model/message.js';
import type { HttpAnswer, HttpRequest, Ports } from '../model/ports.js';
import { answersOf } from './script.js';

/** How the data plane answers a request; all times are milliseconds, and 0 if left out. */
export type Answer =
  | {
      readonly status: number;
      /** The header, in whole seconds or as an HTTP date. */
      readonly retryAfter?: number | string | undefined;
      readonly body?: string | undefined;
      /** Until the status is there. */
      readonly delayMs?: number | undefined;
      /** From the status to the end of the body. */
      readonly bodyMs?: number | undefined;
    }
  | { readonly refused: true; readonly delayMs?: number | undefined }
  | { readonly hang: true };

/**
 * How the data plane answers: a script such as `'503 5ms 200'`, whose last answer answers all that follow, or a function
 * that gets each request, counted from 0.
 */
export type DataPlaneScript = string | ((request: RecordedRequest, index: number) => string | Answer);

/** A message as a request carries it. */
export interface SentMessage extends Message {
  readonly sentAt: string;
}

/** A request that the data plane got. */
export interface RecordedRequest {
  /** When, in virtual milliseconds. */
  readonly frame: number;
  readonly batch: readonly SentMessage[];
}

export interface DataPlane {
  readonly http: Ports['http'];
  /** All requests, replayed. */
  readonly requests: ReplaySubject<RecordedRequest>;
}

/** What comes of a request, as the HTTP port tells it. */
const told = (
  answer: Answer,
  redact: HttpRequest['redact'],
  scheduler: SchedulerLike,
): Observable<HttpAnswer> => {
  if ('hang' in answer) return NEVER;
  const head = timer(answer.delayMs ?? 0, scheduler);
  if ('refused' in answer) {
    return head.pipe(
      map(() => {
        throw new NetworkError('ECONNREFUSED', 'connect ECONNREFUSED');
      }),
    );
  }
  const { status, retryAfter, body = '', bodyMs = 0 } = answer;
  const known = { status, ...(retryAfter === undefined ? {} : { retryAfter: String(retryAfter) }) };
  return concat(
    head.pipe(map(() => ({ ...known, body: '' }))),
    timer(bodyMs, scheduler).pipe(map(() => ({ ...known, body: redact(body) }))),
  );
};

/** Plays a script by request. */
const playerOf = (script: DataPlaneScript): ((request: RecordedRequest, index: number) => Answer) => {
  const first = (answer: string | Answer): Answer =>
    typeof answer === 'string' ? answersOf(answer)[0] : answer;
  if (typeof script === 'function') return (request, index) => first(script(request, index));
  const [answer, ...others] = answersOf(script);
  return (_request, index) => [answer, ...others.slice(0, index)].at(-1) ?? answer;
};

/**
 * A data plane in virtual time.
 *
 * @param onEnd gets each request when its connection is free again, or cut off
 */
export const createDataPlane = (
  scheduler: SchedulerLike,
  script: DataPlaneScript,
  onEnd: (request: RecordedRequest) => void = () => undefined,
): DataPlane => {
  const answerTo = playerOf(script);
  const requests = new ReplaySubject<RecordedRequest>(Infinity);
  let count = 0;
  return {
    requests,
    http: ({ body, redact }) => {
      const { batch } = JSON.parse(new TextDecoder().decode(body)) as Pick<RecordedRequest, 'batch'>;
      const request = { frame: scheduler.now(), batch };
      const answer = answerTo(request, count);
      count += 1;
      requests.next(request);
      return told(answer, redact, scheduler).pipe(
        finalize(() => {
          onEnd(request);
        }),
      );
    },
  };
};
