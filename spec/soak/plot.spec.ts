import { plot } from './plot.js';

const points = (...values: readonly number[]) =>
  values.map((value, index) => ({ atMs: index * 6_000, value }));

describe('a plot', () => {
  it('draws what was measured, from 0 to the most', () => {
    const text = plot({
      title: 'sockets',
      points: points(0, 1, 2, 3, 4, 8, 16, 32, 0),
      width: 9,
      endMs: 54_000,
    });
    expect(text.split('\n')).toEqual([
      '  sockets: 0 to 32',
      '  32 ┤       █',
      '     ┤       █',
      '     ┤      ██',
      '   0 ┤ ▁▂▃▄███',
      '      0 0.9 min',
    ]);
  });

  it('shows the highest of the samples of a column, and goes on where there is none', () => {
    const samples = [
      { atMs: 0, value: 2 },
      { atMs: 1, value: 4 },
      { atMs: 2, value: 1 },
      { atMs: 9_000, value: 2.5 },
    ];
    const text = plot({ title: 'heap', points: samples, width: 12, endMs: 12_000 });
    expect(text.split('\n')).toEqual([
      '  heap: 1 to 4',
      '  4 ┤█████████',
      '    ┤█████████▄▄▄',
      '    ┤████████████',
      '  0 ┤████████████',
      '     0    0.2 min',
    ]);
  });

  it('is as high for small values', () => {
    expect(plot({ title: 'heap', points: points(0.5), width: 4, endMs: 12_000 })).toContain(
      '\n  0.5 ┤████\n',
    );
  });

  it('draws what is always 0, and nothing at all', () => {
    const flat = plot({ title: 'timers', points: points(0, 0), width: 4, endMs: 12_000 });
    expect(flat).toContain('timers: 0 to 0\n');
    expect(flat).not.toMatch(/[▁-█]/);
    expect(plot({ title: 'timers', points: [], width: 4, endMs: 1 })).toContain('timers: no sample\n');
  });
});
