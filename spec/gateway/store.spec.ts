import { createStore } from '../../src/gateway/store.js';
import type { StoredEvent } from '../../src/gateway/stored-event.js';

const REQUEST = { method: 'POST', path: '/v1/batch', headers: {}, status: 200, bytes: 0, wireBytes: 0 };

const eventsOf = (from: number, to: number): readonly StoredEvent[] =>
  Array.from({ length: to - from }, (_, index) => ({
    messageId: String(from + index),
    rudderId: 'r',
    receivedAt: 'now',
    request_ip: 'ip',
  }));
const idsOf = (events: readonly StoredEvent[]) => events.map(({ messageId }) => Number(messageId));

describe('store', () => {
  it.each([0, 1, 3, 10])('shows the last %i at any time, and counts all', (retain) => {
    const store = createStore(retain);
    const all: number[] = [];
    for (let request = 1; request <= 12; request += 1) {
      // From none to five events a request.
      const next = eventsOf(all.length, all.length + (request % 6));
      store.keep(REQUEST, next);
      all.push(...idsOf(next));
      const last = retain === 0 ? [] : all.slice(-retain);
      expect(idsOf(store.events)).toEqual(last);
      expect(store.requests).toHaveLength(Math.min(request, retain));
      expect(store.counts).toEqual({ requests: request, events: all.length });
    }
  });

  it('keeps the last of one request that brings more than it shows', () => {
    const store = createStore(3);
    store.keep(REQUEST, eventsOf(0, 10));
    expect(idsOf(store.events)).toEqual([7, 8, 9]);
    expect(store.requests).toEqual([{ ...REQUEST, events: 10 }]);
  });

  it('goes on with the lists that somebody holds', () => {
    const { keep, events, requests } = createStore(2);
    keep(REQUEST, eventsOf(0, 2));
    expect(idsOf(events)).toEqual([0, 1]);
    keep(REQUEST, eventsOf(2, 9));
    expect(idsOf(events)).toEqual([7, 8]);
    expect(requests).toHaveLength(2);
  });
});
