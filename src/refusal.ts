import type { Message } from './model/message.js';
import type { Dropped, DropReason } from './model/outcome.js';
import type { Draft } from './pure/read-event.js';

/** Why an event is not sent. */
export interface Refusal {
  readonly reason: DropReason;
  /** Names the field and what to do, never the field's value. */
  readonly detail: string;
}

/** An event that is not sent: its outcome, with the id that its receipt shows. */
export interface Refused {
  readonly messageId: string;
  readonly outcome: Dropped;
}

/** A longer text is not worth being kept. */
const MAX_TEXT_KEPT = 1024;

/** What can't be changed from outside any more. */
const scalarsOf = (draft: Draft): Partial<Message> =>
  Object.fromEntries(
    Object.entries(draft).filter(([, value]) => typeof value === 'string' && value.length <= MAX_TEXT_KEPT),
  );

export const CLOSED: Refusal = { reason: 'closed', detail: 'the client was shut down before the call' };

export const invalid = (detail: string): Refusal => ({ reason: 'invalid', detail });

export const tooLarge = (problem: string, path: string): Refusal => ({
  reason: 'too-large',
  detail: `the event ${problem}: look at ${path}`,
});

/** The end of a draft. With its JSON, if it came that far, the outcome shows all of it. */
export const refusedOf = (refusal: Refusal, draft: Draft, messageId: string, json?: string): Refused => {
  if (json === undefined) {
    const message = { ...scalarsOf(draft), messageId };
    return { messageId, outcome: { _tag: 'Dropped', message, ...refusal } };
  }
  let message: Message | undefined;
  return {
    messageId,
    outcome: {
      _tag: 'Dropped',
      get message() {
        return (message ??= JSON.parse(json) as Message);
      },
      ...refusal,
    },
  };
};
