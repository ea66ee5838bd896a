import { concat, delay, finalize, map, NEVER, type Observable, of, timer } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { connect, type Connection } from '../../src/connection.js';
import type { ClientOptions, Message } from '../../src/index.js';
import { NetworkError } from '../../src/model/errors.js';
import type { HttpAnswer, HttpRequest, Ports } from '../../src/model/ports.js';
import { configOf } from './config.js';
import { record, recordValue } from './transcript.js';

/** A request as the data plane got it. */
export interface SeenRequest {
  readonly frame: number;
  /** When its connection was free again, or cut off. */
  endedAt?: number;
  readonly batch: readonly (Message & { readonly sentAt: string })[];
}

const SILENT = { hasSubscribers: false, publish: () => undefined };

/** Virtual time begins here. */
export const EPOCH = Date.parse('2026-01-01T00:00:00.000Z');

/**
 * The answer that a word of a diagram stands for: `200@5` after 5 ms; `refused@5`; `never`; `429@5+2` with `Retry-After: 2`;
 * `200@5~9` with a body that drips for 9 ms more; `404@5=text` with a text. Underscores stand for spaces.
 */
const answerOf = (word: string, scheduler: TestScheduler): Observable<HttpAnswer> => {
  const match = /^(never|refused|\d{3})(?:@(\d+))?(?:\+([^~=]+))?(?:~(\d+))?(?:=(.+))?$/.exec(
    word.replaceAll('_', ' '),
  );
  if (!match) throw new Error(`not an answer: ${word}`);
  const [, what = '', latency = '0', retryAfter, drip = '0', body = ''] = match;
  if (what === 'never') return NEVER;
  const head = timer(Number(latency), scheduler);
  if (what === 'refused') {
    return head.pipe(
      map(() => {
        throw new NetworkError('ECONNREFUSED', 'connect ECONNREFUSED');
      }),
    );
  }
  const answer = { status: Number(what), body, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return concat(
    head.pipe(map(() => ({ ...answer, body: '' }))),
    timer(Number(drip), scheduler).pipe(map(() => answer)),
  );
};

/** A client in virtual time, in front of a data plane that answers by a script: its last word answers all that follow. */
export const virtualClient = (
  scheduler: TestScheduler,
  script: string,
  options: ClientOptions = {},
  gzipMs = 0,
  overrides: Partial<Ports> = {},
): { connection: Connection; requests: SeenRequest[]; lines: string[] } => {
  const requests: SeenRequest[] = [];
  const lines: string[] = [];
  const words = script.split(/\s+/);
  let ids = 0;
  const ports: Ports = {
    scheduler,
    background: (ms) => timer(ms, scheduler),
    monotonicNow: () => scheduler.now(),
    isoNow: () => new Date(EPOCH + scheduler.now()).toISOString(),
    random: () => 0,
    newId: () => `m${String((ids += 1))}`,
    byteLength: (text) => Buffer.byteLength(text),
    utf8: (text) => Buffer.from(text),
    gzip: (text) =>
      gzipMs === 0 ? of(Buffer.from(text)) : of(Buffer.from(text)).pipe(delay(gzipMs, scheduler)),
    channels: { attempt: SILENT, outcome: SILENT },
    http: ({ body, redact }: HttpRequest) => {
      const { batch } = JSON.parse(Buffer.from(body).toString()) as SeenRequest;
      const word = words[Math.min(requests.length, words.length - 1)] ?? '';
      const request: SeenRequest = { frame: scheduler.now(), batch };
      requests.push(request);
      return answerOf(word, scheduler).pipe(
        map((answer) => ({ ...answer, body: redact(answer.body) })),
        finalize(() => {
          request.endedAt = scheduler.now();
        }),
      );
    },
  };
  const write = (line: string) => {
    record('log', line);
    lines.push(line);
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const { logger: own = logger, ...rest } = options;
  const connection = connect(configOf(rest), { ...ports, ...overrides }, own);
  recordValue('client', connection);
  return { connection, requests, lines };
};
