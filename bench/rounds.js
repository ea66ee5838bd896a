import { createBook } from './book.js';
import { createProgress } from './progress.js';
import { scheduleOf } from './schedule.js';
import { trial } from './trial.js';

/**
 * Runs everything, one after the other; a client that has failed at a workload is not tried on it again.
 *
 * @param {number} rounds
 * @param {readonly import('./plan.js').Workload[]} workloads
 * @param {readonly import('./clients.js').Contestant[]} contestants
 */
export const inRounds = async (rounds, workloads, contestants) => {
  const runs = scheduleOf(rounds, workloads, contestants);
  const book = createBook(rounds);
  const progress = createProgress(runs);
  for (const [index, { workload, client, round }] of runs.entries()) {
    const run = { workload: workload.key, client, round };
    progress.begin(index, `round ${round + 1} of ${rounds}, ${workload.key}, ${client}`);
    if (book.hasFailed(run)) continue;
    try {
      book.enter(run, await trial(client, workload));
    } catch (error) {
      book.fail(run, error instanceof Error ? error.message : String(error));
    }
  }
  progress.end();
  return book;
};
