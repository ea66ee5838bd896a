import { recordedClient } from '../support/recorded.js';

describe('a data plane that fails', () => {
  it.each([500, 502, 503, 504])(
    '[N9] with %d is tried again after maxRetries jittered waits, then the event fails',
    (status) => {
      const waitsWith = (random: number) => {
        const { connection, scheduler, outcomes, requests } = recordedClient(
          String(status),
          { maxRetries: 5, backoff: { baseMs: 100, maxMs: 1000 } },
          true,
          { random: () => random },
        );
        connection.track('a', 'e');
        scheduler.flush();
        expect(outcomes).toMatchObject([{ _tag: 'Failed', attempts: 6, error: { status } }]);
        return requests.slice(1).map(({ frame }, index) => frame - (requests[index]?.frame ?? NaN));
      };
      // Behind the probes of a data plane that fails for long a wait may be longer, never shorter.
      const [shortest, longest] = [waitsWith(0), waitsWith(0.999_999)];
      for (const [index, ceiling] of [100, 200, 400, 800, 1000].entries()) {
        expect(shortest[index]).toBeGreaterThanOrEqual(ceiling / 2);
        expect(longest[index]).toBeGreaterThanOrEqual(ceiling - 1);
      }
      expect(longest[0]).toBe(100);
      expect(shortest[0]).toBe(50);
    },
  );

  it('[N23] on one of several machines behind its URL loses nothing', () => {
    const { connection, scheduler, outcomes, requests } = recordedClient(
      (_request, index) => (index % 3 === 1 ? '1ms 503' : '1ms 200'),
      { maxRetries: 3 },
    );
    for (let index = 0; index < 100; index += 1) {
      connection.track(index, 'e');
      scheduler.flush();
    }
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(Array.from({ length: 100 }, () => 'Delivered'));
    expect(requests.length).toBeGreaterThan(100);
  });
});
