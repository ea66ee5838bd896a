import { clientOf } from '../../src/client-of.js';
import { connect } from '../../src/connection.js';
import type { Platform } from '../../src/effects/platform.js';
import { platform as nodePlatform } from '../../src/effects/platform.node.js';
import { createPorts } from '../../src/effects/ports.js';
import type { Attempt, Client, ClientOptions, Outcome } from '../../src/index.js';
import { configOf } from './config.js';
import { record, recordEnd } from './transcript.js';

/** A client, and all that it tells. */
export interface Watched extends AsyncDisposable {
  readonly client: Client;
  readonly outcomes: readonly Outcome[];
  readonly attempts: readonly Attempt[];
  readonly lines: readonly string[];
}

/** A client over real connections, that sends each call alone and at once; given up when it is disposed of. */
export const clientTo = (
  { url }: { readonly url: string },
  options: ClientOptions = {},
  platform: Platform = nodePlatform,
): Watched => {
  const lines: string[] = [];
  const write = (line: string) => {
    record('log', line);
    lines.push(line);
  };
  const { logger = { debug: write, info: write, warn: write, error: write }, ...rest } = options;
  const config = configOf({ dataPlaneUrl: url, uploadSize: 1, backoff: { baseMs: 1, maxMs: 1 }, ...rest });
  const client = clientOf(connect(config, createPorts(config.fetch, platform), logger));
  const outcomes: Outcome[] = [];
  const attempts: Attempt[] = [];
  client.outcomes.subscribe((outcome) => {
    recordEnd('outcome', outcome);
    outcomes.push(outcome);
  });
  client.attempts.subscribe((attempt) => {
    recordEnd('attempt', attempt);
    attempts.push(attempt);
  });
  return {
    client,
    outcomes,
    attempts,
    lines,
    [Symbol.asyncDispose]: async () => {
      await client.shutdown({ timeout: 0 });
    },
  };
};
