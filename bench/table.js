/**
 * A table of Markdown, with its columns aligned, so that it reads well in a terminal too.
 *
 * @param {readonly string[]} head the first column is text, the others are numbers
 * @param {readonly (readonly string[])[]} rows
 * @param {readonly number[]} [texts] further columns of text
 */
export const tableOf = (head, rows, texts = []) => {
  const isText = (/** @type {number} */ column) => column === 0 || texts.includes(column);
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        return isText(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [head, rule, ...rows].map(line).join('\n');
};

/** @param {number} value @param {number} [digits] */
export const numberOf = (value, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/**
 * @param {import('./statistics.js').Spread | undefined} spread
 * @param {number} [digits]
 */
export const spreadText = (spread, digits = 2) => {
  if (!spread) return '';
  const [median, min, max] = [spread.median, spread.min, spread.max].map((value) => numberOf(value, digits));
  return min === max ? `${median}` : `${median} (${min}–${max})`;
};
