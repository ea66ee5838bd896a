import { isRight } from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { lookAt } from '../../src/pure/plain.js';
import { snapshot } from '../../src/pure/snapshot.js';

const limitOf = (bytes: number) => ({ bytes, option: 'maxEventBytes' });

describe('lookAt', () => {
  it('finds plain only what JSON takes as a snapshot would', () => {
    let plain = 0;
    const anything = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
      withBoxedValues: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        if (lookAt({ value }, limitOf(1e6)) !== 'plain') return;
        plain += 1;
        const copied = snapshot({ value }, limitOf(Infinity));
        expect(isRight(copied) && JSON.stringify(copied.right)).toBe(JSON.stringify({ value }));
      }),
      { numRuns: 500 },
    );
    expect(plain).toBeGreaterThan(30);
  });

  it('finds too large only what has more bytes as JSON, whatever they are', () => {
    let larger = 0;
    fc.assert(
      fc.property(fc.json(), fc.nat(200), (json, bytes) => {
        const value = JSON.parse(json) as unknown;
        const found = lookAt({ value, left: undefined }, limitOf(bytes));
        if (typeof found === 'string') return;
        larger += 1;
        expect(Buffer.byteLength(JSON.stringify({ value }))).toBeGreaterThan(bytes);
      }),
      { numRuns: 500 },
    );
    expect(larger).toBeGreaterThan(20);
  });

  it('says where the limit is passed', () => {
    expect(lookAt({ a: 1, b: { list: [1, { text: 'x'.repeat(50) }] } }, limitOf(40))).toEqual({
      reason: 'too-large',
      path: 'b.list.1.text',
      problem: 'has more than 40 bytes as sent, which are all that maxEventBytes allows',
    });
  });

  it.each<[string, unknown]>([
    ['a Date', new Date()],
    ['a toJSON', { toJSON: () => 1 }],
    [
      'a class',
      new (class Order {
        id = 1;
      })(),
    ],
    ['a BigInt', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a null prototype', Object.create(null)],
    ['a list of 50,001', Array.from({ length: 50_001 }, () => 1)],
    ['a depth of 200', Array.from({ length: 200 }).reduce<unknown>((held) => [held], 1)],
  ])('looks no closer at %s', (_name, value) => {
    expect(lookAt({ value: [value] }, limitOf(1e6))).toBe('other');
  });

  it('ends at a circle', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(lookAt(circular, limitOf(1e9))).toBe('other');
  });
});
