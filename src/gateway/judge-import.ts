import { isObject } from '../model/guards.js';
import { judgeEvents } from './judge-events.js';
import { type Arrival, textOfId } from './stored-event.js';
import { accept, refuse, type Verdict } from './verdict.js';

/** Both ids as they came: a blank one makes another group than a missing one. */
const userOf = (event: unknown): string =>
  isObject(event) ? `${textOfId(event['userId'])}:${textOfId(event['anonymousId'])}` : ':';

/** Like gjson's `ForEach`, which also walks an object's values and stops at a missing key only. */
const itemsOf = (batch: unknown): readonly unknown[] => {
  if (batch === undefined) return [];
  if (typeof batch === 'object' && batch !== null) return Object.values(batch);
  return [batch];
};

const groupsOf = (events: readonly unknown[]): readonly (readonly unknown[])[] => {
  const groups = new Map<string, unknown[]>();
  for (const event of events) {
    const user = userOf(event);
    const group = groups.get(user);
    if (group) group.push(event);
    else groups.set(user, [event]);
  }
  return [...groups.values()];
};

/**
 * An import is one batch per user (gateway/import_handler.go:24-41): what is right is stored although its neighbour is
 * refused, and the refusals are joined, so that two of them make a text, and hence a status, that nobody knows.
 */
export const judgeImport = (batch: unknown, bytes: number, arrival: Arrival): Verdict => {
  const groups = groupsOf(itemsOf(batch));
  // Each group is measured alone, and a part is never larger than the whole.
  const sizeOf = (group: readonly unknown[]) =>
    groups.length === 1 ? bytes : Math.min(bytes, Buffer.byteLength(JSON.stringify({ batch: group })));
  const verdicts = groups.map((group) => judgeEvents(group, sizeOf(group), arrival));
  const stored = verdicts.flatMap((verdict) => verdict.stored);
  const refusals = verdicts.filter(({ status }) => status !== 200).map(({ body }) => body.trimEnd());
  return refusals.length === 0 ? accept(stored) : { ...refuse(refusals.join('')), stored };
};
