import process from 'node:process';

/** @param {number | string} value */
const format = (value) => (typeof value === 'number' ? value.toLocaleString('en') : value);

/**
 * A line that moves on a terminal, and one line a second elsewhere.
 *
 * @param {number} total
 * @param {() => [calls: number, delivered: number, requests: number]} figures
 */
export const createProgress = (total, figures) => {
  const { isTTY } = process.stdout;
  const draw = () => {
    const [calls, delivered, requests] = figures();
    const text = ` ${format(calls)} calls, ${format(delivered)} delivered, ${format(requests)} requests`;
    const width = Math.max(0, Math.min(30, (process.stdout.columns || 80) - text.length - 1));
    const filled = Math.round((delivered / total) * width);
    const line = '█'.repeat(filled) + '░'.repeat(width - filled) + text;
    process.stdout.write(isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  };
  const ticking = setInterval(draw, isTTY ? 50 : 1000);
  return {
    /** @param {string} text */
    note: (text) => {
      process.stdout.write(isTTY ? `\r\x1b[K${text}\n` : `${text}\n`);
    },
    stop: () => {
      clearInterval(ticking);
      draw();
      if (isTTY) process.stdout.write('\n');
    },
  };
};

/** @param {(string | number)[][]} rows a name and a figure each */
export const printTable = (rows) => {
  const cells = rows.map(([name = '', value = '']) => [String(name), format(value)]);
  const [left, right] = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  console.log('');
  for (const [name = '', value = ''] of cells)
    console.log(`  ${name.padEnd(left ?? 0)}  ${value.padStart(right ?? 0)}`);
  console.log('');
};
