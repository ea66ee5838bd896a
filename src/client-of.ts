import { firstValueFrom } from 'rxjs';
import type { Connection } from './connection.js';
import type { Client } from './model/client.js';
import type { ShutdownResult } from './model/outcome.js';
import { count } from './pure/text.js';
import { presentOf } from './states.js';

/** Node.js' `util.inspect`, and so `console.log`, asks for it. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

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
