import { readFileSync } from 'node:fs';
import { README } from '../support/readme.js';

const RESULTS = readFileSync(new URL('../../bench/RESULTS.md', import.meta.url), 'utf8');

/** The cells of every row of the tables in a text, their heads included. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));

/** From a heading to the next. */
const section = (markdown: string, heading: string): string => {
  const [, after] = markdown.split(`\n${heading}`);
  if (after === undefined) throw new Error(`no ${heading}`);
  return after.split(/^##/m)[0] ?? '';
};

const cost = section(README, '### What it costs\n');
const prose = cost.replaceAll(/\s+/g, ' ');

/** What a table of the results says of a client. */
const cell = (heading: string, client: string, column: string): string => {
  const [head = [], ...rows] = rowsOf(section(RESULTS, heading));
  const found = rows.find(([name]) => name === client)?.[head.indexOf(column)];
  if (found === undefined) throw new Error(`no ${column} of ${client} below ${heading}`);
  return found;
};

const medianOf = (spread: string): string => spread.split(' ')[0] ?? '';

/** What the table of limits measured. */
const measured = (what: string, workload: string): string => {
  const row = rowsOf(section(RESULTS, '## Limits')).find(([name, of]) => name === what && of === workload);
  if (row === undefined) throw new Error(`no limit on ${what} of ${workload}`);
  return row[5] ?? '';
};

/** A call at a full queue, in calls of `JSON.stringify`. */
const callOf = (client: string): string => {
  const [head = [], , ...rows] = rowsOf(section(RESULTS, '## Enqueue'));
  const row = rows.find(([name]) => name === client) ?? [];
  return Number(row[head.lastIndexOf('to that')]).toFixed(1);
};

describe('what the README says that it costs', () => {
  const [head = [], , ...rows] = rowsOf(cost);
  const clients = head.slice(1).map((title) => /[a-z-]+(?= \d|$)/.exec(title)?.[0] ?? '');

  it('compares all whom the results compare', () => {
    expect(clients).toEqual(['rudder-rx', 'posthog-node', 'analytics-node', 'rudder-sdk-node']);
    expect(rows).toHaveLength(4);
  });

  it.each([
    ['20,000 events, in turns of 100', '## Burst'],
    ['the same, in a new process', '## Cold burst'],
    ['100,000 events, in turns of 100', '## Large burst'],
    ['2,000 events/s', '## Steady'],
  ])('%s: what the results say', (workload, heading) => {
    const row = rows.find(([name]) => name === workload);
    expect(row?.slice(1)).toEqual(
      clients.map((client) => medianOf(cell(heading, client, 'CPU / reference'))),
    );
  });

  it('names the versions that were measured', () => {
    const versions = [...head.join(' ').matchAll(/(\S+) (\d+\.\d+\.\d+)/g)].map(([named]) => named);
    expect(versions).toHaveLength(3);
    for (const version of versions) expect(section(RESULTS, '## The clients')).toContain(`| ${version} `);
  });

  it.each([
    ['the CPU of the steady workload', `${medianOf(measured('CPU', 'steady'))} misses the 1.3`],
    [
      'that CPU without the workload',
      `without which it is ${medianOf(cell('## Steady', 'rudder-rx', 'without the workload'))}`,
    ],
    ['the delay of the loop', `is ${medianOf(measured('loop delay', 'steady'))} times that loop's at 2,000`],
    ['the delay of the loop in a burst', `${measured('loop delay', 'burst')} in the burst of 20,000`],
    [
      'the cost of a call',
      `takes ${callOf('rudder-rx')} times one \`JSON.stringify\` of its event (posthog-node ${callOf('posthog-node')}, analytics-node ${callOf('analytics-node')})`,
    ],
  ])('tells %s as the results do', (_, words) => {
    expect(prose).toContain(words);
  });
});
