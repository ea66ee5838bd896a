// What the consumers test: a pipeline as a user's, over the published names.
import { deliverThrough } from 'rudder-rx';
import { map } from 'rxjs';

/**
 * Tells RudderStack of every order, and says what became of it.
 *
 * @param {import('rxjs').Observable<string>} orders by the user's id
 * @param {import('rudder-rx').Client} client
 */
export const orderOutcomes = (orders, client) =>
  orders.pipe(
    map((userId) => /** @type {const} */ ({ type: 'track', userId, event: 'Order Placed' })),
    deliverThrough(client),
  );
