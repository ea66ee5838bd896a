import type { JsonObject, Message, MessageType } from '../model/message.js';
import { isObject, kindOf } from '../model/guards.js';
import { isBlank } from './text.js';

/** What a caller handed in: anything at all. */
export type Fields = Readonly<Record<string, unknown>>;

/** A message while it is read, and all that is known of it when it is refused. */
export type Draft = { -readonly [Key in keyof Message]?: Message[Key] };

/** Why an event can't be sent: names the field, never its value. */
export type Problem = string;

/** Reads one part of the event into the draft, or says what is wrong with it. */
type Rule = (fields: Fields, draft: Draft) => Problem | undefined;

type IdKey = 'userId' | 'anonymousId' | 'groupId' | 'previousId';
type TextKey = 'event' | 'name' | 'category' | 'messageId';
type ObjectKey = 'traits' | 'properties' | 'context' | 'integrations';

const id =
  (key: IdKey): Rule =>
  (fields, draft) => {
    const value = fields[key];
    if (value === undefined || value === null) return undefined;
    const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
    if (typeof text !== 'string') return `${key} must be a string or a finite number, not ${kindOf(value)}`;
    if (!isBlank(text)) draft[key] = text;
    return undefined;
  };

const text =
  (key: TextKey): Rule =>
  (fields, draft) => {
    const value = fields[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return `${key} must be a string, not ${kindOf(value)}`;
    draft[key] = value;
    return undefined;
  };

const object =
  (key: ObjectKey): Rule =>
  (fields, draft) => {
    const value = fields[key];
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) return `${key} must be an object, not ${kindOf(value)}`;
    // Not JSON yet: serialising it next makes the snapshot, and refuses what JSON can't carry.
    draft[key] = value as JsonObject;
    return undefined;
  };

const required =
  (key: IdKey | TextKey, rule: Rule): Rule =>
  (fields, draft) => {
    const problem = rule(fields, draft);
    if (problem !== undefined) return problem;
    const value = draft[key];
    return value === undefined || isBlank(value) ? `${key} is missing or blank` : undefined;
  };

const anId: Rule = (_fields, draft) =>
  draft.userId === undefined && draft.anonymousId === undefined
    ? 'userId and anonymousId are both missing or blank: one of them must be there'
    : undefined;

// The data plane would replace one that is no string, or blank, by its own (gateway/handle.go:320-328).
const messageId: Rule = (fields, draft) => {
  const value = fields['messageId'];
  if (typeof value === 'string' && isBlank(value)) return 'messageId is blank: leave it out to get one';
  return text('messageId')(fields, draft);
};

const ISO_8601 = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

const timestamp: Rule = (fields, draft) => {
  const value = fields['timestamp'];
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return 'timestamp is an invalid Date';
    draft.timestamp = value.toISOString();
    return undefined;
  }
  if (typeof value !== 'string')
    return `timestamp must be a Date or an ISO 8601 string, not ${kindOf(value)}`;
  if (!ISO_8601.test(value)) return 'timestamp is not an ISO 8601 date and time';
  draft.timestamp = value;
  return undefined;
};

const EVERY_DESTINATION = { All: true };

const integrations: Rule = (fields, draft) => {
  draft.integrations = EVERY_DESTINATION;
  return object('integrations')(fields, draft);
};

/** The caller's context with the SDK's library and, for `identify`, the traits, where destinations look for them. */
const context = (library: JsonObject): Rule => {
  const read = object('context');
  return (fields, draft) => {
    const problem = read(fields, draft);
    // Spread last, then set: adding a property after a spread takes V8 ten times as long.
    const merged = { library, ...draft.context };
    merged.library = library;
    draft.context =
      draft.type === 'identify' && draft.traits !== undefined ? { ...merged, traits: draft.traits } : merged;
    return problem;
  };
};

const OWN_FIELDS: Readonly<Record<MessageType, readonly Rule[]>> = {
  identify: [object('traits')],
  track: [required('event', text('event')), object('properties')],
  page: [text('category'), text('name'), object('properties')],
  screen: [text('category'), text('name'), object('properties')],
  group: [required('groupId', id('groupId')), object('traits')],
  alias: [required('previousId', id('previousId'))],
};

const TYPES = Object.keys(OWN_FIELDS) as MessageType[];

const isMessageType = (value: unknown): value is MessageType =>
  typeof value === 'string' && Object.hasOwn(OWN_FIELDS, value);

/** What an event gets that its caller did not give. */
export interface Defaults {
  readonly library: JsonObject;
  readonly newId: () => string;
  readonly isoNow: () => string;
}

/**
 * Reads an event of any shape into a draft: `undefined` if it is a message now, else what is wrong with it. Fields that
 * the call does not have are not read. A message still shares `context`, `traits` and `properties` with the caller:
 * serialise it at once.
 *
 * The caller's getters may throw through it.
 */
export const readEvent = ({ library, newId, isoNow }: Defaults) => {
  const rulesOf = (type: MessageType): readonly Rule[] => [
    id('userId'),
    id('anonymousId'),
    anId,
    ...OWN_FIELDS[type],
    timestamp,
    integrations,
    context(library),
  ];
  const rules = new Map(TYPES.map((type) => [type, rulesOf(type)]));

  return (type: unknown, fields: unknown, draft: Draft): Problem | undefined => {
    if (!isObject(fields)) return `the event must be an object, not ${kindOf(fields)}`;
    if (!isMessageType(type)) return `type must be one of ${TYPES.join(', ')}`;
    draft.type = type;
    const idProblem = messageId(fields, draft);
    if (idProblem !== undefined) return idProblem;
    draft.messageId ??= newId();
    draft.originalTimestamp = isoNow();
    draft.channel = 'server';
    for (const rule of rules.get(type) ?? []) {
      const problem = rule(fields, draft);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
};
