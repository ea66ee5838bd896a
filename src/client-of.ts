import { firstValueFrom, type Observable, take } from 'rxjs';
import type { Connection } from './connection.js';
import type { Client } from './model/client.js';
import type { ClientState, ShutdownResult } from './model/outcome.js';
import { count } from './pure/text.js';

/** Node.js' `util.inspect`, and so `console.log`, asks for it. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const presentOf = (states: Observable<ClientState>): ClientState | undefined => {
  let present: ClientState | undefined;
  states.pipe(take(1)).subscribe({
    next: (state) => {
      present = state;
    },
    // It never comes: the client's streams don't fail.
    error: () => undefined,
  });
  return present;
};

/** The promises around a connection. */
export const clientOf = ({ flushed, closed, log, written, ...connection }: Connection): Client => {
  let shutdown: Promise<ShutdownResult> | undefined;
  const client: Client = {
    ...connection,
    flush: (limits) => firstValueFrom(flushed(limits)),
    shutdown: (limits) => {
      // First, since reading the limits may run user code, which may shut the client down.
      const closing = closed(limits);
      return (shutdown ??= firstValueFrom(closing));
    },
    [Symbol.asyncDispose]: async () => {
      const { undelivered } = await client.shutdown();
      if (undelivered.length > 0)
        log.warn(`left undelivered at the shutdown: ${count(undelivered.length, 'event')}`);
      await firstValueFrom(written);
    },
  };
  // What a log should show of a client, rather than its functions and streams.
  const state = { value: () => presentOf(connection.state) };
  return Object.defineProperties(client, { toJSON: state, [INSPECT]: state });
};
