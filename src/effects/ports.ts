import { platform } from '#platform';
import { asyncScheduler } from 'rxjs';
import type { Fetch } from '../model/options.js';
import type { Ports } from '../model/ports.js';
import { background } from './background.js';
import { createIsoClock } from './clock.js';
import { createHttp } from './http.js';
import type { Platform } from './platform.js';

/** The real world, over the user's `fetch` if there is one. */
export const createPorts = (
  fetch: Fetch | undefined,
  { gzip, byteLength, utf8, channel, ...own }: Platform = platform,
): Ports => ({
  scheduler: asyncScheduler,
  background,
  monotonicNow: () => performance.now(),
  isoNow: createIsoClock(),
  random: Math.random,
  newId: () => crypto.randomUUID(),
  byteLength,
  utf8,
  gzip,
  http: createHttp(fetch ?? own.fetch),
  channels: { attempt: channel('rudder-rx:attempt'), outcome: channel('rudder-rx:outcome') },
});
