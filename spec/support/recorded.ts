import { take } from 'rxjs';
import type { ClientOptions, Outcome } from '../../src/index.js';
import { injectedScheduler } from './diagrams.js';
import type { Ports } from '../../src/model/ports.js';
import type { DataPlane } from '../../src/testing/data-plane.js';
import { recordEnd } from './transcript.js';
import { virtualClient } from './virtual.js';

const INITIALS = { Delivered: 'D', Failed: 'F', Dropped: 'X' } as const;

/** `Da`: delivered, of user a; `Xb queue-full`: dropped. */
export const shortly = (outcome: Outcome): string => {
  const text = `${INITIALS[outcome._tag]}${outcome.message.userId ?? ''}`;
  return outcome._tag === 'Dropped' ? `${text} ${outcome.reason}` : text;
};

/** A client in virtual time, outside `run()`, that fails at the first error and sends each call alone; with its outcomes. */
export const recordedClient = (
  script: DataPlane = '1ms 200',
  options: ClientOptions = {},
  isObserved = true,
  overrides: Partial<Ports> = {},
) => {
  const scheduler = injectedScheduler();
  const client = virtualClient(scheduler, script, { uploadSize: 1, maxRetries: 0, ...options }, 0, overrides);
  const outcomes: Outcome[] = [];
  if (isObserved) {
    client.connection.outcomes.subscribe((outcome) => {
      if (outcomes.length < 100) recordEnd('outcome', outcome);
      outcomes.push(outcome);
    });
    // Told to nobody else; what watches attempts itself is not disturbed.
    client.connection.attempts.pipe(take(100)).subscribe((attempt) => {
      recordEnd('attempt', attempt);
    });
  }
  return { ...client, scheduler, outcomes, told: () => outcomes.map(shortly) };
};
