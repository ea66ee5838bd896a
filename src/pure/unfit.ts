/** Deeper than any destination looks, and far from the end of the stack, wherever the caller stands on it. */
export const MAX_DEPTH = 100;

/** What a look may take, some 20 ms; no event within the default limit has so many. */
export const MAX_VALUES = 50_000;

/** What a path shows of itself: the keys are the caller's. */
export const MAX_KEYS_SHOWN = 12;
const MAX_KEY_LENGTH_SHOWN = 60;

/** Why an event can't be sent. */
export interface Unfit {
  readonly reason: 'invalid' | 'too-large';
  /** Where in the event, such as `properties.price`. */
  readonly path: string;
  /** What is wrong with the value there, such as `is a BigInt: send it as a string`. */
  readonly problem: string;
}

/** A path as text, cut where a caller's keys are many or long. */
export const shownPath = (path: readonly string[]): string => {
  const keys = path
    .slice(0, MAX_KEYS_SHOWN)
    .map((key) => (key.length > MAX_KEY_LENGTH_SHOWN ? `${key.slice(0, MAX_KEY_LENGTH_SHOWN)}…` : key));
  return `${keys.join('.')}${path.length > MAX_KEYS_SHOWN ? '.…' : ''}`;
};

/** What an event may have at most. */
export interface SizeLimit {
  /** UTF-8 bytes as sent. */
  readonly bytes: number;
  /** The option that says so. */
  readonly option: string;
}

export const overLimit = ({ bytes, option }: SizeLimit): string =>
  `has more than ${String(bytes)} bytes as sent, which are all that ${option} allows`;

/** What there is to say of an event that passes the limit at this path. */
export const isLarger = (limit: SizeLimit, path: readonly string[]): Unfit => ({
  reason: 'too-large',
  path: shownPath(path),
  problem: overLimit(limit),
});
