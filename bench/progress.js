import process from 'node:process';

/** @param {import('./plan.js').Workload} workload */
const secondsOf = ({ events, perSecond, sink }) =>
  3 + (perSecond === undefined ? events / 40_000 : events / perSecond) + ((sink.outageMs ?? 0) > 0 ? 15 : 0);

/**
 * Tells on stderr where the runs are: in one line on a terminal, else in a line each.
 *
 * @param {readonly { readonly workload: import('./plan.js').Workload }[]} runs
 */
export const createProgress = (runs) => {
  const { stderr } = process;
  const startedAt = performance.now();
  const total = runs.reduce((sum, { workload }) => sum + secondsOf(workload), 0);
  let done = 0;

  return {
    /**
     * @param {number} index of the run that begins
     * @param {string} text
     */
    begin: (index, text) => {
      const elapsed = (performance.now() - startedAt) / 1000;
      // The estimate, corrected by how it has been so far.
      const left = (total - done) * (done > 30 ? elapsed / done : 1);
      const line = `${index + 1} of ${runs.length}, about ${Math.ceil(left / 60)} min left: ${text}`;
      stderr.write(stderr.isTTY ? `\r\x1b[K${line.slice(0, stderr.columns - 1)}` : `${line}\n`);
      const run = runs[index];
      if (run) done += secondsOf(run.workload);
    },
    end: () => {
      if (stderr.isTTY) stderr.write('\r\x1b[K');
    },
  };
};
