// What the runs have measured, by workload, client and round.

/** @typedef {import('./trial.js').Measures} Measures */
/** @typedef {{ readonly workload: string, readonly client: string, readonly round: number }} Run */
/** @typedef {ReturnType<typeof createBook>} Book */

/** @param {number} rounds */
export const createBook = (rounds) => {
  /** @type {Map<string, Measures>} */
  const pages = new Map();
  /** @type {(Run & { readonly problem: string })[]} */
  const problems = [];

  /** @param {Run} run */
  const pageOf = ({ workload, client, round }) => `${workload} ${client} ${round}`;

  return {
    problems,
    /**
     * @param {Run} run
     * @param {Measures} measures
     */
    enter: (run, measures) => {
      pages.set(pageOf(run), measures);
    },
    /**
     * @param {Run} run
     * @param {string} problem
     */
    fail: (run, problem) => {
      problems.push({ ...run, problem });
    },
    /** Whether another round would take the time in vain. @param {Omit<Run, 'round'>} run */
    hasFailed: ({ workload, client }) =>
      problems.some((problem) => problem.workload === workload && problem.client === client),
    /**
     * A measure in each round, as far as there is one.
     *
     * @param {string} workload
     * @param {string} client
     * @param {string} measure
     */
    values: (workload, client, measure) =>
      Array.from({ length: rounds }, (_, round) => pages.get(pageOf({ workload, client, round }))?.[measure]),
  };
};
