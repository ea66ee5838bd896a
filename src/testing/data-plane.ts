import { concat, map, NEVER, type Observable, ReplaySubject, type SchedulerLike, timer } from 'rxjs';
import { shown } from '../model/guards.js';
import { NetworkError } from '../model/errors.js';
import type { Message } from '../model/message.js';
import type { HttpAnswer, HttpRequest, Ports } from '../model/ports.js';
import { textOf } from '../pure/text.js';
import type { Answer, AnswerFields } from './answer.js';
import { answerGiven, answersOf } from './script.js';

/** A request as the data plane got it. */
export interface RecordedRequest {
  /** When it was made: the frame, which is a millisecond. */
  readonly frame: number;
  /** The messages it carried, as sent. */
  readonly batch: readonly SentMessage[];
}

/** A message in a request. */
export interface SentMessage extends Message {
  /** ISO 8601 UTC with milliseconds: when the request was made. */
  readonly sentAt: string;
}

/**
 * How a data plane answers.
 *
 * - A string, with one answer a request; the last one answers all that follow. `'503 5ms 200'`: the first request is
 *   answered 503 at once, the second one 200 after 5 ms, and so are all others. Answers are statuses, `429+2s` (with a
 *   `Retry-After` of 2 seconds; also `+1m`), `200~9ms` (its body takes 9 ms more), `refused` (no connection) and `hang` (never
 *   answers); latencies are `5ms`, `2s`, `1m`, or a dash for each millisecond.
 * - Or a function that is asked for each request, with the number of requests before it. What it throws, and what is no
 *   answer, is thrown by the run.
 */
export type DataPlane = string | ((request: RecordedRequest, index: number) => string | Answer);

/** What a client in virtual time talks to. */
export interface VirtualDataPlane {
  readonly http: Ports['http'];
  /** All requests, past and to come. */
  readonly requests: Observable<RecordedRequest>;
  /** No more will come. */
  readonly close: () => void;
}

const decoder = new TextDecoder();

/** The function that a script stands for. */
const responderOf = (dataPlane: DataPlane): ((request: RecordedRequest, index: number) => unknown) => {
  if (typeof dataPlane === 'function') return dataPlane;
  if (typeof dataPlane !== 'string')
    throw new Error(`a data plane is a string or a function, not ${shown(dataPlane)}`);
  const answers = answersOf(dataPlane);
  return (_request, index) => answers[Math.min(index, answers.length - 1)];
};

/** An answer that takes its time: the head, then the head with its text. */
const play = (
  { hang, refused, delayMs = 0, status = 0, retryAfter, body = '', bodyMs = 0 }: AnswerFields,
  scheduler: SchedulerLike,
): Observable<HttpAnswer> => {
  if (hang === true) return NEVER;
  const head = timer(delayMs, scheduler);
  if (refused === true) {
    return head.pipe(
      map(() => {
        throw new NetworkError('ECONNREFUSED', 'connect ECONNREFUSED');
      }),
    );
  }
  const known = { status, ...(retryAfter === undefined ? {} : { retryAfter: String(retryAfter) }) };
  return concat(
    head.pipe(map(() => ({ ...known, body: '' }))),
    timer(bodyMs, scheduler).pipe(map(() => ({ ...known, body }))),
  );
};

/**
 * A data plane on a scheduler, that records what it gets.
 *
 * @throws Error if the script has a wrong word
 */
export const createDataPlane = (dataPlane: DataPlane, scheduler: SchedulerLike): VirtualDataPlane => {
  const respond = responderOf(dataPlane);
  const requests = new ReplaySubject<RecordedRequest>(Infinity);
  let made = 0;
  const http = ({ body, redact }: HttpRequest): Observable<HttpAnswer> => {
    const { batch } = JSON.parse(decoder.decode(body)) as Pick<RecordedRequest, 'batch'>;
    const request = { frame: scheduler.now(), batch };
    const index = made;
    made += 1;
    requests.next(request);
    try {
      const answer = answerGiven(respond(request, index));
      return play(answer, scheduler).pipe(map((known) => ({ ...known, body: redact(known.body) })));
    } catch (mistake) {
      const error = new Error(
        `the data plane's function, request ${String(index)}: ${mistake instanceof Error ? mistake.message : textOf(mistake)}`,
      );
      // The client would take it for an answer that did not come; what the scheduler runs is thrown to the test.
      scheduler.schedule(() => {
        throw error;
      });
      return NEVER;
    }
  };
  return {
    http,
    requests: requests.asObservable(),
    close: () => {
      requests.complete();
    },
  };
};
