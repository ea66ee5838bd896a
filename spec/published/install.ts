import { pack, unpack } from '@publint/pack';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The path of something installed here. */
export const ours = (path: string): string => join(ROOT, 'node_modules', path);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The path of the tarball that `npm publish` would send, made in `home`; of the dist that is there. */
export const packInto = (home: string): Promise<string> =>
  pack(ROOT, { destination: home, ignoreScripts: true });

/**
 * What the tarball holds. It is unpacked into `home`/node_modules, where programs in `home` find it; of the rest they, and
 * it, find what its manifest names, linked to what is installed here, and nothing else.
 */
export const install = async (tarball: string, home: string): Promise<readonly string[]> => {
  const { files, rootDir } = await unpack(readFileSync(tarball));
  const installed = (path: string) => join(home, 'node_modules', path);
  for (const { name, data } of files) {
    const path = installed(name.replace(rootDir, 'rudder-rx'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data);
  }
  const manifest = JSON.parse(readFileSync(installed('rudder-rx/package.json'), 'utf8')) as Manifest;
  const named = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  // TypeScript users bring the types of Node.js, as the README says.
  for (const name of [...named, '@types/node']) {
    mkdirSync(dirname(installed(name)), { recursive: true });
    symlinkSync(ours(name), installed(name), 'junction');
  }
  return files.map(({ name }) => name.slice(rootDir.length + 1));
};

/** Runs a version of Node.js in `home`, to its end. */
export const runIn = (home: string, node: string, args: readonly string[]) =>
  new Promise<{ readonly code: unknown; readonly output: string }>((resolve) => {
    execFile(node, args, { cwd: home }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
