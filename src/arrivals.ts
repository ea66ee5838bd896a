import type { Entry } from './entry.js';
import type { Turns } from './turns.js';

/** The accepted events that the pipeline has not seen yet. */
export interface Arrivals {
  readonly push: (entry: Entry) => void;
}

/** Below, sweeping is not worth it. */
const MIN_SWEEP = 1024;

/**
 * Hands accepted events to the pipeline in a turn of its own, in call order. So the pipeline never runs on a caller's stack:
 * one that is nearly used up would leave its operators half-way between two states.
 */
export const createArrivals = (next: (entry: Entry) => void, turns: Turns): Arrivals => {
  let waiting: Entry[] = [];
  let isAnnounced = false;
  let sweepAt = MIN_SWEEP;
  /** What gave way to newer events meanwhile is not handed over, nor kept. */
  const isThere = ({ ending }: Entry) => ending === undefined;

  const handOver = () => {
    const arrived = waiting;
    waiting = [];
    isAnnounced = false;
    sweepAt = MIN_SWEEP;
    for (const entry of arrived) if (isThere(entry)) next(entry);
  };
  return {
    push: (entry) => {
      waiting.push(entry);
      if (waiting.length >= sweepAt) {
        waiting = waiting.filter(isThere);
        sweepAt = Math.max(MIN_SWEEP, 2 * waiting.length);
      }
      if (isAnnounced) return;
      turns.push(handOver);
      isAnnounced = true;
    },
  };
};
