import { gzipSync } from 'node:zlib';
import { createTally } from '../../bench/tally.js';

const message = (index: number, messageId = `id-${String(index)}`) => ({
  messageId,
  properties: { index: String(index).padStart(6, '0') },
});

const arrival = (at: number, ...batch: readonly object[]) => ({
  body: Buffer.from(JSON.stringify({ batch })),
  gzipped: false,
  at,
});

describe('createTally', () => {
  it('counts what arrives, and when the last did', () => {
    const tally = createTally();
    tally.add(arrival(10, message(0), message(2)));
    tally.add(arrival(20, message(1)));
    expect(tally.report(3)).toEqual({ events: 3, lost: 0, duplicates: 0, lastNewAt: 20 });
  });

  it('looks into what is compressed', () => {
    const tally = createTally();
    const { body } = arrival(10, message(0));
    tally.add({ body: gzipSync(body), gzipped: true, at: 10 });
    expect(tally.report(1)).toMatchObject({ events: 1, lost: 0 });
  });

  it('finds what is lost by its index, whatever else has come', () => {
    const tally = createTally();
    tally.add(arrival(10, message(0), message(7), message(3)));
    expect(tally.report(4)).toMatchObject({ events: 3, lost: 2 });
  });

  it('finds what has come twice by its id, which is no news', () => {
    const tally = createTally();
    tally.add(arrival(10, message(0), message(1)));
    tally.add(arrival(20, message(1)));
    expect(tally.report(2)).toEqual({ events: 3, lost: 0, duplicates: 1, lastNewAt: 10 });
  });

  it('takes the `uuid` of those that have no `messageId`', () => {
    const tally = createTally();
    const named = (uuid: string) => ({ uuid, properties: { index: '000000' } });
    tally.add(arrival(10, named('a'), named('b'), named('a')));
    expect(tally.report(1)).toMatchObject({ events: 3, duplicates: 1 });
  });
});
