import { send } from './answer.js';
import { arrivalOf, type Desk, type Incoming } from './incoming.js';
import { judge } from './judge.js';
import { refusalOfKey } from './sources.js';
import { refuse, type Verdict } from './verdict.js';

/** One transparent pixel (gateway/response/response.go). */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

export type PixelType = 'track' | 'page';

interface Fields {
  [name: string]: string | boolean | Fields;
}

/** Without a prototype, so that a name like __proto__ is a name. */
const bare = (fields: Fields = {}): Fields => Object.assign(Object.create(null) as Fields, fields);

/** Writes a value where a dotted name points, as sjson does: `context.ip` is `{ context: { ip } }`. */
const write = (fields: Fields, name: string, value: string): void => {
  const dot = name.indexOf('.');
  if (dot < 0) {
    fields[name] = value;
    return;
  }
  const head = name.slice(0, dot);
  const inner = fields[head];
  const child = typeof inner === 'object' ? inner : bare();
  fields[head] = child;
  write(child, name.slice(dot + 1), value);
};

/** The event that a query describes; `undefined` if its name is blank (gateway/handle_http_pixel.go). */
const eventOf = (type: PixelType, query: URLSearchParams, now: string): Fields | undefined => {
  const integrations = bare({ All: true });
  const event = bare({ channel: 'web', integrations, originalTimestamp: now, sentAt: now });
  // The first of several values counts.
  for (const [name, value] of new Map([...query].toReversed())) {
    if (name !== 'writeKey') write(event, name, value);
  }
  const { anonymousId } = event;
  if (typeof anonymousId === 'string') event['anonymousId'] = anonymousId.replace(/^"(.*)"$/, '$1');
  if (type === 'track' && event['event'] === '') return undefined;
  if (type === 'page' && event['name'] === '') event['name'] = 'Unknown Page';
  return event;
};

const judgePixel = ({ request, query }: Incoming, type: PixelType, { sources }: Desk): Verdict => {
  const fields = new URLSearchParams(query);
  const refusal = refusalOfKey(fields.get('writeKey') ?? '', 'query', sources);
  if (refusal !== undefined) return refuse(refusal);
  const arrival = arrivalOf(request);
  const event = eventOf(type, fields, arrival.receivedAt);
  if (event === undefined) return refuse('event is not a valid rudder event');
  return judge(type, Buffer.from(JSON.stringify(event)), arrival);
};

/** Go nests deeper than this language can follow; and whatever happens, the answer is the same. */
const storedOf = (incoming: Incoming, type: PixelType, desk: Desk): Verdict['stored'] => {
  try {
    return judgePixel(incoming, type, desk).stored;
  } catch {
    return [];
  }
};

/** Takes the event in the address of a pixel. Its reader hears of no failure: the answer is always the GIF. */
export const takePixel = (incoming: Incoming, type: PixelType, desk: Desk): void => {
  const { request, response, path } = incoming;
  const stored = storedOf(incoming, type, desk);
  const { headers } = request;
  desk.store.keep({ method: 'GET', path, headers, status: 200, bytes: 0, wireBytes: 0 }, stored);
  send(response, { status: 200, body: GIF, headers: { 'content-type': 'image/gif' } });
};
