import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Attempt, Logger, Outcome } from '../../src/index.js';

/** The write key of all specs: as long as RudderStack's, and found wherever it leaks. */
export const WRITE_KEY = '2kEy0fAllSpecsNobodyMaySee1';

/** What of the client can be seen from outside. */
export type Kind = 'log' | 'outcome' | 'attempt' | 'error' | 'client' | 'output';

/** Where the whole run writes what it sees; `npm test` says so, and reads it all in `spec/after`. */
const DIRECTORY = process.env['TRANSCRIPT_DIR'];

/** Writes a text down. */
export const record = (kind: Kind, text: string): void => {
  if (DIRECTORY === undefined) return;
  mkdirSync(DIRECTORY, { recursive: true });
  appendFileSync(join(DIRECTORY, `${kind}-${String(process.pid)}.txt`), `${text}\n`);
};

/** Writes down all that a value shows: inspected with what it hides, as JSON, and as an error with its stack. */
export const recordValue = (kind: Kind, value: object): void => {
  record(kind, inspect(value, { depth: 8, showHidden: true, getters: true, maxArrayLength: 20 }));
  record(kind, JSON.stringify(value));
  if (!(value instanceof Error)) return;
  record(kind, `${value.message}\n${value.stack ?? ''}\n${String(value.cause)}`);
};

const write = (line: string) => {
  record('log', line);
};
/** Writes every line down, and shows none. */
export const RECORDING_LOGGER: Logger = { debug: write, info: write, warn: write, error: write };

/** Outcomes and attempts, with their errors. */
export const recordEnd = (kind: 'outcome' | 'attempt', end: Outcome | Attempt): void => {
  recordValue(kind, end);
  if ('error' in end) recordValue('error', end.error);
};
