// `npm run bench`: see `npm run bench -- --help`.
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import process from 'node:process';
import { contestants } from './clients.js';
import { optionsOf } from './options.js';
import { havePeers, versions } from './peers.js';
import { workloads } from './plan.js';
import { plotOf } from './plot.js';
import { endAll } from './processes.js';
import { resultsOf } from './results.js';
import { inRounds } from './rounds.js';

const { rounds, chosenWorkloads, chosenContestants, isWhole, command } = optionsOf(
  process.argv.slice(2),
  workloads,
  contestants,
);

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  process.on(signal, () => {
    endAll();
    console.error(`\n${signal}: stopped; nothing is written`);
    process.exit(code);
  });
}

const cpus = availableParallelism();
const [load = 0] = loadavg();
const warnings = [];
if (load > cpus / 2)
  warnings.push('The machine was busy with other work when this began: take these figures as preliminary.');

const lacksPeers = chosenContestants.some(({ peer }) => peer !== undefined) && !havePeers();
if (lacksPeers)
  warnings.push('THE PEERS ARE MISSING: npm could not install them, so this tells nothing of them.');
const present = chosenContestants.filter(({ peer }) => peer === undefined || !lacksPeers);
for (const warning of warnings) console.error(`\n!!! ${warning}\n`);

/** What is preliminary, or says nothing of the peers, replaces nothing. */
const isWritten = isWhole && warnings.length === 0;
const book = await inRounds(rounds, chosenWorkloads, present);

const machine = `Node.js ${process.version} on ${process.platform} ${process.arch}, ${cpus} CPUs, load average at the start ${load.toFixed(1)}`;
const results = resultsOf({
  book,
  isWritten,
  workloads: chosenWorkloads,
  contestants: present,
  command,
  rounds,
  machine,
  versions,
  warnings,
});
console.log(results);
for (const { workload, client, problem } of book.problems)
  console.error(`${workload}, ${client}: ${problem}`);
for (const warning of warnings) console.error(`!!! ${warning}`);
const plotted = workloads[0];
if (isWritten && plotted) {
  writeFileSync(new URL('RESULTS.md', import.meta.url), results);
  writeFileSync(new URL('RESULTS.svg', import.meta.url), plotOf(book, plotted, present));
  console.error(
    'Written: bench/RESULTS.md, bench/RESULTS.svg. The README quotes them, and `npm test` compares.',
  );
} else
  console.error(
    'Not written to bench/RESULTS.md, which tells of all workloads and clients, in seven rounds or more, on an idle machine.',
  );
