import { count } from '../pure/text.js';
import { placeOf } from './place.js';

/** Keeps a test from passing because nothing was looked at. */
export interface Vigil {
  /** @throws Error after the run */
  readonly during: (name: string) => void;
  /**
   * Notes that something is expected, and returns what to call when it is said what.
   *
   * @param expect what was called for it
   */
  readonly begun: (name: string, expect: (...args: never) => unknown) => () => void;
  /** @throws Error if it was not said what is expected */
  readonly end: () => void;
  /** The run is over. */
  readonly close: () => void;
}

/** Watches over one run. */
export const createVigil = (): Vigil => {
  let isOver = false;
  const open = new Map<symbol, { readonly name: string; readonly place: string }>();
  return {
    during: (name) => {
      if (!isOver) return;
      throw new Error(
        `${name} was called after the run: promises don't run in virtual time, so call it before the first await`,
      );
    },
    begun: (name, expect) => {
      const key = Symbol(name);
      open.set(key, { name, place: placeOf(expect) });
      return () => open.delete(key);
    },
    end: () => {
      const [first] = open.values();
      if (first === undefined) return;
      const names = [...new Set(Array.from(open.values(), ({ name }) => name))].join(', ');
      const error = new Error(`${count(open.size, 'expectation')} without toBe or toEqual: ${names}`);
      error.stack = `${String(error)}${first.place}`;
      throw error;
    },
    close: () => {
      isOver = true;
    },
  };
};
