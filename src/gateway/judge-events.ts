import { isObject } from '../model/guards.js';
import { MAX_REQUEST_BYTES } from '../model/limits.js';
import { type Arrival, idOf, type StoredEvent, storedEvent } from './stored-event.js';
import { accept, refuse, type Verdict } from './verdict.js';

/** Types that need no ids (gateway/handle.go:555-559). */
const WITHOUT_IDS = new Set<unknown>(['extract', 'record']);

/**
 * The checks of a batch that was read, in rudder-server's order, which decides which of several faults is told. One bad
 * event refuses all (gateway/handle.go:365-382).
 */
export const judgeEvents = (events: readonly unknown[], bytes: number, arrival: Arrival): Verdict => {
  const stored: StoredEvent[] = [];
  let hasAudienceList = false;
  for (const event of events) {
    if (!isObject(event)) return refuse('event is not a valid rudder event');
    const { userId, anonymousId, type } = event;
    if (idOf(userId) === '' && idOf(anonymousId) === '' && !WITHOUT_IDS.has(type)) {
      return refuse('request neither has anonymousId nor userId');
    }
    // One such event lifts the limit for its whole batch (gateway/handle.go:448-450,479).
    hasAudienceList ||= type === 'audiencelist';
    stored.push(storedEvent(event, arrival));
  }
  if (bytes > MAX_REQUEST_BYTES && !hasAudienceList) return refuse('request size exceeds max limit');
  return stored.length === 0 ? refuse('empty batch payload') : accept(stored);
};
