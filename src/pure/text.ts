/** Something a person could see: neither white space nor a control, format or other ignorable character. */
const VISIBLE = /[^\s\p{C}\p{Z}\p{DI}]/u;

/** Whatever begins with so many invisible characters counts as blank: looking through megabytes would take too long. */
const MAX_BLANK_LENGTH = 4096;

/**
 * `true` for a text the data plane would take as missing: it strips white space and invisible characters before it
 * looks for ids (gateway/handle.go:372-382).
 */
export const isBlank = (text: string): boolean => {
  const first = text.charCodeAt(0);
  // Almost every text begins with a printable ASCII character; the expression costs ten times this comparison.
  return !(first > 0x20 && first < 0x7f) && !VISIBLE.test(text.slice(0, MAX_BLANK_LENGTH));
};

/** Whatever was thrown, as a text; never throws itself. */
export const textOf = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return 'something that has no text';
  }
};

/** A number and what it counts. */
export const count = (many: number, noun: string): string =>
  `${String(many)} ${noun}${many === 1 ? '' : 's'}`;
