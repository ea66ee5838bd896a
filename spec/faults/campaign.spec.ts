import { type Campaign, type CampaignConfig, type Findings, startCampaign } from './campaign.js';
import { neverHappened } from './oracle.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 50));
/** All that can go wrong does so within three seconds, two of which are pauses that the data plane asks for. */
const MAX_STORM_MS = 12_000;

/** `SEED=…` brings the same faults again. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const BASE = { gzip: true, ordering: 'none', burst: 1000, perTick: 10 } as const;
const CONFIGS: readonly (readonly [string, CampaignConfig])[] = [
  ['as it is', { ...BASE, seed: SEED }],
  ["with ordering: 'user'", { ...BASE, ordering: 'user', seed: SEED + 1 }],
  ['without gzip', { ...BASE, gzip: false, seed: SEED + 2 }],
];

const sentenceOf = ({ calls, delivered, failedBy, duplicates, requests }: Findings) =>
  `${String(calls)} calls, ${String(delivered)} delivered, ` +
  `${String(calls - delivered)} failed by status ${JSON.stringify(failedBy)}, ` +
  `${String(duplicates)} duplicates, ${String(requests)} requests`;

const campaigns: Campaign[] = [];
const run = async (config: CampaignConfig): Promise<Findings> => {
  const campaign = await startCampaign(config);
  campaigns.push(campaign);
  const startedAt = performance.now();
  const isComplete = () => neverHappened(campaign.findings().counts).length === 0;
  while (!isComplete() && performance.now() - startedAt < MAX_STORM_MS) await tick();
  return campaign.end();
};

let findings: readonly Findings[];
beforeAll(async () => {
  process.stdout.write(`the campaign of faults: SEED=${String(SEED)}\n`);
  // All at once: each waits most of the time.
  findings = await Promise.all(CONFIGS.map(([, config]) => run(config)));
  for (const found of findings) process.stdout.write(`${sentenceOf(found)}\n`);
  // A campaign that goes wrong takes long, and shall say how.
}, 60_000);
afterAll(() => {
  for (const campaign of campaigns) campaign.kill();
});

describe('where everything goes wrong that can, a client', () => {
  it.each(CONFIGS.map(([name], index) => [name, index] as const))(
    'loses nothing, ends each call once, and is well again: %s',
    (_name, index) => {
      const found = findings[index];
      expect(found?.complaints).toEqual([]);
      // It was worth something.
      expect(neverHappened(found?.counts ?? new Map())).toEqual([]);
      expect(found?.delivered).toBeGreaterThan(BASE.burst);
      expect(found?.duplicates).toBeGreaterThan(0);
    },
  );
});
