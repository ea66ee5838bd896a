import { of, type SchedulerLike, timer } from 'rxjs';
import type { Ports } from '../model/ports.js';

const encoder = new TextEncoder();

const SILENT = { hasSubscribers: false, publish: () => undefined };

/**
 * A world in which nothing happens by itself. Both clocks show the frame, the wall clock as milliseconds since 1970; ids
 * are `m1`, `m2` and so on; waits that are drawn by lot are the shortest; compressing takes no time, and changes nothing.
 */
export const virtualPorts = (scheduler: SchedulerLike, http: Ports['http']): Ports => {
  let ids = 0;
  return {
    scheduler,
    background: (ms) => timer(ms, scheduler),
    monotonicNow: () => scheduler.now(),
    isoNow: () => new Date(scheduler.now()).toISOString(),
    random: () => 0,
    newId: () => `m${String((ids += 1))}`,
    byteLength: (text) => encoder.encode(text).length,
    utf8: (parts) => encoder.encode(parts.join('')),
    gzip: (body) => of(body),
    channels: { attempt: SILENT, outcome: SILENT },
    http,
  };
};
