// The peers have a package.json of their own, so that only who measures installs them.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** @type {{ dependencies: Readonly<Record<string, string>> }} by package, pinned */
export const { dependencies: versions } = JSON.parse(readFileSync(`${FOLDER}package.json`, 'utf8'));

/** @param {string} path */
const modifiedAt = (path) => statSync(`${FOLDER}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Installs them if they are not; `false` if they can't be had. */
export const havePeers = () => {
  // npm writes this file at the end of every install.
  if (modifiedAt('node_modules/.package-lock.json') >= modifiedAt('package-lock.json')) return true;
  console.error('Installing the peers into bench/node_modules, with npm ci …');
  const { status } = spawnSync('npm ci --ignore-scripts --no-audit --no-fund', {
    cwd: FOLDER,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: true,
  });
  return status === 0;
};
