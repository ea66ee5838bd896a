import { isLeft } from 'fp-ts/lib/Either.js';
import type { Observable } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { clientOf } from '../client.js';
import { connect } from '../connection.js';
import type { Client } from '../model/client.js';
import type { ClientOptions } from '../model/options.js';
import { configure } from '../pure/configure.js';
import { createDataPlane, type DataPlaneScript, type RecordedRequest } from './data-plane.js';
import { virtualPorts } from './virtual-ports.js';

/** The options of a client whose data plane is scripted: none is required, and `logger` is `false` by default. */
export type VirtualClientOptions = Omit<ClientOptions, 'fetch'>;

/** A client in virtual time. */
export interface VirtualClient extends Client {
  /** What its data plane got: each request as it comes, those before the subscription at once. Completes with the client. */
  readonly requests: Observable<RecordedRequest>;
}

/**
 * A client whose every timer is the scheduler's, in front of a data plane that answers by a script. For a scheduler of your
 * own, within its `run`; `inVirtualTime` brings one.
 *
 * Messages get the ids `m1`, `m2` and so on, and the frame as their time, in milliseconds since 1970; of the waits that
 * jitter allows each retry takes the shortest. The promises of `flush` and `shutdown` resolve after the run.
 *
 * @param dataPlane by default every request is answered 200 at once
 * @throws ConfigurationError as `createClient` does, SyntaxError for a wrong script, TypeError for the option `fetch`
 */
export const createVirtualClient = (
  scheduler: TestScheduler,
  options: VirtualClientOptions = {},
  dataPlane: DataPlaneScript = '200',
): VirtualClient => {
  if ('fetch' in options)
    throw new TypeError(
      'a client in virtual time has no fetch: its data plane is scripted, by the last argument',
    );
  const config = configure({ writeKey: 'WRITE_KEY', dataPlaneUrl: 'http://data-plane.test', ...options });
  if (isLeft(config)) throw config.left;
  const { http, requests } = createDataPlane(scheduler, dataPlane);
  const { logger = false } = config.right;
  const client = clientOf(connect(config.right, virtualPorts(scheduler, http), logger));
  client.attempts.subscribe({
    error: () => undefined,
    complete: () => {
      requests.complete();
    },
  });
  return Object.assign(client, { requests: requests.asObservable() });
};
