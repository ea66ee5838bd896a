import type { Findings } from '../faults/campaign.js';
import { comparisonOf, lineOf, summaryOf } from './report.js';

const FINDINGS: Findings = {
  calls: 12_345,
  delivered: 12_340,
  failed: 5,
  failedBy: { 302: 3, 400: 1, 599: 1 },
  duplicates: 17,
  lost: 1,
  complaints: [],
  requests: 1000,
  counts: new Map([
    ['hang', 1],
    ['429', 1200],
  ]),
};

describe('the report of a soak', () => {
  it('sums up, with each cause of a failure and each fault', () => {
    expect(summaryOf(FINDINGS).split('\n')).toEqual([
      '  calls            12,345',
      '  delivered        12,340',
      '  failed                5',
      '    302 elsewhere       3',
      '    poison, 400         1',
      '    599                 1',
      '  lost                  1',
      '  arrived again        17',
      '  requests          1,000',
      '  faults            1,201',
      '    429             1,200',
      '    hang                1',
    ]);
  });

  it('compares', () => {
    const text = comparisonOf([
      { name: 'heap, MB', first: 14.25, last: 20, hasGrown: true },
      { name: 'timers', first: 1, last: 1, hasGrown: false },
    ]);
    expect(text.split('\n')).toEqual([
      '            minute 1  the last',
      '  heap, MB      14.3        20  HAS GROWN',
      '  timers           1         1  steady',
    ]);
  });

  it('says on one line where it is', () => {
    const sample = {
      heapBytes: 14_260_000,
      sockets: 4,
      timers: 2,
      listeners: 14,
      pending: 9,
      connections: 4,
      atMs: 1,
      isAtRest: false,
    };
    const progress = { elapsedMs: 3_665_000, phase: 'lull', findings: FINDINGS } as const;
    const line =
      '61:05/90:00 lull  12,345 calls, 12,340 delivered, 5 failed, 1 lost, 1,000 requests, 1,201 faults';
    expect(lineOf({ ...progress, sample: undefined }, 90)).toBe(line);
    expect(lineOf({ ...progress, sample }, 90)).toBe(`${line}, heap 14.3 MB`);
  });
});
