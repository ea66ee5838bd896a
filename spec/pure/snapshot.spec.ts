import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { snapshot } from '../../src/pure/snapshot.js';
import { virtualMachine } from '../support/realm.js';

const LIMIT = { bytes: 32_768, option: 'maxEventBytes' };

const taken = (value: unknown, bytes = LIMIT.bytes): unknown => {
  const copied = snapshot({ value }, { ...LIMIT, bytes });
  if (isLeft(copied)) return `${copied.left.reason}: ${copied.left.path} ${copied.left.problem}`;
  return copied.right.value;
};

describe('snapshot', () => {
  it('copies whatever JSON can carry as JSON does', () => {
    const anything = fc.anything({
      withBoxedValues: true,
      withDate: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
      maxDepth: 6,
      key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON', 'valueOf', 'length')),
    });
    fc.assert(
      fc.property(anything, (value) => {
        const copied = snapshot({ value }, { ...LIMIT, bytes: Infinity });
        expect(isRight(copied) && JSON.stringify(copied.right)).toBe(JSON.stringify({ value }));
      }),
      { numRuns: 500 },
    );
  });

  it('never refuses for its size what is within the limit as JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value = JSON.parse(json) as unknown;
        const bytes = Buffer.byteLength(JSON.stringify({ value }));
        expect(isRight(snapshot({ value }, { ...LIMIT, bytes }))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('shares nothing with the caller, and changes nothing there', () => {
    const inner = Object.freeze({ list: Object.freeze([1, { a: 1 }]) });
    const copied = taken(inner) as { list: [number, { a: number }] };
    expect(copied).toEqual(inner);
    expect(copied.list).not.toBe(inner.list);
    expect(copied.list[1]).not.toBe(inner.list[1]);
  });

  it('reads a getter and calls a toJSON once', () => {
    let reads = 0;
    let calls = 0;
    const value = {
      get read() {
        reads += 1;
        return reads;
      },
      call: {
        toJSON: (key: string) => {
          calls += 1;
          return `${key}${String(calls)}`;
        },
      },
    };
    expect(taken(value)).toEqual({ read: 1, call: 'call1' });
    expect([reads, calls]).toEqual([1, 1]);
  });

  it.each<[string, unknown, unknown]>([
    ['a Set, as a list', new Set([1, new Set(['a'])]), [1, ['a']]],
    ['a Map, as an object', new Map<unknown, unknown>([['a', new Map([[1, 2]])]]), { a: { 1: 2 } }],
    ['a Set of another realm', virtualMachine('new Set([1])'), [1]],
    ['a Map of another realm', virtualMachine('new Map([["a", 1]])'), { a: 1 }],
    ['what only calls itself a Set', { [Symbol.toStringTag]: 'Set', a: 1 }, { a: 1 }],
    [
      'what only calls itself a Map',
      new (class {
        a = 1;
        [Symbol.toStringTag] = 'Map';
      })(),
      { a: 1 },
    ],
    ['NaN and Infinity, as null', [NaN, Infinity, -Infinity], [null, null, null]],
    ['an invalid Date, as null', new Date(NaN), null],
    ['functions and symbols in a list, as null', [() => 1, Symbol('s'), undefined], [null, null, null]],
    ['a function with a toJSON', Object.assign(() => 1, { toJSON: () => 'f' }), 'f'],
    ['an array with holes', [1, , 2], [1, null, 2]], // eslint-disable-line no-sparse-arrays -- the hole is the case
    [
      'an instance of a class, by its own fields',
      new (class Order {
        id = 1;
        #secret = 2;
        get sum() {
          return this.#secret;
        }
      })(),
      { id: 1 },
    ],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['a proxy', new Proxy({ a: 1 }, {}), { a: 1 }],
    ['a Buffer, as its toJSON', Buffer.from('ab'), { type: 'Buffer', data: [97, 98] }],
    ['a typed array, by its indices', new Uint8Array([7]), { 0: 7 }],
    ['lone surrogates', '\ud800', '\ud800'],
  ])('takes %s', (_name, value, expected) => {
    expect(taken(value)).toEqual(expected);
  });

  it('pollutes no prototype', () => {
    const copied = taken(JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": 1}}'));
    expect(Object.keys(copied as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  const circular: Record<string, unknown> = { pad: 'x'.repeat(20_000) };
  circular['list'] = [{ back: circular }];
  const selfish = { toJSON: () => ({ self: selfish }) };
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
  const list = (levels: number): unknown =>
    Array.from({ length: levels }).reduce<unknown>((held) => [held], 1);

  it.each<[string, unknown, string]>([
    [
      'a circle',
      circular,
      'invalid: value.list.0.back is circular: it refers back to an object that holds it',
    ],
    [
      'a circle through toJSON',
      selfish,
      'invalid: value.self is circular: it refers back to an object that holds it',
    ],
    ['a BigInt', { price: [1n] }, 'invalid: value.price.0 is a BigInt: send it as a string'],
    ['a BigInt object', Object(1n), 'invalid: value is a BigInt: send it as a string'],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('42');
        },
      },
      'invalid: value.a threw when it was read',
    ],
    [
      'a toJSON that throws',
      [
        {
          toJSON: () => {
            throw new Error('42');
          },
        },
      ],
      'invalid: value.0.toJSON threw',
    ],
    [
      'a revoked proxy',
      {
        a: (() => {
          const { proxy, revoke } = Proxy.revocable({}, {});
          revoke();
          return proxy;
        })(),
      },
      'invalid: value.a threw when it was read',
    ],
    [
      'an object nested too deeply',
      deep(10_000),
      `invalid: ${['value', ...Array<string>(11).fill('a')].join('.')}.… is nested more than 100 levels deep`,
    ],
    [
      'a list nested too deeply',
      list(10_000),
      `invalid: ${['value', ...Array<string>(11).fill('0')].join('.')}.… is nested more than 100 levels deep`,
    ],
    [
      'a long text',
      { html: 'x'.repeat(32_768) },
      'too-large: value.html has more than 32768 bytes as sent, which are all that maxEventBytes allows',
    ],
    [
      'a long key, cut',
      { ['k'.repeat(40_000)]: 1 },
      `too-large: value.${'k'.repeat(60)}… has more than 32768 bytes as sent, which are all that maxEventBytes allows`,
    ],
    [
      'a long list',
      Array.from({ length: 20_000 }),
      'too-large: value has more than 32768 bytes as sent, which are all that maxEventBytes allows',
    ],
    [
      'a list of a length that is nowhere',
      new Array(4e9),
      'too-large: value has more than 32768 bytes as sent, which are all that maxEventBytes allows',
    ],
    [
      'a large Set',
      new Set(Array.from({ length: 40_000 }, (_, index) => index)),
      'too-large: value has more than 32768 bytes as sent, which are all that maxEventBytes allows',
    ],
    [
      'a large Buffer',
      Buffer.alloc(40_000),
      'too-large: value has more than 32768 bytes as sent, which are all that maxEventBytes allows',
    ],
    [
      'objects that are shared over and over',
      Array.from({ length: 40 }).reduce<unknown>((held) => [held, held], 'shared'),
      expect.stringMatching(/^too-large: value/) as string,
    ],
  ])('refuses %s', (_name, value, expected) => {
    expect(taken(value)).toEqual(expected);
  });

  it('looks at no more than 50,000 values, be they left out', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [`k${String(index)}`, undefined]),
    );
    expect(taken(many, Infinity)).toMatch(/^too-large: value.k49999 has more than 50000 values$/);
  });
});
