import type { Happening, Kind } from './kinds.js';

/** What happens to requests and connections, and how often it has. */
export interface Weather {
  /** From now on this happens, one after the other. */
  readonly storm: (faults: Iterator<Kind | undefined, never>) => void;
  readonly calm: () => void;
  /** What happens to the next request; `undefined`: it passes. */
  readonly ofRequest: () => Exclude<Kind, 'reset on accept'> | undefined;
  /** Whether the next connection is reset as soon as it is there. */
  readonly ofConnection: () => 'reset on accept' | undefined;
  readonly happened: (what: Happening) => void;
  /** It could not happen to the request that it was meant for: it will to the next. */
  readonly missed: (kind: Kind | undefined) => void;
  readonly counts: ReadonlyMap<Happening, number>;
  /** How many requests have come. */
  readonly requests: () => number;
}

export const createWeather = (): Weather => {
  const counts = new Map<Happening, number>();
  let faults: Iterator<Kind | undefined, never> | undefined;
  // A request can't be the fault of a connection: it is the next connection's.
  let owedToConnections = 0;
  let missed: Kind[] = [];
  let requests = 0;
  const draw: Weather['ofRequest'] = () => {
    const kind = missed.shift() ?? faults?.next().value;
    if (kind !== 'reset on accept') return kind;
    owedToConnections += 1;
    return draw();
  };
  return {
    storm: (next) => {
      faults = next;
    },
    calm: () => {
      faults = undefined;
      owedToConnections = 0;
      missed = [];
    },
    ofRequest: () => {
      requests += 1;
      return draw();
    },
    ofConnection: () => {
      if (owedToConnections === 0) return undefined;
      owedToConnections -= 1;
      return 'reset on accept';
    },
    happened: (what) => {
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    missed: (kind) => {
      if (faults !== undefined && kind !== undefined) missed.push(kind);
    },
    counts,
    requests: () => requests,
  };
};
