// For Vitest. One of them fails on purpose: consumers.spec.ts looks at what is said then.
import { inVirtualTime } from 'rudder-rx/testing';
import { orderOutcomes } from './orders.js';
import { test } from 'vitest';

test('passes', () => {
  inVirtualTime(({ createClient, expectMatching, hot }) => {
    const client = createClient({ uploadSize: 1 }, '429+2s 5ms 200');
    expectMatching(orderOutcomes(hot('-a|'), client)).toBe('2006ms (d|)', {
      d: { _tag: 'Delivered', message: { userId: 'a' }, attempts: 2 },
    });
  });
});

test('fails', () => {
  inVirtualTime(({ createClient, expectMatching, hot }) => {
    const client = createClient({ uploadSize: 1, maxRetries: 0 }, '5ms 503');
    expectMatching(orderOutcomes(hot('-a|'), client)).toBe('-----(d|)', {
      d: { _tag: 'Delivered', message: { userId: 'a' } },
    });
  });
});
