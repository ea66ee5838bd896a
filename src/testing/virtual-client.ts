import { isLeft } from 'fp-ts/lib/Either.js';
import { type Observable, type SchedulerLike, tap } from 'rxjs';
import { clientOf } from '../client-of.js';
import { ENTRANCES, type Entrances } from '../entrances.js';
import { connect } from '../connection.js';
import type { Client } from '../model/client.js';
import type { Config } from '../model/config.js';
import { ConfigurationError } from '../model/errors.js';
import { isObject } from '../model/guards.js';
import type { ClientOptions } from '../model/options.js';
import { configure } from '../pure/configure.js';
import { createDataPlane, type DataPlane, type RecordedRequest } from './data-plane.js';
import { virtualPorts } from './virtual-ports.js';

/** The options of a client in virtual time: those of any other, except `fetch`, since nothing leaves the test. */
export interface VirtualClientOptions extends Omit<
  ClientOptions,
  'writeKey' | 'dataPlaneUrl' | 'logger' | 'fetch'
> {
  /** @default 'WRITE_KEY' */
  readonly writeKey?: string | undefined;
  /** @default 'http://data-plane.example' */
  readonly dataPlaneUrl?: string | undefined;
  /** @default false */
  readonly logger?: ClientOptions['logger'];
}

/** A client in virtual time, and what it sent. */
export interface VirtualClient extends Client {
  /** Every request that the data plane got: those made before a subscription too. Completes with the client. */
  readonly requests: Observable<RecordedRequest>;
}

const DEFAULTS = { writeKey: 'WRITE_KEY', dataPlaneUrl: 'http://data-plane.example', logger: false };

const NO_FETCH =
  'fetch: is not an option here: the data plane is the second argument, and nothing else is asked';

/** What is given and not `undefined`. */
const given = (options: object) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const withDefaults = (options: unknown): unknown => {
  try {
    return isObject(options) ? { ...DEFAULTS, ...given(options) } : options;
  } catch {
    // A getter threw: it will again, where that is told as any other problem.
    return options;
  }
};

const configOf = (options: unknown): Config => {
  const wanted = withDefaults(options);
  const config = configure(wanted);
  const problems = isLeft(config) ? [...config.left.problems] : [];
  if (isObject(wanted) && 'fetch' in wanted) problems.push(NO_FETCH);
  if (isLeft(config) || problems.length > 0) throw new ConfigurationError(problems);
  return config.right;
};

/** What answers later would never do so within the run. */
const inVirtualTimeOnly = ({ pull, enter }: Entrances): Entrances => ({
  pull: (source) => {
    if (Symbol.iterator in source) return pull(source);
    throw new TypeError('async sources do not run in virtual time: give deliverFrom an array or a generator');
  },
  enter,
});

/**
 * A client on a `TestScheduler` of your own, in front of a data plane that answers by a script: see {@link DataPlane}. In
 * `scheduler.run(…)` its milliseconds are the frames; outside, set the scheduler's `maxFrames`, which is 750 there.
 *
 * @param dataPlane `'200'` by default: every request is answered 200 at once
 * @throws ConfigurationError as `createClient` does, and for a `fetch`
 * @throws Error if the script has a wrong word
 */
export const createVirtualClient = (
  scheduler: SchedulerLike,
  options: VirtualClientOptions = {},
  dataPlane: DataPlane = '200',
): VirtualClient => {
  const config = configOf(options);
  const { http, requests, close } = createDataPlane(dataPlane, scheduler);
  const connection = connect(config, virtualPorts(scheduler, http), config.logger ?? false);
  const client = clientOf({
    ...connection,
    [ENTRANCES]: () => inVirtualTimeOnly(connection[ENTRANCES]()),
    closed: (limits) => connection.closed(limits).pipe(tap(close)),
  });
  return Object.assign(client, { requests });
};
