// bench/RESULTS.md.
import { columnsOf, isCompared } from './columns.js';
import { netRatioIn, ratioIn, spreadIn } from './compare.js';
import { verdicts } from './limits.js';
import { numberOf, spreadText, tableOf } from './table.js';

/** @typedef {import('./book.js').Book} Book */
/** @typedef {import('./plan.js').Workload} Workload */
/** @typedef {import('./clients.js').Contestant} Contestant */

/**
 * @typedef {object} Benchmark
 * @property {Book} book
 * @property {readonly Workload[]} workloads
 * @property {readonly Contestant[]} contestants
 * @property {boolean} isWritten to a file, with a plot beside it
 * @property {string} command
 * @property {number} rounds
 * @property {string} machine
 * @property {Readonly<Record<string, string>>} versions of the peers
 * @property {readonly string[]} warnings
 */

const PREAMBLE = `A ratio is the median over the rounds of a client's figure divided by another's of the same round, with the
smallest and the largest. Figures without a range are medians, but what was lost or came twice is the most of any round. Only
ratios mean anything on another machine, and where ranges overlap, a difference may be none. CPU is the whole process', with
the threads that compress; _without the workload_ is the same ratio without what the workload costs a client that does
nothing. Memory is the peak over what the process took before its first event. Before it is measured, each process has sent
20,000 events, but not in the cold burst, the outage and the idle one. The loop's delay is taken each millisecond; a burst of
20,000 lasts some 160 of them for the fastest clients, and its p99 is one of their longest turns.`;

/** @param {Benchmark} benchmark */
const limitsOf = ({ book }) => {
  const rows = verdicts(book).map(({ what, workload, client, against, atMost, atLeast, spread, verdict }) => [
    what,
    workload,
    client,
    against ?? '–',
    atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`,
    spreadText(spread, atMost === 0 ? 0 : 2),
    verdict,
  ]);
  if (rows.length === 0) return [];
  const head = ['what', 'workload', 'of', 'divided by', 'limit', 'measured', ''];
  return ['## Limits', tableOf(head, rows, [1, 2, 3, 4, 6])];
};

/**
 * @param {Benchmark} benchmark
 * @param {Workload} workload
 */
const workloadTable = ({ book, contestants }, { key: workload, without }) => {
  const columns = columnsOf(workload);
  const ran = (/** @type {string} */ key) =>
    !without.includes(key) && contestants.some((one) => one.key === key);
  const compared = isCompared(workload) && ran('reference');
  const isNet = compared && ran('nothing');
  const head = [
    'client',
    ...(compared ? ['CPU / reference'] : []),
    ...(isNet ? ['without the workload'] : []),
  ];
  const rows = contestants
    .filter(({ key }) => !without.includes(key))
    .map(({ key }) => {
      const ratios = [
        ratioIn(book, workload, key, 'reference', 'cpuUsPerEvent'),
        ...(isNet ? [netRatioIn(book, workload, key)] : []),
      ];
      const problem = book.problems.find((run) => run.workload === workload && run.client === key)?.problem;
      const figures = columns.map(({ measure, digits, worst = false }) => {
        const spread = spreadIn(book, workload, key, measure);
        const figure = worst ? spread?.max : spread?.median;
        return figure !== undefined && Number.isFinite(figure) ? numberOf(figure, digits) : '–';
      });
      return [
        problem === undefined ? key : `${key}: ${problem.split('\n')[0]}`,
        ...(compared ? ratios.map((ratio) => spreadText(ratio)) : []),
        ...figures,
      ];
    });
  return tableOf([...head, ...columns.map(({ title }) => title)], rows);
};

/** @param {Benchmark} benchmark */
const notes = ({ contestants, versions }) =>
  tableOf(
    ['client', 'configured', 'does not do, and does not pay for'],
    contestants.map(({ key, peer, configured, less }) => [
      peer === undefined ? key : `${peer} ${versions[peer]}`,
      configured,
      less,
    ]),
    [1, 2],
  );

/** @param {Benchmark} benchmark */
export const resultsOf = (benchmark) => {
  const { isWritten, command, rounds, machine, warnings, workloads } = benchmark;
  const sections = [
    '# What sending an event costs',
    `Written by \`${command}\`, in ${rounds === 1 ? 'one round' : `${rounds} interleaved rounds`}, each client in a fresh process. ${machine}.`,
    ...warnings.map((warning) => `**${warning}**`),
    PREAMBLE,
    ...(isWritten ? ['![CPU per event of each client, divided by that of the reference](RESULTS.svg)'] : []),
    ...limitsOf(benchmark),
    ...workloads.flatMap((workload) => [
      `## ${workload.title}`,
      ...(workload.once && rounds > 1 ? ['In the first round only.'] : []),
      workloadTable(benchmark, workload),
    ]),
    '## The clients',
    'All send the same events, 607 bytes as the reference sends them, in batches of 100 at most; at 2,000 events/s posthog-node and rudder-sdk-node send smaller ones. rudder-rx makes larger ones, of up to 500,000 bytes or some 670 of these events, while the data plane is slower than the calls. With fewer requests, and a smaller window of zlib, it saves a part of what the rest of its work costs.',
    notes(benchmark),
  ];
  return `${sections.join('\n\n')}\n`;
};
