/** What is in one frame of a diagram, in order: letters, `|`, `#`, `^` or `!`. */
export interface Moment {
  readonly frame: number;
  readonly marbles: readonly string[];
}

/** Side by side in one frame they are a group, which takes as many frames as it has characters. */
const groupOf = ({ marbles }: Moment): string =>
  marbles.length === 1 ? marbles.join('') : `(${marbles.join('')})`;

/** One row can't hold what happens within the length of a group: the next one takes it. */
const rowsOf = (moments: readonly Moment[]): readonly (readonly Moment[])[] => {
  const rows: { end: number; readonly moments: Moment[] }[] = [];
  for (const moment of moments) {
    let row = rows.find(({ end }) => end <= moment.frame);
    if (row === undefined) {
      row = { end: 0, moments: [] };
      rows.push(row);
    }
    row.moments.push(moment);
    row.end = moment.frame + groupOf(moment).length;
  }
  return rows.map((row) => row.moments);
};

/** The cells of a row, one a column. */
const cellsOf = (row: readonly Moment[], columns: readonly number[]): readonly string[] => {
  let end = 0;
  return columns.map((frame) => {
    const moment = row.find((other) => other.frame === frame);
    if (moment === undefined) return '';
    const group = groupOf(moment);
    const wait = frame - end;
    end = frame + group.length;
    return wait === 0 ? group : `${String(wait)}ms ${group}`;
  });
};

/**
 * Diagrams in marble syntax, each as one row or, where it doesn't fit, several: in columns, so that equal frames stand one
 * above the other. The spaces between mean nothing within `run`: each row can be copied.
 */
export const draw = (
  diagrams: Readonly<Record<string, readonly (readonly Moment[])[]>>,
): readonly string[] => {
  const rows = Object.entries(diagrams).flatMap(([title, timelines]) =>
    timelines.flatMap((moments) => {
      const fitting = rowsOf(moments);
      return fitting.length === 0 ? [{ title, row: [] }] : fitting.map((row) => ({ title, row }));
    }),
  );
  const columns = [...new Set(rows.flatMap(({ row }) => row.map(({ frame }) => frame)))].sort(
    (a, b) => a - b,
  );
  const table = rows.map(({ title, row }) => ({ title, cells: cellsOf(row, columns) }));
  const widths = columns.map((_, at) => Math.max(...table.map(({ cells }) => cells[at]?.length ?? 0)));
  const titleWidth = Math.max(...table.map(({ title }) => title.length));
  return table.map(({ title, cells }) => {
    const text = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' ');
    return `${title.padEnd(titleWidth)}  ${text.trim() === '' ? '-' : text}`.trimEnd();
  });
};
