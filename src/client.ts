import { isLeft } from 'fp-ts/lib/Either.js';
import { firstValueFrom } from 'rxjs';
import { connect, type Connection } from './connection.js';
import type { Client } from './model/client.js';
import type { ShutdownResult } from './model/outcome.js';
import type { ClientOptions } from './model/options.js';
import { createPorts } from './effects/ports.js';
import { stderrLogger } from './effects/stderr.js';
import { configure } from './pure/configure.js';
import { count } from './pure/text.js';

/** The promises around a connection. */
export const clientOf = ({ flushed, closed, log, ...connection }: Connection): Client => {
  let shutdown: Promise<ShutdownResult> | undefined;
  const client: Client = {
    ...connection,
    flush: (limits) => firstValueFrom(flushed(limits)),
    shutdown: (limits) => (shutdown ??= firstValueFrom(closed(limits))),
    [Symbol.asyncDispose]: async () => {
      const { undelivered } = await client.shutdown();
      if (undelivered.length > 0)
        log.warn(`left undelivered at the shutdown: ${count(undelivered.length, 'event')}`);
    },
  };
  return client;
};

/**
 * A client that sends events to a RudderStack data plane.
 *
 * @throws ConfigurationError naming every wrong option at once; the only thing that ever throws
 */
export const createClient = (options: ClientOptions): Client => {
  const config = configure(options);
  if (isLeft(config)) throw config.left;
  const { fetch, logger = stderrLogger } = config.right;
  return clientOf(connect(config.right, createPorts(fetch), logger));
};
