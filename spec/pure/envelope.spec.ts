import fc from 'fast-check';
import { ENDING_BYTES, ENVELOPE_BYTES, envelope } from '../../src/pure/envelope.js';

const NOW = '2026-11-23T21:00:00.000Z';

describe('envelope', () => {
  it('writes sentAt into every event and into the body', () => {
    expect(JSON.parse(envelope(['{"a":1', '{"b":"}"'], NOW))).toEqual({
      batch: [
        { a: 1, sentAt: NOW },
        { b: '}', sentAt: NOW },
      ],
      sentAt: NOW,
    });
  });

  it('is as long as its constants say', () => {
    const events = fc.array(fc.dictionary(fc.string(), fc.string({ unit: 'binary' }), { minKeys: 1 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(events, (objects) => {
        const texts = objects.map((object) => JSON.stringify(object).slice(0, -1));
        const sizes = texts.map((text) => Buffer.byteLength(text) + ENDING_BYTES);
        const commas = texts.length - 1;
        const expected = ENVELOPE_BYTES + sizes.reduce((sum, size) => sum + size) + commas;
        expect(Buffer.byteLength(envelope(texts, NOW))).toBe(expected);
      }),
    );
  });
});
