// Runs before `npm start`, `npm test` and what else needs the build: installs what the lockfile names if it is missing or out
// of date, and builds. It needs nothing but Node and npm, so that both commands work as the first words in a fresh clone.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import process from 'node:process';

/** @param {string} path */
const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @param {string} command */
const run = (command) => {
  const { status } = spawnSync(command, { stdio: 'inherit', shell: true });
  if (status !== 0) process.exit(status ?? 1);
};

// npm writes this file at the end of every install.
const installedAt = modifiedAt('node_modules/.package-lock.json');
if (installedAt < modifiedAt('package-lock.json')) {
  console.log(installedAt === 0 ? 'First run: installing with npm ci …' : 'The lockfile is newer: npm ci …');
  run('npm ci --no-audit --no-fund');
}
console.log('Building …');
run('npm run --silent build');
