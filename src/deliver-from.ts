import { defer, type Observable } from 'rxjs';
import { entrancesOf } from './entrances.js';
import type { ChildClient, Source } from './model/client.js';
import type { Outcome } from './model/outcome.js';

/**
 * The outcomes of a source's events, which are pulled on subscription, one whenever there is room: so the source waits for
 * the data plane, and no event ends in `queue-full`. All sources of a client take turns, and together fill three quarters
 * of its queue at most (`maxQueueSize` and `maxQueueBytes`, one event at least), so that calls find room.
 *
 * Completes when the source has ended and all its events have settled. Unsubscribing stops pulling and closes the source;
 * what has entered the queue is delivered all the same, and an event that is being pulled, or still waits for room, goes with
 * the source. `shutdown` closes it too: an event that still waits for room ends in `Dropped` `closed`.
 *
 * Errors, when what was pulled has settled, with what the source throws or rejects with, and with a `TypeError` for what
 * is no source. An event that is invalid is no error: it ends in `Dropped`.
 */
export const deliverFrom = (client: ChildClient, source: Source): Observable<Outcome> =>
  defer(() => entrancesOf(client).pull(source));
