import { chain } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { isObject, shown } from './guards.js';
import { MAX_REQUEST_BYTES, MAX_TIMER_MS } from './limits.js';
import type {
  BeforeSend,
  ErrorHandler,
  ErrorObserver,
  Fetch,
  Logger,
  Ordering,
  Overflow,
} from './options.js';

/** A value that `is` accepts; anything else fails with what is wrong, in words that may name what was seen. */
const checked = <A>(name: string, is: t.Is<A>, wrong: (seen: unknown) => string): t.Type<A, A> =>
  new t.Type(
    name,
    is,
    (seen, context) => (is(seen) ? t.success(seen) : t.failure(seen, context, wrong(seen))),
    t.identity,
  );

const withDefault = <A, D extends A | undefined>(codec: t.Type<A, A>, fallback: D): t.Type<A | D, A | D> =>
  new t.Type<A | D, A | D, unknown>(
    codec.name,
    (seen): seen is A | D => codec.is(seen),
    (seen, context) => (seen === undefined ? t.success(fallback) : codec.validate(seen, context)),
    t.identity,
  );

const optional = <A>(codec: t.Type<A, A>) => withDefault(codec, undefined);

const flag = checked(
  'flag',
  (seen): seen is boolean => typeof seen === 'boolean',
  (seen) => `must be true or false, not ${shown(seen)}`,
);

const isWhole = (seen: unknown, min: number, max: number): seen is number =>
  typeof seen === 'number' && Number.isInteger(seen) && seen >= min && seen <= max;

