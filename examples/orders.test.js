// `node --test examples/orders.test.js`, after `npm start`. With Jest or Vitest only the first line is another one.
import { test } from 'node:test';
import { inVirtualTime } from 'rudder-rx/testing';
import { reportOrders } from './orders.js';

const orders = {
  a: { id: 'order-1', userId: 'ada', total: 20 },
  b: { id: 'order-2', userId: 'grace', total: 0 },
  c: { id: 'order-3', userId: 'joan', total: 5 },
};

test('reports orders in one batch, without those that cost nothing', () => {
  inVirtualTime(({ cold, createClient, expectMatching }) => {
    const client = createClient({ uploadSize: 2 });
    cold('a-b-c', orders).pipe(reportOrders(client)).subscribe();
    expectMatching(client.requests).toBe('----r', {
      r: { batch: [{ userId: 'ada', properties: { total: 20 } }, { userId: 'joan' }] },
    });
  });
});

test('retries while the data plane is down, and tells the orders that did not get through', () => {
  inVirtualTime(({ cold, createClient, expectObservable, expectMatching }) => {
    const client = createClient({ uploadSize: 1, maxRetries: 1 }, '503 5ms 200 refused 5ms refused');
    const lost = cold('a 999ms c', orders).pipe(reportOrders(client));
    expectObservable(lost).toBe('1255ms c', { c: 'order-3' });
    expectMatching(client.attempts).toBe('a 254ms b 744ms c 254ms d', {
      a: { status: 503, willRetry: true },
      b: { status: 200, attempt: 2 },
      c: { error: { code: 'ECONNREFUSED' }, willRetry: true },
      d: { error: { code: 'ECONNREFUSED' }, willRetry: false },
    });
  });
});
