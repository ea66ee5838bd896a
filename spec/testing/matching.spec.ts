import { isExpected, matching } from '../../src/testing/matching.js';

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
  get double(): number {
    return 2 * this.x;
  }
}

const lazy = {
  get message() {
    return { userId: 'a', event: 'b' };
  },
};

describe('matching', () => {
  it.each<[string, unknown, unknown]>([
    ['fewer fields', { a: 1, b: 2 }, { a: 1 }],
    ['no fields', { a: 1 }, {}],
    ['fields of fields', { a: { b: { c: 1, d: 2 } } }, { a: { b: { c: 1 } } }],
    ['a getter', lazy, { message: { userId: 'a' } }],
    ['a getter of a class', new Point(2), { double: 4 }],
    ['an error', new TypeError('no'), { name: 'TypeError', message: 'no' }],
    ['elements in part', [{ a: 1, b: 2 }, { a: 3 }], [{ a: 1 }, {}]],
    ['a pattern in a pattern', { a: { b: 1, c: 2 } }, { a: matching({ b: 1 }) }],
    ['undefined that is there', { a: undefined }, { a: undefined }],
    ['a symbol', { [Symbol.for('s')]: 1, a: 2 }, { [Symbol.for('s')]: 1 }],
    ['a date', { at: new Date(5), b: 1 }, { at: new Date(5) }],
    ['NaN', NaN, NaN],
    ['a text', 'a', 'a'],
    ['null', null, null],
  ])('takes %s', (_what, actual, pattern) => {
    expect(isExpected(actual, matching(pattern))).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ['another value', { a: 1 }, { a: 2 }],
    ['a field that is not there', { a: 1 }, { b: 1 }],
    ['undefined that is not there', {}, { a: undefined }],
    ['another element', [{ a: 1 }], [{ a: 2 }]],
    ['an element less', [1], [1, 2]],
    ['an element more', [1, 2], [1]],
    ['an object for an array', { 0: 1, length: 1 }, [1]],
    ['an array for an object', [1], { 0: 1 }],
    ['nothing for an object', undefined, {}],
    ['null for an object', { a: null }, { a: {} }],
    ['a text for an object', { a: 'text' }, { a: { length: 4 } }],
    ['a number for its text', { a: 1 }, { a: '1' }],
    ['another date', { at: new Date(5) }, { at: new Date(6) }],
    ['a map with more', new Map([[1, 2]]), new Map()],
    ['another class', { x: 2 }, new Point(2)],
    ['another symbol', { [Symbol.for('s')]: 1 }, { [Symbol.for('s')]: 2 }],
  ])('refuses %s', (_what, actual, pattern) => {
    expect(isExpected(actual, matching(pattern))).toBe(false);
  });

  it('leaves what is no pattern to be compared as a whole', () => {
    expect(isExpected({ a: 1 }, { a: 1 })).toBe(true);
    expect(isExpected({ a: 1, b: 2 }, { a: 1 })).toBe(false);
  });
});
