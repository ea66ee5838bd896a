import type { Progress, Sendable, Settled } from './model/delivery.js';

/** Where the pending events are on their way. */
export interface Traffic<E extends Sendable> {
  readonly queued: (event: E) => void;
  /** Events leave the queue: into their first request, or for good. */
  readonly left: (events: readonly E[]) => void;
  readonly moved: (progress: Progress<E>) => void;
  readonly settled: (batch: Settled<E>) => void;
  /** Batches that are out. */
  readonly out: () => number;
  /** Of those, and of the parts of those that were split, the ones whose turn it is. */
  readonly trying: () => number;
  readonly counts: () => {
    readonly queued: number;
    readonly queuedBytes: number;
    readonly inFlight: number;
    readonly retrying: number;
  };
}

export const createTraffic = <E extends Sendable>(): Traffic<E> => {
  let queued = 0;
  let queuedBytes = 0;
  /** The batches that are out. */
  const phases = new Map<readonly E[], Progress<E>['phase']>();
  const inPhase = (phase: Progress<E>['phase']) => [...phases.values()].filter((at) => at === phase).length;

  const left = (events: readonly E[]) => {
    queued -= events.length;
    for (const { bytes } of events) queuedBytes -= bytes;
  };
  return {
    queued: ({ bytes }) => {
      queued += 1;
      queuedBytes += bytes;
    },
    left,
    moved: ({ events, phase, attempts }) => {
      if (phase === 'split') phases.delete(events);
      else phases.set(events, phase);
      if (phase === 'requesting' && attempts === 0) left(events);
    },
    settled: ({ events, ending }) => {
      phases.delete(events);
      if (ending.attempts === 0) left(events);
    },
    out: () => phases.size,
    trying: () => phases.size - inPhase('standing-by'),
    counts: () => ({
      queued,
      queuedBytes,
      inFlight: inPhase('requesting'),
      retrying: inPhase('waiting'),
    }),
  };
};
