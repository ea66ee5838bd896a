import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { record } from './transcript.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  /** What it printed. */
  readonly output: string;
  readonly code: number | null;
  /** What ended it, if it did not end by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly endedAt: number;
}

export interface Watched {
  /** On top of the process' own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Is told what has been printed so far, each time more; may send signals. */
  readonly onOutput?: (output: string, child: ChildProcess) => void;
}

/** Runs Node.js in the project's folder, to its end. */
export const runNode = (args: readonly string[], { env = {}, onOutput }: Watched = {}): Promise<Ended> =>
  new Promise((resolve) => {
    // The examples must not find a real data plane's settings.
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      // One that a spec fails to end must not outlive it.
      timeout: 25_000,
      killSignal: 'SIGKILL',
      env: { ...process.env, RUDDER_WRITE_KEY: '', RUDDER_DATA_PLANE_URL: '', ...env },
    });
    let output = '';
    const add = (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(output, child);
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('close', (code, signal) => {
      record('output', output);
      resolve({ output, code, signal, endedAt: performance.now() });
    });
  });

/** Runs a program over the built package, as a user's. */
export const runProgram = (program: string): Promise<Ended> =>
  runNode(['--input-type=module', '--eval', program]);
