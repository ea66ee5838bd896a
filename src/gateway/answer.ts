import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Text, unless the headers say otherwise; an answer without a body has no type either. */
const prepare = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  response.statusCode = status;
  if (body.length > 0) {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    // As Go's http.Error does.
    if (status >= 400) response.setHeader('x-content-type-options', 'nosniff');
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
};

export const send = (response: ServerResponse, answer: Answer): void => {
  prepare(response, answer);
  response.end(answer.body);
};

/** Resets the connection between the head and the end of the body. */
export const sendAndReset = (response: ServerResponse, answer: Answer): void => {
  prepare(response, answer);
  response.setHeader('content-length', Buffer.byteLength(answer.body) + 1);
  response.write(answer.body, () => response.socket?.resetAndDestroy());
};
