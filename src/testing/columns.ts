import type { Lettered } from './letters.js';

/** What stands in one place of a row: a letter, or a group. */
interface Beat {
  readonly frame: number;
  readonly text: string;
  /** How far it takes the time of its row. */
  readonly frames: number;
}

type Row = Beat[];

/** Each side's rows: one, or more where something does not fit behind a group. */
export interface Rows {
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

const beatOf = (frame: number, letters: string): Beat => {
  // RxJS counts characters, of which one may have two units.
  const { length } = Array.from(letters);
  if (length > 1) return { frame, text: `(${letters})`, frames: length + 2 };
  // A digit and what follows could be read as a time, `1m `, but for a space between.
  return { frame, text: /\d/.test(letters) ? `${letters} ` : letters, frames: 1 };
};

const beatsOf = (marbles: readonly Lettered[]): readonly Beat[] => {
  const groups = new Map<number, string>();
  for (const { frame, letter } of marbles) groups.set(frame, (groups.get(frame) ?? '') + letter);
  return [...groups].map(([frame, letters]) => beatOf(frame, letters));
};

/** The frame that a row has come to. */
const endOf = (row: Row): number => {
  const last = row.at(-1);
  return last === undefined ? 0 : last.frame + last.frames;
};

/** Each beat goes into the first row that has come no further. */
const rowsOf = (marbles: readonly Lettered[]): readonly Row[] => {
  const rows: Row[] = [[]];
  for (const beat of beatsOf(marbles)) {
    const row = rows.find((one) => endOf(one) <= beat.frame);
    if (row === undefined) rows.push([beat]);
    else row.push(beat);
  }
  return rows;
};

/** More than these are told in digits. */
const MAX_DASHES = 10;

const wait = (frames: number): string => {
  if (frames <= MAX_DASHES) return '-'.repeat(frames);
  return frames % 1_000 === 0 ? ` ${String(frames / 1_000)}s ` : ` ${String(frames)}ms `;
};

/** Writes rows as diagrams in which what happens in one frame stands in one column: spaces take no time. */
const drawn = (rows: readonly Row[]): readonly string[] => {
  const lines = rows.map((row) => ({ row, text: '', frame: 0 }));
  const frames = new Set(rows.flat().map(({ frame }) => frame));
  let column = -1;
  let before = 0;
  for (const frame of [...frames].sort((a, b) => a - b)) {
    // What is long after everything so far stands behind it all.
    const least = frame - before > MAX_DASHES ? Math.max(0, ...lines.map(({ text }) => text.length + 1)) : 0;
    before = frame;
    const reached = lines.flatMap((line) => {
      const beat = line.row.find((one) => one.frame === frame);
      return beat === undefined ? [] : [{ line, beat, text: line.text + wait(frame - line.frame) }];
    });
    column = Math.max(column + 1, least, ...reached.map(({ text }) => text.length));
    for (const { line, beat, text } of reached) {
      line.text = text.padEnd(column) + beat.text;
      line.frame = frame + beat.frames;
    }
  }
  return lines.map(({ text }) => (text === '' ? '-' : text.trimEnd()));
};

const listed = (marbles: readonly Lettered[]): readonly string[] => [
  marbles.map(({ frame, letter }) => `${letter} at ${String(frame)}`).join(', ') || '-',
];

/** A diagram has no place for what came before its beginning, or between two frames. */
const isDrawable = ({ frame }: Lettered): boolean => Number.isInteger(frame) && frame >= 0;

/**
 * Both sides as diagrams for `run`, in columns by frame; or listed, where there is no such diagram.
 */
export const drawRows = (expected: readonly Lettered[], actual: readonly Lettered[]): Rows => {
  if (![...expected, ...actual].every(isDrawable))
    return { expected: listed(expected), actual: listed(actual) };
  const rows = rowsOf(expected);
  const lines = drawn([...rows, ...rowsOf(actual)]);
  return { expected: lines.slice(0, rows.length), actual: lines.slice(rows.length) };
};

/** Both sides' subscriptions: a row each. */
export const drawSubscriptions = (
  expected: readonly (readonly Lettered[])[],
  actual: readonly (readonly Lettered[])[],
): Rows => {
  const sides = [...expected, ...actual];
  const lines = sides.flat().every(isDrawable)
    ? drawn(sides.map((marbles) => [...beatsOf(marbles)]))
    : sides.flatMap(listed);
  return { expected: lines.slice(0, expected.length), actual: lines.slice(expected.length) };
};
