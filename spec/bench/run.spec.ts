import { runNode } from '../support/processes.js';

const bench = (...args: readonly string[]) => runNode(['bench/run.js', ...args]);

const cellsOf = (row: string) => row.split('|').map((cell) => cell.trim());

describe('npm run bench', () => {
  it('runs each client to its end, finds nothing lost, and compares their CPU', async () => {
    const clients = ['reference', 'rudder-rx', 'rudder-rx-pako'];
    const { output, code } = await bench('--runs', '1', '--only', 'cold-burst', '--clients', clients.join());
    const [, section = ''] = output.split(/^## Cold burst.*\n\n/m);
    const [head = '', , ...rows] = section.slice(0, section.indexOf('\n\n')).split('\n').map(cellsOf);
    const column = (title: string) => rows.map((row) => row[head.indexOf(title)]);

    expect(column('client')).toEqual(clients);
    expect(column('lost')).toEqual(['0', '0', '0']);
    expect(column('duplicates')).toEqual(['0', '0', '0']);
    expect(column('CPU / reference').join(' ')).toMatch(/^1\.00 \d+\.\d\d \d+\.\d\d$/);
    expect(code).toBe(0);
  });

  it('tells what there is instead of what there is not', async () => {
    const { output, code } = await bench('--clients', 'reference,segment');
    expect(output).toMatch(/^no such thing: segment; there are nothing, floor, reference, rudder-rx, /);
    expect(code).toBe(2);
  });

  it.each([['--bogus'], ['--only'], ['--runs', 'many']])('refuses %s in one line', async (...args) => {
    const { output, code } = await bench(...args);
    expect(output).toContain(args[0]);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
