// Pure: which client runs when.

/** @typedef {import('./plan.js').Workload} Workload */
/** @typedef {import('./clients.js').Contestant} Contestant */

/**
 * Interleaved: in each round every client does each workload right after the others. Who begins moves on by one, and every
 * other round goes backwards, so that what the machine does meanwhile happens to all of them, and none always comes behind
 * the same.
 *
 * @param {number} rounds
 * @param {readonly Workload[]} workloads
 * @param {readonly Contestant[]} contestants
 */
export const scheduleOf = (rounds, workloads, contestants) =>
  Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    workloads
      .filter(({ once = false }) => !once || round === 0)
      .flatMap((workload) => {
        const clients = contestants.map(({ key }) => key).filter((key) => !workload.without.includes(key));
        const first = round % Math.max(1, clients.length);
        const turned = [...clients.slice(first), ...clients.slice(0, first)];
        return (round % 2 === 0 ? turned : turned.reverse()).map((client) => ({ workload, client, round }));
      }),
  );
