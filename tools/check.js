// `npm test`: everything that has to hold, one after the other, and a table of what ran.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { missingRuntimes } from './runtimes.js';

const bin = (/** @type {string} */ path) => `node node_modules/${path}`;

const jest =
  'node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js';

const checks = [
  { name: 'types', command: `${bin('typescript/bin/tsc')} -p tsconfig.json` },
  { name: 'lint', command: `${bin('eslint/bin/eslint.js')} . --max-warnings 0` },
  { name: 'format', command: `${bin('prettier/bin/prettier.cjs')} --check --log-level warn .` },
  { name: 'docs', command: `${bin('typedoc/bin/typedoc')} --logLevel Warn` },
  {
    name: 'specs',
    command: `${jest} --reporters=default --reporters=./tools/faults-reporter.js`,
  },
  { name: 'secrets', command: `${jest} spec/after --testPathIgnorePatterns=node_modules` },
];

// What the specs see of their clients, for the last check to read.
const transcript = mkdtempSync(join(tmpdir(), 'rudder-rx-transcript-'));
const env = { ...process.env, TRANSCRIPT_DIR: transcript };

const results = checks.map(({ name, command }) => {
  console.log(`\n── ${name}: ${command}`);
  const startedAt = performance.now();
  const { status } = spawnSync(command, { stdio: 'inherit', shell: true, env });
  return { name, passed: status === 0, seconds: (performance.now() - startedAt) / 1000 };
});

rmSync(transcript, { recursive: true, force: true });
console.log('\n── what ran');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s`);
}
const missing = missingRuntimes().map(({ major }) => major);
if (missing.length > 0) {
  console.log(
    `\nskipped: the published package on Node.js ${missing.join(' and ')}; \`npm run runtimes\` brings them`,
  );
}
const failed = results.filter(({ passed }) => !passed).length;
console.log(`\nchecks: ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
