/** An object with members: no array, no `null`. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was seen, short and on one line. Not for secrets. */
export const shown = (seen: unknown): string => {
  if (typeof seen === 'string') return JSON.stringify(seen.length > 60 ? `${seen.slice(0, 60)}…` : seen);
  if (typeof seen === 'bigint') return `${String(seen)}n`;
  if (typeof seen === 'number' || typeof seen === 'boolean') return String(seen);
  if (seen === null || seen === undefined) return String(seen);
  if (Array.isArray(seen)) return 'an array';
  return typeof seen === 'object' ? 'an object' : `a ${typeof seen}`;
};

/** `typeof`, in words that tell `null` and arrays apart: fit for an error message, since it holds no value. */
export const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
};
