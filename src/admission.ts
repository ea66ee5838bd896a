import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Sendable } from './model/delivery.js';
import type { JsonObject, Message } from './model/message.js';
import type { Dropped, DropReason } from './model/outcome.js';
import type { Ports } from './model/ports.js';
import { ENDING_BYTES, ENVELOPE_BYTES } from './pure/envelope.js';
import { type Draft, type Problem, readEvent } from './pure/read-event.js';
import { serialise } from './pure/serialise.js';
import { VERSION } from './model/version.js';

/** An event that may be sent. */
export interface Admitted extends Sendable {
  readonly messageId: string;
}

/** An event that is not sent: its outcome, with the id that its receipt shows. */
export interface Refused {
  readonly messageId: string;
  readonly outcome: Dropped;
}

export interface AdmissionConfig {
  readonly send: boolean;
  readonly maxQueueSize: number;
  readonly maxEventBytes: number;
  readonly maxBatchBytes: number;
  readonly isClosed: () => boolean;
  readonly isFull: () => boolean;
}

const LIBRARY: JsonObject = { name: 'rudder-rx', version: VERSION };

/** What can't be changed from outside any more. */
const scalarsOf = (draft: Draft): Partial<Message> =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => typeof value === 'string'));

/**
 * Decides over one call: validates the event, takes its snapshot (the JSON that is sent, made once, here) and checks the
 * limits, in the order of `DropReason`. It never throws, whatever reading the event does.
 */
export const createAdmission = (
  config: AdmissionConfig,
  ports: Pick<Ports, 'newId' | 'isoNow' | 'byteLength'>,
) => {
  const { send, isClosed, isFull } = config;
  const readInto = readEvent({ library: LIBRARY, newId: ports.newId, isoNow: ports.isoNow });
  // An event that fits in no request could only fail.
  const maxBytes = Math.min(config.maxEventBytes, config.maxBatchBytes - ENVELOPE_BYTES);
  const limit = maxBytes < config.maxEventBytes ? 'maxBatchBytes' : 'maxEventBytes';

  const refuse = (
    draft: Draft,
    reason: DropReason,
    detail: string,
    json?: string,
  ): Either<Refused, never> => {
    const messageId = draft.messageId ?? ports.newId();
    if (json === undefined) {
      return left({
        messageId,
        outcome: { _tag: 'Dropped', message: { ...scalarsOf(draft), messageId }, reason, detail },
      });
    }
    let message: Message | undefined;
    return left({
      messageId,
      outcome: {
        _tag: 'Dropped',
        get message() {
          return (message ??= JSON.parse(json) as Message);
        },
        reason,
        detail,
      },
    });
  };
  const refuseClosed = (draft: Draft) => refuse(draft, 'closed', 'the client was shut down before the call');
  const refuseFull = (draft: Draft) =>
    refuse(
      draft,
      'queue-full',
      `${String(config.maxQueueSize)} events are pending, which is all that maxQueueSize allows`,
    );

  /** `read` hands over the event and its type, and may throw. */
  return (read: () => { readonly type: unknown; readonly fields: unknown }): Either<Refused, Admitted> => {
    const draft: Draft = {};
    let problem: Problem | undefined;
    try {
      const { type, fields } = read();
      problem = readInto(type, fields, draft);
    } catch {
      problem = 'the event has a getter, or is a proxy, that threw when it was read';
    }
    if (isClosed()) return refuseClosed(draft);
    if (problem !== undefined) return refuse(draft, 'invalid', problem);
    // Before the work of serialising: in an overload it would all be for nothing.
    if (send && isFull()) return refuseFull(draft);

    const serialised = serialise(draft);
    if (isLeft(serialised)) return refuse(draft, 'invalid', serialised.left);
    const json = serialised.right;
    const bytes = ports.byteLength(json) - 1 + ENDING_BYTES;
    if (bytes > maxBytes) {
      const detail = `the event has ${String(bytes)} bytes as sent, and ${String(maxBytes)} are allowed (${limit})`;
      return refuse(draft, 'too-large', detail, json);
    }
    if (!send) return refuse(draft, 'disabled', 'the client was created with send: false', json);
    // The event's own toJSON and getters may have called the client meanwhile.
    if (isClosed()) return refuseClosed(draft);
    if (isFull()) return refuseFull(draft);
    return right({ messageId: draft.messageId ?? '', json: json.slice(0, -1), bytes });
  };
};
