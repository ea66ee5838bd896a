import { inspect } from 'node:util';
import { isRecord, Matching } from './matching.js';
import { isTestMessage, marbleOf } from './marbles.js';

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A text that is shown without quotes. */
const raw = (text: string) => ({ [inspect.custom]: () => text });

/** What an inner stream emitted, counted from its subscription. */
const innerOf = (messages: readonly unknown[]): string => {
  const parts = messages.filter(isTestMessage).map((message) => {
    const { frame, kind, value } = marbleOf(message);
    const what = kind === 'N' ? show(value) : kind === 'E' ? `# ${show(value)}` : '|';
    return `${what} at ${String(frame)}`;
  });
  return `a stream: ${parts.join(', ')}`;
};

/** The same as data, with getters read: what `inspect` shows on one line. */
const readOut = (value: unknown, above: readonly unknown[] = []): unknown => {
  if (above.includes(value)) return raw('[Circular]');
  const within = (part: unknown) => readOut(part, [...above, value]);
  if (value instanceof Matching) return within(value.pattern);
  // Without the stack.
  if (value instanceof Error) return raw(`[${value.name}: ${value.message}]`);
  if (isArray(value))
    return value.length > 0 && value.every(isTestMessage) ? raw(innerOf(value)) : value.map(within);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Reflect.ownKeys(value).map((name) => [name, within(value[name])]));
};

/** A value on one line. */
export const show = (value: unknown): string =>
  inspect(readOut(value), { depth: Infinity, breakLength: Infinity, compact: true, maxStringLength: 200 });

const fieldOf = (value: object, name: PropertyKey): unknown =>
  (value as Readonly<Record<PropertyKey, unknown>>)[name];

/** Of a value, the fields that any of the patterns names; all of it if none names any that it has. */
const namedPart = (value: unknown, patterns: readonly unknown[]): unknown => {
  if (isArray(value)) {
    const elements = patterns.filter(isArray).flat();
    return value.map((element) => namedPart(element, elements));
  }
  if (typeof value !== 'object' || value === null) return value;
  const records = patterns.filter(isRecord);
  const names = [...new Set(records.flatMap(Reflect.ownKeys))].filter((name) => name in value);
  if (names.length === 0) return value;
  const parts = (name: PropertyKey) => records.filter((record) => Object.hasOwn(record, name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      namedPart(
        fieldOf(value, name),
        parts(name).map((record) => record[name]),
      ),
    ]),
  );
};

/** A value on one line: as much of it as the expected ones that are patterns name. */
export const showPart = (value: unknown, expected: readonly unknown[]): string => {
  const patterns = expected.flatMap((one) => (one instanceof Matching ? [one.pattern] : []));
  return show(namedPart(value, patterns));
};
