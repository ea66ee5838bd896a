import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Errors } from 'io-ts';
import { type Config, ConfigCodec, describe } from '../model/config.js';
import { ConfigurationError } from '../model/errors.js';

const KNOWN = Object.keys(ConfigCodec.props);

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

/** The option that an unknown name was meant to be: its camelCase, or the nearest by spelling. */
const meant = (unknown: string): string | undefined => {
  const plain = (name: string) => name.replaceAll(/[_-]/g, '').toLowerCase();
  const ranked = KNOWN.map((name) => ({ name, edits: distance(plain(name), plain(unknown)) }));
  const best = ranked.reduce((nearest, next) => (next.edits < nearest.edits ? next : nearest));
  return best.edits <= Math.max(1, Math.floor(best.name.length / 4)) ? best.name : undefined;
};

const unknownOptions = (options: object): readonly string[] =>
  Object.keys(options)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => {
      const suggestion = meant(name);
      return `${name}: is not an option${suggestion === undefined ? '' : `: did you mean ${suggestion}?`}`;
    });

const wrongValues = (errors: Errors): readonly string[] =>
  errors.map(({ context, message, value }) => {
    const path = context.flatMap(({ key }) => (key === '' ? [] : [key])).join('.');
    return `${path}: ${message ?? `must be an object, not ${describe(value)}`}`;
  });

const missing = (options: Partial<Record<string, unknown>>): readonly string[] =>
  options['send'] === false
    ? []
    : ['writeKey', 'dataPlaneUrl']
        .filter((name) => options[name] === undefined)
        .map((name) => `${name}: is missing: the RudderStack dashboard shows it`);

/** The options, checked and completed; or one error that names all that is wrong with them. */
export const configure = (options: unknown): Either<ConfigurationError, Config> => {
  if (typeof options !== 'object' || options === null) {
    return left(new ConfigurationError([`options: must be an object, not ${describe(options)}`]));
  }
  const decoded = ConfigCodec.decode(options);
  const problems = [
    ...missing({ ...options }),
    ...(isLeft(decoded) ? wrongValues(decoded.left) : []),
    ...unknownOptions(options),
  ];
  return isLeft(decoded) || problems.length > 0
    ? left(new ConfigurationError(problems))
    : right(decoded.right);
};
