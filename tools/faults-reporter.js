// A Jest reporter for a run of all specs: the table of what must survive, each row with the specs that prove it. A spec
// names its rows in its title, as in `[I1] a circular object`. A row without one fails the run, unless it says why.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';

/** @typedef {{ id: string, happens: string, mustBeTrue: string, skipped?: string }} Row */
/** @typedef {{ testFilePath: string, testResults: { fullName: string, status: string }[] }} SuiteResult */

/** @type {readonly Row[]} */
const rows = JSON.parse(readFileSync(new URL('../spec/faults.json', import.meta.url), 'utf8'));

/**
 * What stands in the table behind a row.
 *
 * @param {Row} row
 * @param {readonly { title: string, file: string, status: string }[]} specs
 */
const proofOf = ({ id, skipped }, specs) => {
  const own = specs.filter(({ title }) => title.includes(`[${id}]`));
  const passed = own.filter(({ status }) => status === 'passed');
  const [first] = passed;
  if (own.length > passed.length) return { holds: false, text: `${own.length - passed.length} did not pass` };
  if (first === undefined)
    return { holds: skipped !== undefined, mark: 'none', text: skipped ?? 'NO SPEC PROVES IT' };
  const more = passed.length > 1 ? ` (+${passed.length - 1} more)` : '';
  return { holds: true, text: `${first.file}: ${first.title.replaceAll(/\[\w+\] /g, '')}${more}` };
};

export default class FaultsReporter {
  /** @type {Error | undefined} */
  #error;

  /**
   * @param {unknown} _contexts
   * @param {{ testResults: readonly SuiteResult[] }} results
   */
  onRunComplete(_contexts, results) {
    const specs = results.testResults.flatMap(({ testFilePath, testResults }) =>
      testResults.map(({ fullName, status }) => ({
        title: fullName,
        file: relative(process.cwd(), testFilePath),
        status,
      })),
    );
    console.log('\nWhat must survive (spec/faults.json), and the spec that proves it');
    const open = rows.filter((row) => {
      const { holds, text } = proofOf(row, specs);
      console.log(
        `${holds ? 'ok  ' : 'OPEN'} ${row.id.padEnd(3)} ${row.happens.slice(0, 52).padEnd(52)} ${text}`,
      );
      return !holds;
    });
    const known = rows.map(({ id }) => id);
    const strays = specs
      .flatMap(({ title }) => [...title.matchAll(/\[([A-Z]\d+)\]/g)].map(([, id = '']) => id))
      .filter((id) => !known.includes(id));
    if (strays.length > 0) this.#error = new Error(`no row for ${strays.join(', ')}`);
    if (open.length > 0) this.#error = new Error(`no proof for ${open.map(({ id }) => id).join(', ')}`);
  }

  getLastError() {
    return this.#error;
  }
}
