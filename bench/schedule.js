// Pure: which client runs when.

/** @typedef {import('./plan.js').Workload} Workload */
/** @typedef {import('./clients.js').Contestant} Contestant */

/**
 * Interleaved: in each round every client does each workload right after the others. Who begins moves on by one, and in
 * every other round those behind it go backwards, so that what the machine does meanwhile happens to all of them, and none
 * always comes behind the same.
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
        const others = [...clients.slice(first + 1), ...clients.slice(0, first)];
        if (round % 2 === 1) others.reverse();
        return [...clients.slice(first, first + 1), ...others].map((client) => ({ workload, client, round }));
      }),
  );
