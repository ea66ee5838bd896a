import process from 'node:process';
import { parseArgs } from 'node:util';

/** @typedef {import('./plan.js').Workload} Workload */
/** @typedef {import('./clients.js').Contestant} Contestant */

/** @param {readonly { readonly key: string }[]} all */
const keysOf = (all) => all.map(({ key }) => key).join(', ');

/** @param {string} problem @returns {never} */
const refuse = (problem) => {
  console.error(problem);
  process.exit(2);
};

/**
 * @template {{ readonly key: string }} T
 * @param {string | undefined} names
 * @param {readonly T[]} all
 * @returns {readonly T[]}
 */
const chosen = (names, all) => {
  if (names === undefined) return all;
  const wanted = names.split(',');
  const unknown = wanted.filter((name) => !all.some(({ key }) => key === name));
  if (unknown.length > 0) refuse(`no such thing: ${unknown.join(', ')}; there are ${keysOf(all)}`);
  return all.filter(({ key }) => wanted.includes(key));
};

/** @param {string[]} args */
const valuesOf = (args) => {
  try {
    return parseArgs({
      args,
      options: {
        runs: { type: 'string', default: '7' },
        only: { type: 'string' },
        clients: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}; see --help`);
  }
};

/**
 * @param {string[]} args
 * @param {readonly Workload[]} workloads
 * @param {readonly Contestant[]} contestants
 */
export const optionsOf = (args, workloads, contestants) => {
  const values = valuesOf(args);
  if (values.help) {
    console.log(`npm run bench -- [--runs 7] [--only {workloads}] [--clients {clients}], names with commas between them
workloads: ${keysOf(workloads)}
clients: ${keysOf(contestants)}
All of both in seven rounds take half an hour, and are written to bench/RESULTS.md.`);
    process.exit(0);
  }
  const rounds = Number(values.runs);
  if (!Number.isInteger(rounds) || rounds < 1) refuse(`--runs takes a number of rounds, not ${values.runs}`);
  return {
    rounds,
    chosenWorkloads: chosen(values.only, workloads),
    chosenContestants: chosen(values.clients, contestants),
    /** Nothing is left out, and the rounds are enough. */
    isWhole: values.only === undefined && values.clients === undefined && rounds >= 7,
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
  };
};
