import type { Logger } from '../model/options.js';

const write = (line: string) => {
  console.error(line);
};

/** One line each to stderr, so that a program's own output stays its own. */
export const stderrLogger: Logger = { debug: write, info: write, warn: write, error: write };
