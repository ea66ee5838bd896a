import { readFileSync } from 'node:fs';
import { runNode } from '../support/processes.js';

const CONSUMERS = 'spec/testing/consumers';

/** Over the built package, which its own name leads to. */
const RUNNERS = {
  'node:test': ['--test', '--test-reporter=spec', `${CONSUMERS}/node.test.js`],
  Vitest: [
    'node_modules/vitest/vitest.mjs',
    'run',
    `${CONSUMERS}/vitest.test.ts`,
    '--reporter=verbose',
    '--no-color',
  ],
};

const DIAGRAMS = ['expected  -----(d|)', 'actual    ------(a|)'];
const LEGEND = [
  "d  { _tag: 'Delivered', message: { userId: 'a' } }",
  "a  { _tag: 'Failed', message: { userId: 'a' } }",
];

describe('rudder-rx/testing, as users import it', () => {
  it.each(Object.entries(RUNNERS))('passes and fails in %s, with both diagrams', async (_name, args) => {
    const { output, code } = await runNode(args);
    const lines = output.split('\n').map((line) => line.trim());
    expect(code).toBe(1);
    expect(output).toMatch(/[✔✓].* passes/u);
    expect(output).toMatch(/[✖×].* fails/u);
    expect(lines).toEqual(expect.arrayContaining([...DIAGRAMS, ...LEGEND]));
    // Where it was said, not where the run ended.
    const file = args.find((arg) => arg.startsWith(CONSUMERS)) ?? '';
    const saidAt =
      readFileSync(file, 'utf8')
        .split('\n')
        .findLastIndex((line) => line.includes('.toBe(')) + 1;
    expect(lines.find((line) => /\.(js|ts):\d+:\d+/.test(line))).toContain(
      `${file.slice(CONSUMERS.length + 1)}:${String(saidAt)}:`,
    );
  });
});
