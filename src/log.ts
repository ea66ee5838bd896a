import { guard } from './guard.js';
import type { Logger } from './model/options.js';
import type { Turns } from './turns.js';

const CONTROL = /[\p{Cc}\u2028\u2029]/gu;

/** One line, whatever a server or a caller put into it: no forged lines, no terminal sequences. */
const oneLine = (text: string): string =>
  text.replaceAll(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The client's side of a {@link Logger}. */
export interface Log {
  /** Makes the line only if somebody asked for it. */
  readonly debug: (line: () => string) => void;
  readonly info: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly error: (line: string) => void;
}

/** Lines go through the turns, in order with the outcomes; what a logger throws or rejects with has nowhere else to go. */
export const createLog = (logger: Logger | false, debug: boolean, turns: Turns): Log => {
  const at = (level: keyof Logger) => (line: string) => {
    if (logger === false) return;
    turns.push(() => {
      guard(
        () => logger[level](`rudder-rx: ${oneLine(line)}`),
        () => undefined,
      );
    });
  };
  const write = at('debug');
  return {
    debug: (line) => {
      if (debug) write(line());
    },
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
};
