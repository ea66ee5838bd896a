import { setTimeout as after } from 'node:timers/promises';
import { EmptyError } from 'rxjs';
import { type CampaignSample, type Findings, startCampaign } from '../faults/campaign.js';

export interface SoakConfig {
  readonly minutes: number;
  readonly seed: number;
  /** Ends it early, in good order. */
  readonly stop: AbortSignal;
  /** Ends it at once. */
  readonly kill: AbortSignal;
  /** Is told a few times a second. */
  readonly onProgress: (progress: Progress) => void;
}

export interface TimedSample extends CampaignSample {
  /** Since the start. */
  readonly atMs: number;
  /** All was well, and nothing pending. */
  readonly isAtRest: boolean;
}

export interface Progress {
  readonly elapsedMs: number;
  readonly phase: 'storm' | 'lull' | 'drain' | 'end';
  readonly findings: Findings;
  readonly sample: TimedSample | undefined;
}

export interface Soaked {
  readonly findings: Findings;
  readonly samples: readonly TimedSample[];
  readonly elapsedMs: number;
}

const STORM_MS = 6_000;
const LULL_MS = 2_000;
const SAMPLE_MS = 2_000;
const PROGRESS_MS = 250;

/** 1,000 events a second, unless so many are pending that the program waits. */
const LOAD = { gzip: true, ordering: 'none', burst: 1_000, perTick: 10 } as const;

/** A campaign of storms and lulls, drained and looked at after each, for so many minutes. */
export const soak = async ({ minutes, seed, stop, kill, onProgress }: SoakConfig): Promise<Soaked> => {
  const campaign = await startCampaign({ ...LOAD, seed });
  kill.addEventListener('abort', campaign.kill);
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const isOver = () => elapsedMs() >= minutes * 60_000;
  const samples: TimedSample[] = [];
  let phase: Progress['phase'] = 'storm';
  const telling = setInterval(() => {
    onProgress({ elapsedMs: elapsedMs(), phase, findings: campaign.findings(), sample: samples.at(-1) });
  }, PROGRESS_MS);

  const look = async (isAtRest: boolean) => {
    samples.push({ ...(await campaign.sample()), atMs: elapsedMs(), isAtRest });
  };
  const spend = async (ms: number) => {
    const until = elapsedMs() + ms;
    while (elapsedMs() < until && !isOver()) {
      await after(SAMPLE_MS, undefined, { signal: stop });
      await look(false);
    }
  };
  try {
    while (!isOver()) {
      phase = 'storm';
      campaign.storm();
      await spend(STORM_MS);
      phase = 'lull';
      await campaign.lull();
      await spend(LULL_MS);
      phase = 'drain';
      await campaign.drain();
      await look(true);
    }
  } catch (error) {
    // The program has ended already, which the findings tell.
    if (!stop.aborted && !(error instanceof EmptyError)) throw error;
  }
  phase = 'end';
  const findings = await campaign.end();
  clearInterval(telling);
  return { findings, samples, elapsedMs: elapsedMs() };
};
