import { type Either, left, mapLeft, right } from 'fp-ts/lib/Either.js';
import { isThenable } from './guard.js';
import { isObject, kindOf } from './model/guards.js';
import type { Message } from './model/message.js';
import type { BeforeSend } from './model/options.js';
import { type Draft, readFields } from './pure/read-event.js';
import { textOf } from './pure/text.js';
import { invalid, type Refusal } from './refusal.js';

/** The error is of the user's own code: it tells where to look. */
const MAX_ERROR_SHOWN = 200;

const FILTERED: Refusal = { reason: 'filtered', detail: 'beforeSend returned null' };

/** What `beforeSend` makes of a message, read as any event is; it may still share objects with the user's code. */
export const applyBeforeSend = (beforeSend: BeforeSend, message: Message): Either<Refusal, Draft> => {
  const { type, messageId, originalTimestamp, channel } = message;
  const changed = { type, messageId, originalTimestamp, channel };
  try {
    const result: unknown = beforeSend(message);
    if (result === null) return left(FILTERED);
    const isPromise = isThenable(result);
    // Nobody else could handle its rejection, which would end the process.
    if (isPromise) result.then(undefined, () => undefined);
    const problem =
      isObject(result) && !isPromise
        ? readFields(result, changed)
        : `it returned ${isPromise ? 'a promise' : kindOf(result)} and not the message, or null to drop it`;
    return mapLeft((text: string) => invalid(`beforeSend: ${text}`))(
      problem === undefined ? right(changed) : left(problem),
    );
  } catch (error) {
    return left(invalid(`beforeSend threw ${textOf(error).slice(0, MAX_ERROR_SHOWN)}`));
  }
};
