import { chain, type Either, isLeft, left, map, mapLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { applyBeforeSend } from './before-send.js';
import type { Read } from './calls.js';
import type { Sendable } from './model/delivery.js';
import type { JsonObject, Message } from './model/message.js';
import type { BeforeSend } from './model/options.js';
import type { Ports } from './model/ports.js';
import { VERSION } from './model/version.js';
import { type Defaults, merged, NO_DEFAULTS } from './pure/defaults.js';
import { ENDING_BYTES, ENVELOPE_BYTES } from './pure/envelope.js';
import { lookAt } from './pure/plain.js';
import { type Draft, type Problem, readEvent, snapshotOf } from './pure/read-event.js';
import { laneOf } from './pure/lane.js';
import { largestMember } from './pure/largest-member.js';
import type { SizeLimit, Unfit } from './pure/unfit.js';
import { CLOSED, invalid, type Refusal, type Refused, refusedOf, tooLarge } from './refusal.js';

/** An event that may be sent. */
export interface Admitted extends Sendable {
  readonly messageId: string;
}

/** Why so many bytes more have no place in the queue; `undefined` if they have. */
export type FullBy = (bytes: number) => string | undefined;

/** Decides over one call, with the defaults of the child that it was made through. */
export type Admit = (call: Read, defaults: Defaults, fullBy: FullBy) => Either<Refused, Admitted>;

export interface AdmissionConfig {
  readonly send: boolean;
  readonly maxEventBytes: number;
  readonly maxBatchBytes: number;
  readonly maxQueueBytes: number;
  readonly beforeSend: BeforeSend | undefined;
  /** How many there are to put the users in; with one, nobody is looked at. */
  readonly lanes: number;
  readonly isClosed: () => boolean;
}

const DISABLED: Refusal = { reason: 'disabled', detail: 'the client was created with send: false' };

const LIBRARY: JsonObject = { name: 'rudder-rx', version: VERSION };
const EVERY_DESTINATION: JsonObject = { All: true };

/** A call may be made by the getters, `toJSON` or `beforeSend` of another; further down they might never end. */
const MAX_NESTED_CALLS = 2;
const TOO_NESTED = 'the call was made by a getter, toJSON or beforeSend of a call that was itself made so';

/** The SDK's library wins over the caller's. */
const withLibrary = (context: JsonObject | undefined): JsonObject => {
  // Spread last, then set: adding a property after a spread takes V8 ten times as long.
  const complete = { library: LIBRARY, ...context };
  complete.library = LIBRARY;
  return complete;
};

/** An event that fits in no request could only fail, and one that is larger than the whole queue only be refused. */
const sizeLimitOf = ({ maxEventBytes, maxBatchBytes, maxQueueBytes }: AdmissionConfig): SizeLimit => {
  const limits: readonly SizeLimit[] = [
    { bytes: maxEventBytes, option: 'maxEventBytes' },
    { bytes: maxBatchBytes - ENVELOPE_BYTES, option: 'maxBatchBytes' },
    { bytes: maxQueueBytes, option: 'maxQueueBytes' },
  ];
  return limits.reduce((least, limit) => (limit.bytes < least.bytes ? limit : least));
};

/** Destinations look for an identify's traits in either place. */
const mirrorTraits = (draft: Draft): Draft => {
  if (draft.type === 'identify' && draft.traits !== undefined)
    draft.context = { ...draft.context, traits: draft.traits };
  return draft;
};

/** `undefined` for what JSON can't carry after all: a getter need not give the same twice. */
const jsonOf = (draft: Draft): string | undefined => {
  try {
    return JSON.stringify(draft);
  } catch {
    return undefined;
  }
};

const refusalFor = ({ reason, path, problem }: Unfit): Refusal =>
  reason === 'invalid' ? invalid(`${path} ${problem}`) : tooLarge(problem, path);

/**
 * Decides over one call: validates the event, takes its snapshot (the JSON that is sent, made once, here, of what
 * `beforeSend` leaves), and checks the limits, in the order of `DropReason`. It never throws, whatever the code of the
 * caller does meanwhile, unless the stack is used up.
 */
export const createAdmission = (
  config: AdmissionConfig,
  ports: Pick<Ports, 'newId' | 'isoNow' | 'byteLength'>,
): Admit => {
  const { send, beforeSend, lanes, isClosed } = config;
  const read = readEvent(ports);
  const limit = sizeLimitOf(config);
  const fitFor = (draft: Draft, atMost: SizeLimit) => mapLeft(refusalFor)(snapshotOf(draft, atMost));
  let depth = 0;

  const refusalBy = (bytes: number, fullBy: FullBy): Refusal | undefined => {
    if (isClosed()) return CLOSED;
    const detail = fullBy(bytes);
    return detail === undefined ? undefined : { reason: 'queue-full', detail };
  };

  const readCall = (call: Read, defaults: Defaults, draft: Draft): Problem | undefined => {
    if (depth > MAX_NESTED_CALLS) return TOO_NESTED;
    if (defaults.userId !== undefined) draft.userId = defaults.userId;
    if (defaults.anonymousId !== undefined) draft.anonymousId = defaults.anonymousId;
    try {
      const { type, fields } = call();
      return defaults.problem ?? read(type, fields, draft);
    } catch {
      return 'the event has a getter, or is a proxy, that threw when it was read';
    }
  };

  /** Data of our own, unless JSON takes the caller's as it is. */
  const takeSnapshot = (draft: Draft): Either<Refusal, Draft> => {
    // `beforeSend` gets a copy to itself, and may make it smaller.
    if (beforeSend !== undefined) return fitFor(draft, { ...limit, bytes: Infinity });
    try {
      const found = lookAt(draft, limit);
      if (found === 'plain') return right(draft);
      return found === 'other' ? fitFor(draft, limit) : left(refusalFor(found));
    } catch {
      return fitFor(draft, limit);
    }
  };

  const complete = (draft: Draft, defaults: Defaults): Draft => {
    draft.context = withLibrary(merged(defaults.context, draft.context));
    draft.integrations = merged(defaults.integrations, draft.integrations) ?? EVERY_DESTINATION;
    return draft;
  };

  /** Copies once more: what events have in common, a child's defaults above all, is not for `beforeSend` to change. */
  const filter = (whole: Draft, change: BeforeSend): Either<Refusal, Draft> =>
    pipe(
      fitFor(whole, { ...limit, bytes: Infinity }),
      chain((message) => applyBeforeSend(change, message as Message)),
      chain((changed) => fitFor(changed, limit)),
      map((changed) => complete(changed, NO_DEFAULTS)),
    );

  // A plain `if`: fp-ts' functions cost 0.8 µs here, for every event.
  const finish = (draft: Draft, defaults: Defaults): Either<Refusal, Draft> => {
    const taken = takeSnapshot(draft);
    if (isLeft(taken)) return taken;
    const own = complete(taken.right, defaults);
    return beforeSend === undefined ? right(own) : filter(own, beforeSend);
  };

  const decide = (
    call: Read,
    defaults: Defaults,
    fullBy: FullBy,
    draft: Draft,
  ): Either<Refused, Admitted> => {
    const refuse = (refusal: Refusal, last = draft, json?: string) =>
      left(refusedOf(refusal, last, last.messageId ?? ports.newId(), json));

    const problem = readCall(call, defaults, draft);
    if (isClosed()) return refuse(CLOSED);
    if (problem !== undefined) return refuse(invalid(problem));
    // Before the work of serialising: in an overload it would all be for nothing.
    const early = send ? refusalBy(0, fullBy) : undefined;
    if (early !== undefined) return refuse(early);

    const finished = finish(draft, defaults);
    if (isLeft(finished)) return refuse(finished.left);
    const message = mirrorTraits(finished.right);
    const json = jsonOf(message);
    if (json === undefined) return refuse(invalid('the event threw when it was made JSON'));
    const bytes = ports.byteLength(json) - 1 + ENDING_BYTES;
    const { bytes: allowed, option } = limit;
    // The code of the caller may have filled the queue, or shut the client down, meanwhile.
    const late =
      bytes > allowed
        ? tooLarge(
            `has ${String(bytes)} bytes as sent, and ${option} allows ${String(allowed)}`,
            largestMember(JSON.parse(json) as object),
          )
        : send
          ? refusalBy(bytes, fullBy)
          : DISABLED;
    if (late !== undefined) return refuse(late, message, json);
    const { messageId = '', userId, anonymousId = '' } = message;
    const lane = lanes === 1 ? 0 : laneOf(userId ?? anonymousId, lanes);
    return right({ messageId, json: json.slice(0, -1), bytes, lane });
  };

  return (call, defaults, fullBy) => {
    const draft: Draft = {};
    depth += 1;
    try {
      return decide(call, defaults, fullBy, draft);
    } catch {
      // A getter need not do the second time what it did the first.
      const refusal = invalid('the event threw when it was read');
      return left(refusedOf(refusal, draft, draft.messageId ?? ports.newId()));
    } finally {
      depth -= 1;
    }
  };
};
