/** One column of blocks, from nothing to full in eight steps. */
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const HEIGHT = 4;

export interface PlotConfig {
  readonly title: string;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
  /** Columns of the plot itself. */
  readonly width: number;
  /** What its right edge stands for. */
  readonly endMs: number;
}

const figure = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1);

/** The highest value of each column; one without a sample goes on from the one before. */
const columnsOf = ({ points, width, endMs }: PlotConfig): readonly number[] => {
  const columns = Array.from({ length: width }, () => NaN);
  for (const { atMs, value } of points) {
    const column = Math.min(width - 1, Math.floor((atMs / endMs) * width));
    // NaN is less than nothing, too.
    if (!(value <= (columns[column] ?? NaN))) columns[column] = value;
  }
  let last = points[0]?.value ?? 0;
  return columns.map((value) => (last = Number.isNaN(value) ? last : value));
};

/** What was measured over time, as text: the rows go from 0 to the most, and the title says the least, too. */
export const plot = (config: PlotConfig): string => {
  const { title, points, width, endMs } = config;
  const values = points.map(({ value }) => value);
  const most = Math.max(...values, 0);
  const columns = columnsOf(config);
  const labels = [figure(most), ...Array.from({ length: HEIGHT - 2 }, () => ''), '0'];
  const margin = Math.max(...labels.map(({ length }) => length));
  const rows = labels.map((label, row) => {
    const below = (HEIGHT - 1 - row) * 8;
    const blocks = columns.map((value) => {
      const eighths = Math.round((value / (most || 1)) * HEIGHT * 8) - below;
      return BLOCKS[Math.min(8, Math.max(0, eighths))];
    });
    return `  ${label.padStart(margin)} ┤${blocks.join('')}`.trimEnd();
  });
  const right = `${(endMs / 60_000).toFixed(1)} min`;
  const axis = `  ${' '.repeat(margin)}  0${right.padStart(width - 1)}`;
  const range =
    values.length === 0 ? 'no sample' : `${figure(Math.min(...values))} to ${figure(Math.max(...values))}`;
  return [`  ${title}: ${range}`, ...rows, axis].join('\n');
};
