import { type Either, isLeft, left, mapLeft } from 'fp-ts/lib/Either.js';
import type { Errors } from 'io-ts';
import { BackoffCodec, type Config, ConfigCodec } from '../model/config.js';
import { isObject, kindOf, shown } from '../model/guards.js';
import { ConfigurationError } from '../model/errors.js';
import type { ClientOptions } from '../model/options.js';

/** Insertions, deletions and substitutions between two words (Levenshtein), by dynamic programming over one row. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** What other SDKs of RudderStack and its like call these options, in lower case. */
const NAMES_ELSEWHERE: Readonly<Record<string, string>> = {
  host: 'dataPlaneUrl',
  endpoint: 'dataPlaneUrl',
  apikey: 'writeKey',
  flushat: 'uploadSize',
  flushinterval: 'uploadInterval',
  maxinternalqueuesize: 'maxQueueSize',
  enable: 'send',
  loglevel: 'debug',
  errorhandler: 'onError',
  retrycount: 'maxRetries',
  retryconfig: 'backoff',
  axiosinstance: 'fetch',
  axiosconfig: 'fetch',
  axiosretryconfig: 'backoff',
  proxies: 'fetch',
  thread: 'concurrency',
  beforeenqueue: 'beforeSend',
};

const plain = (name: string) => name.replaceAll(/[_-]/g, '').toLowerCase();

/** The known name that an unknown one was meant to be: the same in camelCase, another SDK's, or the nearest by spelling. */
const meant = (unknown: string, known: readonly string[]): string | undefined => {
  const elsewhere = Object.hasOwn(NAMES_ELSEWHERE, plain(unknown))
    ? NAMES_ELSEWHERE[plain(unknown)]
    : undefined;
  if (elsewhere !== undefined && known.includes(elsewhere)) return elsewhere;
  const edits = (name: string) => distance(plain(name), plain(unknown));
  const [nearest] = known.toSorted((a, b) => edits(a) - edits(b));
  return nearest !== undefined && edits(nearest) <= Math.floor(nearest.length / 3) ? nearest : undefined;
};

const unknownNames = (options: unknown, known: object, path = ''): readonly string[] =>
  Object.keys(typeof options === 'object' && options !== null ? options : {})
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => {
      const suggestion = meant(name, Object.keys(known));
      const hint = suggestion === undefined ? '' : `: did you mean ${path}${suggestion}?`;
      return `${path}${name}: is not an option${hint}`;
    });

const wrongValues = (errors: Errors): readonly string[] =>
  errors.map(({ context, message, value }) => {
    const path = context.flatMap(({ key }) => (key === '' ? [] : [key])).join('.');
    return `${path}: ${message ?? `must be an object, not ${shown(value)}`}`;
  });

const missing = (options: Partial<Record<string, unknown>>): readonly string[] =>
  options['send'] === false
    ? []
    : ['writeKey', 'dataPlaneUrl']
        .filter((name) => options[name] === undefined)
        .map((name) => `${name}: is missing: the RudderStack dashboard shows it`);

const check = (options: object): Either<readonly string[], Config> => {
  const decoded = ConfigCodec.decode(options);
  const problems = [
    ...missing({ ...options }),
    ...(isLeft(decoded) ? wrongValues(decoded.left) : []),
    ...unknownNames(options, ConfigCodec.props),
    ...unknownNames((options as ClientOptions).backoff, BackoffCodec.props, 'backoff.'),
  ];
  return isLeft(decoded) || problems.length > 0 ? left(problems) : decoded;
};

/** The options, checked and completed; or one error that names all that is wrong with them. */
export const configure = (options: unknown): Either<ConfigurationError, Config> => {
  const failed = (problems: readonly string[]) => new ConfigurationError(problems);
  try {
    const checked = isObject(options)
      ? check(options)
      : // Not shown: some SDKs take the key as the first argument.
        left([`options: must be an object, { writeKey, dataPlaneUrl, … }, not ${kindOf(options)}`]);
    return mapLeft(failed)(checked);
  } catch {
    return left(failed(['options: has a getter, or is a proxy, that threw when it was read']));
  }
};
