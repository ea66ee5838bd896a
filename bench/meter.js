import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { now } from './clock.js';

const RESOLUTION_MS = 1;

/** Measures this process from now on: all its threads, so those that compress count. */
export const startMeter = () => {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const startedAt = now();
  const cpu = process.cpuUsage();

  return {
    /** The loop has done its work: what it waits for from here on would make the delays look smaller. */
    stopDelay: () => delay.disable(),
    read: () => {
      const { user, system } = process.cpuUsage(cpu);
      return {
        startedAt,
        cpuUs: user + system,
        // It tells how long it is between two ticks of a timer.
        delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS),
      };
    },
  };
};

/** Measures how far the memory of this process rises above what it is now, warm-up included. */
export const startMemoryMeter = () => {
  const rss = process.memoryUsage.rss();
  return { read: () => ({ rssGrowthMb: (process.resourceUsage().maxRSS * 1024 - rss) / 1e6 }) };
};
