import { isLeft } from 'fp-ts/lib/Either.js';
import { clientOf } from './client-of.js';
import { connect } from './connection.js';
import { createPorts } from './effects/ports.js';
import { stderrLogger } from './effects/stderr.js';
import type { Client } from './model/client.js';
import type { ClientOptions } from './model/options.js';
import { configure } from './pure/configure.js';

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
