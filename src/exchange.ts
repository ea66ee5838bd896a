import { catchError, defer, map, merge, type Observable, of, Subject, switchMap, tap } from 'rxjs';
import type { Exchange, Sendable } from './model/delivery.js';
import { AbortedError, NetworkError, TimeoutError } from './model/errors.js';
import type { Ports } from './model/ports.js';
import { after, afterAwake } from './operators/after.js';
import { conclude } from './operators/conclude.js';
import { asDeliveryError, isSuccess, refusalOf } from './pure/answer.js';
import { bodyBytesOf, envelope } from './pure/envelope.js';

export interface ExchangeConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  /** Replays its one notification: cuts every request off. */
  readonly aborts: Observable<unknown>;
}

/** The body of one request. */
export interface Payload {
  /** As sent. */
  readonly body: Uint8Array;
  /** UTF-8 bytes before compression. */
  readonly bytes: number;
}

/** The payload of a batch, encoded on subscription, with a fresh `sentAt`. */
export const encode = (
  { gzip }: ExchangeConfig,
  ports: Ports,
  events: readonly Sendable[],
): Observable<Payload> =>
  defer(() => {
    const json = ports.utf8(envelope(events, ports.isoNow()), bodyBytesOf(events));
    return (gzip ? ports.gzip(json) : of(json)).pipe(map((body) => ({ body, bytes: json.length })));
  });

/** The body of a 2xx says nothing; this long it may take, so that its connection can serve again, then it is cut off. */
const BODY_GRACE_MS = 1_000;

/**
 * Makes one request on subscription and emits what came of it, never an error: at the head of a 2xx, else at the end of
 * the body. Completes when the connection is free. `timeoutMs` covers the body too; after a head it only cuts it off.
 */
export const exchange = (
  config: ExchangeConfig,
  ports: Ports,
  { body, bytes }: Payload,
): Observable<Exchange> =>
  defer(() => {
    const { url, headers, redact, gzip, timeoutMs, aborts } = config;
    const startedAt = ports.monotonicNow();
    const heads = new Subject<void>();
    const bodyIsLate = heads.pipe(switchMap(() => after(BODY_GRACE_MS, ports.scheduler)));
    const cuts = merge(
      aborts.pipe(map(() => new AbortedError())),
      merge(afterAwake(timeoutMs, ports.scheduler), bodyIsLate).pipe(map(() => new TimeoutError(timeoutMs))),
    );
    return ports.http({ url, headers, body, redact }).pipe(
      tap((answer) => {
        if (isSuccess(answer)) heads.next();
      }),
      conclude({
        isFinal: isSuccess,
        cuts,
        otherwise: () => new NetworkError('EMPTY', 'it ended without a status'),
      }),
      map((answer) => {
        const error = refusalOf(answer, ports.isoNow(), gzip);
        return error === undefined ? { status: answer.status } : { status: answer.status, error };
      }),
      catchError((error: unknown) => of({ error: asDeliveryError(error) })),
      map((end) => ({ bytes, wireBytes: body.length, durationMs: ports.monotonicNow() - startedAt, ...end })),
    );
  });
