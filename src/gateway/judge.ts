import { isObject } from '../model/guards.js';
import { judgeEvents } from './judge-events.js';
import { judgeImport } from './judge-import.js';
import type { Arrival } from './stored-event.js';
import { refuse, type Verdict } from './verdict.js';

/** Paths that take one event and write their name over its type (gateway/handle_lifecycle.go:614-622). */
export const EVENT_TYPES = [
  'identify',
  'track',
  'page',
  'screen',
  'group',
  'alias',
  'merge',
  'audiencelist',
] as const;

/** What a request is taken as: many events, or one of the type that its path names. */
export type RequestType = 'batch' | 'import' | (typeof EVENT_TYPES)[number];

const parse = (body: Buffer): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    return undefined;
  }
};

/** Like gjson's `Array()`: an array's items, nothing for a missing value, else the value alone (gateway/handle.go:346). */
const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
};

/** Bytes that writing a type into an event and the event into a batch add. */
const bytesAdded = (type: string, before: unknown): number => {
  const written = JSON.stringify(type).length;
  const typed =
    before === undefined ? ',"type":'.length + written : written - Buffer.byteLength(JSON.stringify(before));
  return '{"batch":[]}'.length + typed;
};

/**
 * What the gateway answers to a body, `undefined` if it could not be read, and what it stores of it. The write key has
 * been checked before.
 */
export const judge = (requestType: RequestType, body: Buffer | undefined, arrival: Arrival): Verdict => {
  if (body === undefined) return refuse('failed to read body from request');
  const parsed = parse(body);
  if (parsed === undefined) return refuse('invalid json');
  const { json } = parsed;
  const batch = isObject(json) ? json['batch'] : undefined;
  if (requestType === 'batch') return judgeEvents(listOf(batch), body.length, arrival);
  if (requestType === 'import') return judgeImport(batch, body.length, arrival);
  if (!isObject(json)) return refuse('event is not a valid rudder event');
  const bytes = body.length + bytesAdded(requestType, json['type']);
  return judgeEvents([{ ...json, type: requestType }], bytes, arrival);
};
