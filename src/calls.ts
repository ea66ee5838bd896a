import type { Calls } from './model/client.js';
import type { MessageType } from './model/message.js';
import type { Receipt } from './model/outcome.js';
import { eventOf } from './pure/positional.js';

/** A call: hands over the event and its type, and may throw. */
export type Read = () => { readonly type: unknown; readonly fields: unknown };

export type Take = (read: Read) => Receipt;

/** An event with its type in it. */
export const emitted =
  (event: unknown): Read =>
  () => ({ type: (event as { type?: unknown } | null | undefined)?.type, fields: event });

/** The six calls and `emit`, on whatever takes them. */
export const createCalls = (take: Take): Calls => {
  const call =
    (type: MessageType) =>
    (...args: readonly unknown[]): Receipt =>
      take(() => ({ type, fields: eventOf(type, args) }));
  return {
    identify: call('identify'),
    track: call('track'),
    page: call('page'),
    screen: call('screen'),
    group: call('group'),
    alias: call('alias'),
    emit: (event: unknown) => take(emitted(event)),
  };
};
