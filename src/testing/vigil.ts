import { count } from '../pure/text.js';

/** Keeps a test from passing because nothing was looked at. */
export interface Vigil {
  /** @throws Error after the run */
  readonly during: (name: string) => void;
  /** Notes that something is expected, and returns what to call when it is said what. */
  readonly begun: (name: string) => () => void;
  /** @throws Error if it was not said what is expected */
  readonly end: () => void;
  /** The run is over. */
  readonly close: () => void;
}

/** Watches over one run. */
export const createVigil = (): Vigil => {
  let isOver = false;
  const open = new Map<symbol, string>();
  return {
    during: (name) => {
      if (!isOver) return;
      throw new Error(
        `${name} was called after the run: promises don't run in virtual time, so call it before the first await`,
      );
    },
    begun: (name) => {
      const key = Symbol(name);
      open.set(key, name);
      return () => open.delete(key);
    },
    end: () => {
      if (open.size === 0) return;
      const names = [...new Set(open.values())].join(', ');
      throw new Error(`${count(open.size, 'expectation')} without toBe or toEqual: ${names}`);
    },
    close: () => {
      isOver = true;
    },
  };
};
