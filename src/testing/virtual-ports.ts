import { of, type SchedulerLike, timer } from 'rxjs';
import type { Ports } from '../model/ports.js';

const encoder = new TextEncoder();
const utf8 = (text: string) => encoder.encode(text);
const SILENT = { hasSubscribers: false, publish: () => undefined };

/**
 * The outside world in virtual time. Both clocks show the frame, the wall clock as milliseconds since 1970; ids count up
 * from `m1`; jitter is pinned to the shortest wait; a body is not compressed.
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
    byteLength: (text) => utf8(text).length,
    utf8,
    gzip: (text) => of(utf8(text)),
    http,
    channels: { attempt: SILENT, outcome: SILENT },
  };
};
