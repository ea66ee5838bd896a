import type { MessageType } from '../model/message.js';

/** The fields that the arguments of the positional forms stand for, in order; `extras` come last. */
const POSITIONS: Readonly<Record<MessageType, readonly string[]>> = {
  identify: ['userId', 'traits'],
  track: ['userId', 'event', 'properties'],
  page: ['userId', 'category', 'name', 'properties'],
  screen: ['userId', 'category', 'name', 'properties'],
  group: ['userId', 'groupId', 'traits'],
  alias: ['previousId', 'userId'],
};

/** What the last argument may hold. */
const EXTRAS = ['anonymousId', 'context', 'integrations', 'timestamp', 'messageId'] as const;

/**
 * The event that the arguments of a call describe: the first one if it is an object, else the RudderStack server SDK
 * reference's positional form, in which `null` or `undefined` leaves a field out.
 */
export const eventOf = (type: MessageType, args: readonly unknown[]): unknown => {
  const [first] = args;
  if (typeof first === 'object' && first !== null) return first;
  const positions = POSITIONS[type];
  const extras = args[positions.length] as Readonly<Record<string, unknown>> | null | undefined;
  const fields: Record<string, unknown> = {};
  for (const key of EXTRAS) fields[key] = extras?.[key];
  positions.forEach((key, index) => {
    fields[key] = args[index];
  });
  return fields;
};
