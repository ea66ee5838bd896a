import type { StoredEvent } from '../../src/gateway/index.js';
import type { End } from './account.js';
import { createAccounts } from './accounts.js';
import { eventOf } from './events.js';

const delivered = (index: number): End => ({
  index,
  tag: 'Delivered',
  messageId: `m${String(index)}`,
  status: 200,
});
const stored = (index: number, more: object = {}): StoredEvent => ({
  ...eventOf(index),
  messageId: `m${String(index)}`,
  rudderId: 'r',
  receivedAt: 'now',
  request_ip: '127.0.0.1',
  ...more,
});

describe('the accounts', () => {
  it('forget what has been settled for two rounds, and nothing else', () => {
    const accounts = createAccounts();
    accounts.called(3);
    accounts.arrived([stored(0), stored(1)]);
    accounts.ended([delivered(0)]);
    accounts.round();
    accounts.round();
    expect(accounts.size()).toBe(3);
    accounts.round();
    expect(accounts.size()).toBe(2);
    expect(accounts.complaints).toEqual([]);
  });

  it('judge in the end what is left', () => {
    const accounts = createAccounts();
    accounts.called(3);
    accounts.arrived([stored(0), stored(0, { sentAt: 'later' }), stored(7)]);
    accounts.ended([delivered(0), delivered(1)]);
    accounts.close();
    expect(accounts.complaints).toEqual([
      'event 1 is lost: delivered, and not in the store',
      'event 2 never ended',
      "event 7 is nobody's",
    ]);
    expect(accounts.size()).toBe(0);
  });

  it('see what was changed, and what arrives long after its end', () => {
    const accounts = createAccounts();
    accounts.called(2);
    accounts.ended([delivered(0), delivered(1)]);
    accounts.arrived([stored(0), stored(1, { traits: { index: 1, text: 'another' } })]);
    for (let round = 0; round < 3; round += 1) accounts.round();
    accounts.arrived([stored(0)]);
    accounts.close();
    expect(accounts.complaints).toEqual([
      'event 1 was changed on its way',
      'event 0 arrived, and has no end, or had it long before',
    ]);
  });

  it('tell a duplicate that is no exact one', () => {
    const accounts = createAccounts();
    accounts.called(1);
    accounts.ended([delivered(0)]);
    accounts.arrived([stored(0), stored(0, { context: {} })]);
    accounts.close();
    expect(accounts.complaints).toEqual(['event 0 arrived twice, and not the same']);
  });

  it('count', () => {
    const accounts = createAccounts();
    accounts.called(4);
    accounts.refused([1, 2], 302);
    accounts.ended([
      delivered(0),
      { ...delivered(1), tag: 'Failed', status: 302 },
      { ...delivered(2), tag: 'Failed', status: 302 },
    ]);
    accounts.arrived([stored(0), stored(0)]);
    expect(accounts.tally()).toEqual({
      calls: 4,
      delivered: 1,
      failed: 2,
      failedBy: { 302: 2 },
      duplicates: 1,
      lost: 0,
    });
    for (let round = 0; round < 3; round += 1) accounts.round();
    expect(accounts.complaints).toEqual([]);
  });

  it('keep no more complaints than anybody reads', () => {
    const accounts = createAccounts();
    accounts.called(1000);
    accounts.close();
    expect(accounts.complaints).toHaveLength(50);
    expect(accounts.tally().lost).toBe(1000);
  });
});
