import type { IncomingMessage, ServerResponse } from 'node:http';

/** Go compares the names of methods exactly. */
const METHODS: readonly (string | undefined)[] = ['GET', 'POST', 'HEAD'];

const allow = (response: ServerResponse, origin: string): void => {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
};

const answerPreflight = ({ headers }: IncomingMessage, response: ServerResponse): void => {
  const { origin = '' } = headers;
  const method = headers['access-control-request-method'] ?? '';
  response.setHeader('vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers');
  if (origin !== '' && METHODS.includes(method)) {
    allow(response, origin);
    response.setHeader('access-control-allow-methods', method);
    response.setHeader('access-control-max-age', '900');
    const names = headers['access-control-request-headers'];
    if (names !== undefined) response.setHeader('access-control-allow-headers', names);
  }
  response.statusCode = 204;
  response.end();
};

/**
 * Lets pages of any origin send events, with credentials and any header (gateway/handle_lifecycle.go:647-652).
 * `true` if it was a preflight request, which is answered with that.
 */
export const cors = (request: IncomingMessage, response: ServerResponse): boolean => {
  const { method, headers } = request;
  if (method === 'OPTIONS') {
    const isPreflight = Boolean(headers['access-control-request-method']);
    if (isPreflight) answerPreflight(request, response);
    return isPreflight;
  }
  response.setHeader('vary', 'Origin');
  if (headers.origin && METHODS.includes(method)) allow(response, headers.origin);
  return false;
};
