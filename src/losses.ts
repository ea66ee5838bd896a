import type { Observable } from 'rxjs';
import type { Log } from './log.js';
import { count } from './pure/text.js';
import type { Turns } from './turns.js';

/** Losses of one reason that no line has told yet. */
export interface Tally {
  count: number;
  detail: string;
}

/** The losses that nobody observes, told to the log. */
export interface Losses {
  /** Tells what no line has told yet, as information: there will be no line any more. */
  readonly tellAll: () => void;
  /**
   * So many events are lost. The tally is theirs: whoever turns out to be told of a loss takes it off.
   *
   * @param reason what lines are counted by, such as `dropped, queue-full`
   */
  readonly add: (reason: string, many: number, detail: string) => Tally;
}

/** What a reason's lines are apart. */
const WINDOW_MS = 10_000;

/**
 * One line a reason at most every ten seconds: for all losses of the turn in which the first one came, then for what has
 * come since the last line.
 *
 * @param background emits after so many milliseconds, without holding the process
 * @param onFault gets what should never be
 */
export const createLosses = (
  log: Log,
  turns: Turns,
  background: (ms: number) => Observable<unknown>,
  onFault: (fault: unknown) => void,
): Losses => {
  const tallies = new Map<string, Tally>();

  const take = (reason: string): string | undefined => {
    const tally = tallies.get(reason);
    // Quiet for a whole window, or told to somebody after all: the next loss is told at once.
    tallies.delete(reason);
    if (tally === undefined || tally.count === 0) return undefined;
    const last = tally.count === 1 ? '' : ', the last one';
    return `${count(tally.count, 'event')} ${reason}${last}: ${tally.detail} (nobody observes client.outcomes)`;
  };

  const tell = (reason: string) => {
    const line = take(reason);
    if (line === undefined) return;
    tallies.set(reason, { count: 0, detail: '' });
    log.warn(line);
    background(WINDOW_MS).subscribe({
      next: () => {
        tell(reason);
      },
      error: onFault,
    });
  };

  return {
    tellAll: () => {
      for (const reason of [...tallies.keys()]) {
        const line = take(reason);
        if (line !== undefined) log.info(`at the shutdown: ${line}`);
      }
    },
    add: (reason, many, detail) => {
      let tally = tallies.get(reason);
      if (tally === undefined) {
        tally = { count: 0, detail };
        tallies.set(reason, tally);
        turns.push(() => {
          tell(reason);
        });
      }
      tally.count += many;
      tally.detail = detail;
      return tally;
    },
  };
};
