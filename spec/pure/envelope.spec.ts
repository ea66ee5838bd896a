import fc from 'fast-check';
import { bodyBytesOf, ENDING_BYTES, envelope } from '../../src/pure/envelope.js';

const NOW = '2026-11-23T21:00:00.000Z';

describe('envelope', () => {
  it('writes sentAt into every event and into the body', () => {
    expect(JSON.parse(envelope([{ json: '{"a":1' }, { json: '{"b":"}"' }], NOW).join(''))).toEqual({
      batch: [
        { a: 1, sentAt: NOW },
        { b: '}', sentAt: NOW },
      ],
      sentAt: NOW,
    });
  });

  it('has as many bytes as its events say', () => {
    const objects = fc.dictionary(fc.string(), fc.string({ unit: 'binary' }), { minKeys: 1 });
    fc.assert(
      fc.property(fc.array(objects, { minLength: 1 }), (given) => {
        const events = given.map((object) => {
          const json = JSON.stringify(object).slice(0, -1);
          return { json, bytes: Buffer.byteLength(json) + ENDING_BYTES };
        });
        expect(bodyBytesOf(events)).toBe(Buffer.byteLength(envelope(events, NOW).join('')));
      }),
    );
  });
});
