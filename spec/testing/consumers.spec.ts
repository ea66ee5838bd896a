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
  });
});
