import type { End } from './account.js';

/** What the program runs with. */
export interface Settings {
  readonly dataPlaneUrl: string;
  readonly writeKey: string;
  readonly gzip: boolean;
  readonly ordering: 'none' | 'user';
  /** Calls made at once, to begin with. */
  readonly burst: number;
  /** Calls made every 10 ms. */
  readonly perTick: number;
}

/** What the program holds, as a garbage collection leaves it. */
export interface Sample {
  readonly heapBytes: number;
  /** That are open, and hold the process. */
  readonly sockets: number;
  /** That run, and hold the process. */
  readonly timers: number;
  /** Of `process` and its streams. */
  readonly listeners: number;
  readonly pending: number;
}

/** What has happened since the last report. */
export interface Report {
  readonly _tag: 'Report';
  /** All that were made so far. */
  readonly calls: number;
  readonly ends: readonly End[];
  /** Requests to which the connection was refused. */
  readonly refused: number;
}

/** How it all ended. */
export interface Farewell {
  readonly _tag: 'Farewell';
  /** How the last event did, called when all was calm. */
  readonly last: string;
  /** As the shutdown tells them. */
  readonly totals: { readonly delivered: number; readonly failed: number; readonly dropped: number };
}

/** What the program says. */
export type Told =
  | Report
  | Farewell
  | { readonly _tag: 'Drained'; readonly pending: number }
  | (Sample & { readonly _tag: 'Sample' });

/** What the program is told: each but `call` has its answer. */
export type Command = 'call' | 'drain' | 'sample' | 'end';
