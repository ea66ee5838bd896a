import { contestants } from '../../bench/clients.js';
import { workloads } from '../../bench/plan.js';
import { scheduleOf } from '../../bench/schedule.js';

const chosen = <T extends { readonly key: string }>(all: readonly T[], ...keys: readonly string[]) =>
  all.filter(({ key }) => keys.includes(key));

const scheduled = (rounds: number, ...workloadKeys: readonly string[]) =>
  scheduleOf(
    rounds,
    chosen(workloads, ...workloadKeys),
    chosen(contestants, 'nothing', 'reference', 'rudder-rx'),
  ).map(({ workload, client, round }) => `${String(round)} ${workload.key} ${client}`);

describe('scheduleOf', () => {
  it('has the clients one after the other in each round, another first, and every other round backwards behind it', () => {
    expect(scheduled(2, 'burst', 'steady')).toEqual([
      '0 burst nothing',
      '0 burst reference',
      '0 burst rudder-rx',
      '0 steady nothing',
      '0 steady reference',
      '0 steady rudder-rx',
      '1 burst reference',
      '1 burst nothing',
      '1 burst rudder-rx',
      '1 steady reference',
      '1 steady nothing',
      '1 steady rudder-rx',
    ]);
  });

  it('leaves out who has no part in a workload, and has those that are for once in the first round', () => {
    expect(scheduled(2, 'idle')).toEqual(['0 idle reference', '0 idle rudder-rx']);
  });
});
