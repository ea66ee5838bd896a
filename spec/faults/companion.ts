import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { defer, EMPTY, filter, firstValueFrom, fromEvent, map, type Observable, takeUntil } from 'rxjs';
import { record } from '../support/transcript.js';
import type { Command, Settings, Told } from './messages.js';

const PROGRAM = fileURLToPath(new URL('program.js', import.meta.url));
/** The client's own lines begin so; nothing else should be printed. */
const OWN_LINE = 'rudder-rx: ';
/** Lines that are kept: a program that goes wrong may print for hours. */
const MAX_LINES = 20;

/** The program of the campaign, in a process of its own. */
export interface Companion {
  /** All that it says; completes when it ends. */
  readonly tolds: Observable<Told>;
  readonly tell: (command: Command) => void;
  /** Tells it to, and resolves with the answer; rejects if it ends first. */
  readonly ask: <T extends Told['_tag']>(command: Command, tag: T) => Promise<Extract<Told, { _tag: T }>>;
  /** How it ended: by itself, if it does so within this time. */
  readonly ended: (withinMs: number) => Promise<string>;
  readonly kill: () => void;
  /** What it has printed that is no line of the client's. */
  readonly output: readonly string[];
}

export const startCompanion = (settings: Settings): Companion => {
  const child = spawn(process.execPath, ['--expose-gc', PROGRAM, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Out of a terminal's reach: a Ctrl-C is the campaign's, which ends its program itself.
    detached: true,
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const output: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      record('output', line);
      if (!line.startsWith(OWN_LINE) && output.length < MAX_LINES) output.push(line);
    });
  }
  const exit = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => {
      resolve(signal === null ? `code ${String(code)}` : `signal ${signal}`);
    });
  });
  const kill = () => {
    child.kill('SIGKILL');
  };

  const messages = fromEvent(child, 'message').pipe(
    map((message) => (message as readonly [Told])[0]),
    takeUntil(fromEvent(child, 'disconnect')),
  );
  const tolds = defer(() => (child.connected ? messages : EMPTY));
  const tell = (command: Command) => {
    if (child.connected) child.send(command);
  };
  return {
    tolds,
    tell,
    ask: <T extends Told['_tag']>(command: Command, tag: T) => {
      const answer = firstValueFrom(
        tolds.pipe(filter((told): told is Extract<Told, { _tag: T }> => told._tag === tag)),
      );
      tell(command);
      return answer;
    },
    ended: async (withinMs) => {
      const impatience = setTimeout(kill, withinMs);
      const how = await exit;
      clearTimeout(impatience);
      return how;
    },
    kill,
    output,
  };
};
