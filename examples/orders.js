// A module that consumes a client, as yours might: orders.test.js tests it in virtual time.
import { filter, map } from 'rxjs';
import { deliverThrough } from 'rudder-rx';

/** @typedef {import('rudder-rx').Outcome} Outcome */
/** @typedef {{ id: string, userId: string, total: number }} Order */

/** An order that nobody will analyse needs no event. */
const isReal = (/** @type {Order} */ { total }) => total > 0;

/**
 * Reports each order, and emits the ids of those whose event did not get through.
 *
 * @param {Pick<import('rudder-rx').Client, 'emit'>} client
 * @returns {import('rxjs').OperatorFunction<Order, string>}
 */
export const reportOrders = (client) => (orders) =>
  orders.pipe(
    filter(isReal),
    map(({ id, userId, total }) => ({
      type: /** @type {const} */ ('track'),
      messageId: id,
      userId,
      event: 'Order Placed',
      properties: { total },
    })),
    deliverThrough(client),
    filter(({ _tag }) => _tag !== 'Delivered'),
    map(({ message }) => message.messageId ?? ''),
  );
