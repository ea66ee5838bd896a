import { startGateway } from '../../src/gateway/index.js';
import { WRITE_KEY } from '../support/transcript.js';
import { createAccounts, type Tally } from './accounts.js';
import { startChaosServer } from './chaos-server.js';
import { startCompanion } from './companion.js';
import { startElsewhere } from './elsewhere.js';
import type { Happening } from './kinds.js';
import type { Farewell, Sample, Settings } from './messages.js';
import { complaintsAboutRun } from './oracle.js';
import { faultsOf } from './schedule.js';

export interface CampaignConfig extends Omit<Settings, 'dataPlaneUrl' | 'writeKey'> {
  readonly seed: number;
}

/** What the program holds, and its connections as the data plane sees them. */
export interface CampaignSample extends Sample {
  readonly connections: number;
}

/** What a campaign has found so far. */
export interface Findings extends Tally {
  readonly complaints: readonly string[];
  readonly requests: number;
  readonly counts: ReadonlyMap<Happening, number>;
}

/** A client in a process of its own, before a data plane where everything goes wrong; with a judge of what becomes of it. */
export interface Campaign {
  /** Things go wrong from now on, and the program calls. */
  readonly storm: () => void;
  /** All goes well from now on. */
  readonly lull: () => Promise<void>;
  /** All goes well, and the program makes no more calls. Resolves when nothing is pending. */
  readonly drain: () => Promise<void>;
  readonly sample: () => Promise<CampaignSample>;
  readonly findings: () => Findings;
  /** Ends it, and judges all of it. */
  readonly end: () => Promise<Findings>;
  /** Ends the program at once. */
  readonly kill: () => void;
}

/** How often what the gateway has stored is entered in the books. */
const TAKE_MS = 100;
/** How often the books forget. */
const ROUND_MS = 1_000;
const EXIT_MS = 5_000;
const MAX_ODDITIES = 20;

const NO_FAREWELL: Farewell = {
  _tag: 'Farewell',
  last: 'nothing',
  totals: { delivered: 0, failed: 0, dropped: 0 },
};

/** Starts with a storm. */
export const startCampaign = async ({ seed, ...settings }: CampaignConfig): Promise<Campaign> => {
  const accounts = createAccounts();
  const oddities: string[] = [];
  const pending: number[] = [];
  const faults = faultsOf(seed);
  let farewell = NO_FAREWELL;
  let exit = 'no end yet';

  const gateway = await startGateway({ writeKeys: [WRITE_KEY], retain: 20_000 });
  const elsewhere = await startElsewhere();
  const chaos = await startChaosServer({
    gatewayPort: gateway.port,
    elsewhere: elsewhere.url,
    onRefused: accounts.refused,
    onOddity: (text) => {
      if (oddities.length < MAX_ODDITIES) oddities.push(text);
    },
  });
  chaos.storm(faults);
  const companion = startCompanion({ ...settings, dataPlaneUrl: chaos.url, writeKey: WRITE_KEY });

  companion.tolds.subscribe((told) => {
    if (told._tag !== 'Report') return;
    accounts.called(told.calls);
    accounts.ended(told.ends);
    if (told.refused > 0) chaos.refusedOne();
  });
  let taken = 0;
  const take = () => {
    const fresh = gateway.counts.events - taken;
    taken += fresh;
    accounts.arrived(gateway.events.slice(gateway.events.length - fresh));
  };
  const taking = setInterval(take, TAKE_MS).unref();
  const rounds = setInterval(() => {
    take();
    accounts.round();
  }, ROUND_MS).unref();

  const complaintsAboutAll = () =>
    complaintsAboutRun({
      ...farewell,
      elsewhere: elsewhere.visits(),
      oddities,
      pending,
      told: accounts.tally(),
      output: companion.output,
      exit,
    });
  const findings = (complaints: readonly string[]): Findings => ({
    ...accounts.tally(),
    complaints,
    requests: chaos.requests(),
    counts: chaos.counts,
  });
  const drain = async () => {
    await chaos.calm();
    pending.push((await companion.ask('drain', 'Drained')).pending);
  };

  return {
    storm: () => {
      chaos.storm(faults);
      companion.tell('call');
    },
    lull: chaos.calm,
    drain,
    sample: async () => ({
      ...(await companion.ask('sample', 'Sample')),
      connections: chaos.connections(),
    }),
    findings: () => findings([...accounts.complaints, ...oddities]),
    end: async () => {
      try {
        await drain();
        farewell = await companion.ask('end', 'Farewell');
      } catch {
        // It has ended already: its exit, and the books, say enough.
      }
      exit = await companion.ended(EXIT_MS);
      clearInterval(taking);
      clearInterval(rounds);
      take();
      accounts.close();
      await Promise.all([chaos.close(), elsewhere.close(), gateway.close()]);
      return findings([...complaintsAboutAll(), ...accounts.complaints]);
    },
    kill: companion.kill,
  };
};