const wholeNumber = (unit: string, min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  checked(
    unit,
    (seen): seen is number => isWhole(seen, min, max),
    (seen) =>
      `must be a whole number of ${unit}, ${String(min)} or more${
        max < Number.MAX_SAFE_INTEGER ? ` and ${String(max)} at most` : ''
      }, not ${shown(seen)}`,
  );

const duration = (min: number) =>
  checked(
    'milliseconds',
    (seen): seen is number => isWhole(seen, min, MAX_TIMER_MS),
    (seen) => {
      // Whoever comes from the Python SDK writes seconds.
      const looksLikeSeconds =
        typeof seen === 'number' && seen > 0 && (seen < min || !Number.isInteger(seen));
      const hint = looksLikeSeconds
        ? ` (milliseconds: did you mean ${String(Math.round(seen * 1000))}?)`
        : '';
      const range =
        typeof seen === 'number' && seen > MAX_TIMER_MS
          ? `${String(min)} or more and ${String(MAX_TIMER_MS)} at most`
          : `${String(min)} or more`;
      return `must be whole milliseconds, ${range}, not ${shown(seen)}${hint}`;
    },
  );

const FORBIDDEN_IN_KEY = /[\p{Cc}:]/u;

const writeKey = checked(
  'write key',
  (seen): seen is string => typeof seen === 'string' && seen.trim() !== '' && !FORBIDDEN_IN_KEY.test(seen),
  (seen) => {
    if (typeof seen !== 'string')
      return `must be a string, not ${seen === null ? 'null' : `a ${typeof seen}`}`;
    if (seen.trim() === '') return 'is blank: copy it from the source in the RudderStack dashboard';
    return 'holds a control character or a ":", which Basic authentication can\'t carry: copy it again';
  },
);

/** Why a URL can't be a data plane's, or `undefined`. */
const urlProblem = (seen: unknown): string | undefined => {
  if (seen instanceof URL) return 'must be a string: take the href of the URL';
  if (typeof seen !== 'string') return `must be a URL string, not ${shown(seen)}`;
  if (/^[\w.-]+:\d{1,5}$/.test(seen))
    return `must begin with https:// or http://: did you mean http://${seen}?`;
  // Not shown: whoever mixed the options up wrote the key here.
  if (!URL.canParse(seen)) return 'must be a URL such as https://data-plane.example';
  const { protocol, pathname, search, hash, username, password } = new URL(seen);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https:// or http://';
  if (username !== '' || password !== '') return 'must not hold credentials: the write key is all it takes';
  if (search !== '' || hash !== '' || /[?#]/.test(seen))
    return 'must not have a query or a hash: give its origin and base path only';
  if (/\/v1(\/batch)?\/*$/.test(pathname)) return 'must end before /v1/batch: the SDK appends it';
  return undefined;
};

const dataPlaneUrl = checked(
  'URL',
  (seen): seen is string => urlProblem(seen) === undefined,
  (seen) => urlProblem(seen) ?? '',
);

const callable = <A>(name: string) =>
  checked(
    name,
    (seen): seen is A => typeof seen === 'function',
    (seen) => `must be a function, not ${shown(seen)}`,
  );

const errorHandler = checked(
  'error handler',
  (seen): seen is ErrorHandler | ErrorObserver =>
    typeof seen === 'function' || (isObject(seen) && typeof seen['next'] === 'function'),
  (seen) => `must be a function (error, events) or an observer with next, not ${shown(seen)}`,
);

const overflow = checked(
  'overflow',
  (seen): seen is Overflow => seen === 'drop-newest' || seen === 'drop-oldest',
  (seen) => `must be 'drop-newest' or 'drop-oldest', not ${shown(seen)}`,
);

const ordering = checked(
  'ordering',
  (seen): seen is Ordering => seen === 'none' || seen === 'user',
  (seen) => `must be 'none' or 'user', not ${shown(seen)}`,
);

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

const logger = checked(
  'logger',
  (seen): seen is Logger | false =>
    seen === false || (isObject(seen) && LEVELS.every((level) => typeof seen[level] === 'function')),
  (seen) => `must be false or an object with the functions ${LEVELS.join(', ')}, not ${shown(seen)}`,
);

export const BackoffCodec = t.type({
  baseMs: withDefault(duration(1), 500),
  maxMs: withDefault(duration(1), 30_000),
});

type BackOff = t.TypeOf<typeof BackoffCodec>;

const backoffOrDefaults = new t.Type<BackOff, BackOff, unknown>(
  'backoff',
  BackoffCodec.is,
  (seen, context) =>
    chain(({ baseMs, maxMs }: BackOff) =>
      maxMs < baseMs
        ? t.failure<BackOff>(
            seen,
            context,
            `maxMs (${String(maxMs)}) must be at least baseMs (${String(baseMs)})`,
          )
        : t.success({ baseMs, maxMs }),
    )(BackoffCodec.validate(seen ?? {}, context)),
  t.identity,
);

/** The options as `createClient` takes them, with their defaults. */
export const ConfigCodec = t.type({
  writeKey: optional(writeKey),
  dataPlaneUrl: optional(dataPlaneUrl),
  onError: optional(errorHandler),
  debug: withDefault(flag, false),
  send: withDefault(flag, true),
  syncMode: withDefault(flag, false),
  maxQueueSize: withDefault(wholeNumber('events', 1), 10_000),
  maxQueueBytes: withDefault(wholeNumber('bytes', 1), 67_108_864),
  overflow: withDefault<Overflow, Overflow>(overflow, 'drop-newest'),
  gzip: withDefault(flag, true),
  timeout: withDefault(duration(100), 15_000),
  maxRetries: withDefault(wholeNumber('retries', 0), 10),
  uploadInterval: withDefault(duration(1), 500),
  uploadSize: withDefault(wholeNumber('events', 1), 100),
  maxEventBytes: withDefault(wholeNumber('bytes', 1), 32_768),
  maxBatchBytes: withDefault(wholeNumber('bytes', 1_024, MAX_REQUEST_BYTES), 500_000),
  concurrency: withDefault(wholeNumber('requests', 1), 4),
  ordering: withDefault<Ordering, Ordering>(ordering, 'none'),
  backoff: backoffOrDefaults,
  beforeSend: optional(callable<BeforeSend>('beforeSend')),
  logger: optional(logger),
  fetch: optional(callable<Fetch>('fetch')),
});

/** Valid options, defaults filled in. */
export type Config = t.TypeOf<typeof ConfigCodec>;
