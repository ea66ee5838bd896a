import { isLeft } from 'fp-ts/lib/Either.js';
import { clientOf } from '../../dist/client-of.js';
import { connect } from '../../dist/connection.js';
import { platform } from '../../dist/effects/platform.portable.js';
import { createPorts } from '../../dist/effects/ports.js';
import { stderrLogger } from '../../dist/effects/stderr.js';
import { configure } from '../../dist/pure/configure.js';

/**
 * `createClient` as it is in a runtime that is not Node.js, where `#platform` in package.json picks the portable one. Node.js
 * itself can't be asked to: its condition comes first, and there is no taking it away.
 *
 * @type {import('../clients.js').Create}
 */
export const create = (url, room) => {
  const config = configure({ writeKey: 'key', dataPlaneUrl: url, maxQueueSize: room });
  if (isLeft(config)) throw config.left;
  return clientOf(connect(config.right, createPorts(undefined, platform), stderrLogger));
};
