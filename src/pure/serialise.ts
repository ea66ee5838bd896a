import { type Either, left, right } from 'fp-ts/lib/Either.js';

/** How deep a diagnosis looks; what JSON.stringify refuses below is told without its path. */
const MAX_DEPTH = 100;

/** Where the first value is that JSON can't carry. */
const findUnserialisable = (
  value: unknown,
  path: string,
  ancestors: readonly unknown[],
): string | undefined => {
  if (typeof value === 'bigint') return `${path} is a BigInt: send it as a string`;
  if (typeof value !== 'object' || value === null || ancestors.length > MAX_DEPTH) return undefined;
  const seen = [...ancestors, value];
  try {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      const replaced: unknown = Reflect.apply(toJSON, value, []);
      return replaced === value ? undefined : findUnserialisable(replaced, path, seen);
    }
  } catch {
    return `${path}.toJSON threw`;
  }
  let keys: readonly string[];
  try {
    keys = Object.keys(value);
  } catch {
    return `${path} threw when its keys were read`;
  }
  for (const key of keys) {
    const memberPath = `${path}.${key}`;
    let member: unknown;
    try {
      member = (value as Record<string, unknown>)[key];
    } catch {
      return `${memberPath} is a getter that threw`;
    }
    if (seen.includes(member)) return `${memberPath} is circular: it refers back to an object that holds it`;
    const found = findUnserialisable(member, memberPath, seen);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The JSON of an object, or the path of what JSON can't carry. */
export const serialise = (value: object): Either<string, string> => {
  try {
    return right(JSON.stringify(value));
  } catch {
    for (const [key, member] of Object.entries(value)) {
      const found = findUnserialisable(member, key, [value]);
      if (found !== undefined) return left(found);
    }
    return left("JSON can't carry the event: it is nested too deeply");
  }
};
