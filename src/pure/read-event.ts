import { chain, type Either, left, right } from 'fp-ts/lib/Either.js';
import type { JsonObject, Message, MessageType } from '../model/message.js';
import { isObject, kindOf } from '../model/guards.js';
import { snapshot } from './snapshot.js';
import { isBlank } from './text.js';
import type { SizeLimit, Unfit } from './unfit.js';

/** What a caller handed in: anything at all. */
export type Fields = Readonly<Record<string, unknown>>;

/** A message while it is read, and all that is known of it when it is refused. */
export type Draft = { -readonly [Key in keyof Message]?: Message[Key] };

/** Why an event can't be sent: names the field, or its path, never its value. */
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
    // The caller's own, not JSON yet: a snapshot of the draft comes next.
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

/** What a warehouse's column of ids takes with ease; an id is not for keeping data in. */
const MAX_MESSAGE_ID_LENGTH = 1024;

// The data plane would replace one that is no string, or blank, by its own (gateway/handle.go:320-328).
const messageId: Rule = (fields, draft) => {
  const value = fields['messageId'];
  if (typeof value !== 'string') return text('messageId')(fields, draft);
  if (isBlank(value)) return 'messageId is blank: leave it out to get one';
  if (value.length > MAX_MESSAGE_ID_LENGTH)
    return `messageId has ${String(value.length)} characters, and ${String(MAX_MESSAGE_ID_LENGTH)} are allowed`;
  draft.messageId = value;
  return undefined;
};

const ISO_8601 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

const timestamp: Rule = (fields, draft) => {
  const value = fields['timestamp'];
  if (value === undefined || value === null) return undefined;
  // By its tag: it may come from another realm.
  if (Object.prototype.toString.call(value) === '[object Date]') {
    if (Number.isNaN(Date.prototype.getTime.call(value))) return 'timestamp is an invalid Date';
    const iso = Date.prototype.toISOString.call(value);
    // ISO 8601 writes years beyond in a way of its own, which the data plane can't read.
    if (!ISO_8601.test(iso)) return 'timestamp is a Date outside the years 0 to 9999';
    draft.timestamp = iso;
    return undefined;
  }
  if (typeof value !== 'string')
    return `timestamp must be a Date or an ISO 8601 string, not ${kindOf(value)}`;
  if (!ISO_8601.test(value)) return 'timestamp is not an ISO 8601 date and time';
  draft.timestamp = value;
  return undefined;
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

const rulesOf = (type: MessageType): readonly Rule[] => [
  id('userId'),
  id('anonymousId'),
  ...OWN_FIELDS[type],
  anId,
  timestamp,
  object('context'),
  object('integrations'),
];

/** What a child may give its calls. */
const DEFAULTS: readonly Rule[] = [
  id('userId'),
  id('anonymousId'),
  object('context'),
  object('integrations'),
];

const RULES = new Map(TYPES.map((type) => [type, rulesOf(type)]));

const follow = (rules: readonly Rule[], fields: Fields, draft: Draft): Problem | undefined => {
  for (const rule of rules) {
    const problem = rule(fields, draft);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** Reads what a child may give its calls; as {@link readFields} does. */
export const readDefaults = (fields: Fields, draft: Draft): Problem | undefined =>
  follow(DEFAULTS, fields, draft);

/**
 * Reads the fields that a call of the draft's type has into the draft: `undefined` if it can be sent, else what is wrong
 * with it. What the draft has already stays unless a field says otherwise. The draft then shares objects with the caller.
 *
 * The caller's getters may throw through it.
 */
export const readFields = (fields: Fields, draft: Draft & Pick<Message, 'type'>): Problem | undefined =>
  follow(RULES.get(draft.type) ?? [], fields, draft);

const OBJECTS: readonly ObjectKey[] = ['traits', 'properties', 'context', 'integrations'];

/** The draft, sharing nothing with the caller any more. */
export const snapshotOf = (draft: Draft, limit: SizeLimit): Either<Unfit, Draft> =>
  chain((copied: Draft): Either<Unfit, Draft> => {
    // A toJSON may make anything of an object, and a Set becomes an array.
    const path = OBJECTS.find((key) => copied[key] !== undefined && !isObject(copied[key]));
    return path === undefined
      ? right(copied)
      : left({ reason: 'invalid', path, problem: `must be an object, not ${kindOf(copied[path])}` });
  })(snapshot(draft, limit));

/** Reads an event of any shape into a draft, as {@link readFields} does, and gives it an id and a time. */
export const readEvent =
  ({ newId, isoNow }: { readonly newId: () => string; readonly isoNow: () => string }) =>
  (type: unknown, fields: unknown, draft: Draft): Problem | undefined => {
    if (!isObject(fields)) return `the event must be an object, not ${kindOf(fields)}`;
    if (!isMessageType(type)) return `type must be one of ${TYPES.join(', ')}`;
    const typed = Object.assign(draft, { type });
    const idProblem = messageId(fields, draft);
    if (idProblem !== undefined) return idProblem;
    draft.messageId ??= newId();
    draft.originalTimestamp = isoNow();
    draft.channel = 'server';
    return readFields(fields, typed);
  };
