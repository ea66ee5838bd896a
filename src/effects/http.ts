import ky from 'ky';
import { Observable } from 'rxjs';
import { NetworkError } from '../model/errors.js';
import type { HttpAnswer, HttpRequest, Ports } from '../model/ports.js';
import type { FetchedResponse, Platform } from './platform.js';

/** An answer's text is read this far; then its connection is given up. */
const MAX_BODY_BYTES = 65_536;

/** The client decides about retries, timeouts and statuses itself. */
const api = ky.create({
  method: 'post',
  retry: 0,
  throwHttpErrors: false,
  timeout: false,
  redirect: 'manual',
});

/** What a chain of errors is made of. No `instanceof`: they may come from another realm. */
interface Cause {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Far deeper than any system's; a `fetch` of the user's may throw anything, a circle included. */
const MAX_CAUSES = 8;

/** What a failed request says of itself: the causes nearest to the system come last and know most. */
const networkErrorOf = (error: unknown, redact: HttpRequest['redact']): NetworkError => {
  let code = 'UNKNOWN';
  let detail = 'the request failed';
  try {
    let cause = error as Cause | null | undefined;
    for (let depth = 0; cause && depth < MAX_CAUSES; depth += 1) {
      if (typeof cause.code === 'string') code = cause.code;
      if (typeof cause.message === 'string' && cause.message !== '') detail = cause.message;
      cause = (cause.cause ?? cause.errors?.[0]) as Cause | undefined;
    }
  } catch {
    detail = 'the request failed with an error that throws when it is read';
  }
  return new NetworkError(redact(code), redact(detail));
};

/** Reads the text to its end or {@link MAX_BODY_BYTES}. A connection that breaks off ends it too: the status is known. */
const readText = async ({ body }: FetchedResponse): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk.subarray(0, MAX_BODY_BYTES - bytes), { stream: true });
      bytes += chunk.length;
      if (bytes >= MAX_BODY_BYTES) break; // Leaving the loop destroys the stream, and its connection with it.
    }
  } catch {
    return text;
  }
  return text + decoder.decode();
};

/** The HTTP port over a `fetch`, ours or the user's. */
export const createHttp =
  (fetch: Platform['fetch']): Ports['http'] =>
  ({ url, headers, body, redact }: HttpRequest) =>
    new Observable<HttpAnswer>((subscriber) => {
      const controller = new AbortController();
      const { signal } = controller;
      let ended = false;

      // By closure, since ky would clone a body given to it.
      const lean = async (): Promise<Response> => {
        signal.throwIfAborted();
        const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- ky reads only `ok` of it
        return response as Response;
      };
      const run = async () => {
        const response: FetchedResponse = await api(url, { fetch: lean });
        const retryAfter = response.headers.get('retry-after');
        const head = { status: response.status, ...(retryAfter === null ? {} : { retryAfter }) };
        subscriber.next({ ...head, body: '' });
        const text = await readText(response);
        if (!response.ok) subscriber.next({ ...head, body: redact(text) });
      };
      run().then(
        () => {
          ended = true;
          subscriber.complete();
        },
        (error: unknown) => {
          ended = true;
          subscriber.error(networkErrorOf(error, redact));
        },
      );

      // Aborting costs more than most requests: only for those still under way.
      return () => {
        if (!ended) controller.abort();
      };
    });
