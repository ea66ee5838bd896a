import { mergeMap, type OperatorFunction } from 'rxjs';
import type { Calls } from './model/client.js';
import type { EventInput } from './model/event.js';
import type { Outcome } from './model/outcome.js';

/**
 * Makes a call of each event, through a client or a child, and emits its outcome as soon as there is one.
 *
 * Completes when the source has completed and all its events have settled; an error of the source passes at once.
 * Unsubscribing stops listening: what has been called is delivered all the same. A stream can't be made to wait, so events
 * that come faster than they leave fill the queue, and then end in `queue-full`: where the source can wait, use
 * `deliverFrom`.
 */
export const deliverThrough = (client: Pick<Calls, 'emit'>): OperatorFunction<EventInput, Outcome> =>
  mergeMap((event) => client.emit(event).outcome);
