import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { send } from './answer.js';
import { cors } from './cors.js';
import type { Desk, Incoming } from './incoming.js';
import { EVENT_TYPES, type RequestType } from './judge.js';
import { type PixelType, takePixel } from './pixel.js';
import type { KeyPlace } from './sources.js';
import type { StoredEvent } from './stored-event.js';
import { takePost } from './take-post.js';

type Handler = (incoming: Incoming) => Promise<void> | void;
type Route = Readonly<Partial<Record<string, Handler>>>;

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const UP = JSON.stringify({ server: 'UP', db: 'UP', acceptingEvents: 'TRUE' });

const isUp: Route = {
  GET: ({ response }) => {
    send(response, { status: 200, body: UP, headers: JSON_TYPE });
  },
};

/** Go nests deeper than JSON.stringify can follow. */
const lineOf = (event: StoredEvent): string => {
  try {
    return `${JSON.stringify(event)}\n`;
  } catch {
    return `${JSON.stringify({ messageId: event.messageId, problem: 'nested too deeply to be shown' })}\n`;
  }
};

/** One line at a time, as fast as they are read. */
function* linesOf(events: readonly StoredEvent[]): Generator<string> {
  for (const event of events) yield lineOf(event);
}

/** The one path that rudder-server does not have. */
const EVENTS = '/events';

const routesOf = (desk: Desk): ReadonlyMap<string, Route> => {
  const postOf = (type: RequestType, keyPlace: KeyPlace): Route => ({
    POST: (incoming) => takePost(incoming, type, keyPlace, desk),
  });
  const pixelOf = (type: PixelType): Route => ({
    GET: (incoming) => {
      takePixel(incoming, type, desk);
    },
  });
  const stored: Route = {
    GET: async ({ response }) => {
      response.setHeader('content-type', 'application/x-ndjson');
      await pipeline(Readable.from(linesOf([...desk.store.events])), response);
    },
  };
  return new Map([
    ['/', isUp],
    ['/health', isUp],
    [EVENTS, stored],
    ['/v1/batch', postOf('batch', 'header')],
    ['/v1/import', postOf('import', 'header')],
    ...EVENT_TYPES.map((type) => [`/v1/${type}`, postOf(type, 'header')] as const),
    ['/beacon/v1/batch', postOf('batch', 'query')],
    ['/pixel/v1/track', pixelOf('track')],
    ['/pixel/v1/page', pixelOf('page')],
  ]);
};

/** Finds who answers a request (gateway/handle_lifecycle.go:550-669): nobody is a 404, nobody for this method a 405. */
export const routerOf = (desk: Desk): Handler => {
  const routes = routesOf(desk);
  return async (incoming) => {
    const { request, response, path } = incoming;
    const { method = '' } = request;
    // What was stored is the developer's: no page of another origin may read it.
    if (path !== EVENTS && cors(request, response)) return;
    const route = routes.get(path);
    const handler = route && Object.hasOwn(route, method) ? route[method] : undefined;
    if (handler) await handler(incoming);
    else if (route) send(response, { status: 405, body: '', headers: { allow: Object.keys(route).join() } });
    else send(response, { status: 404, body: '404 page not found\n' });
  };
};
