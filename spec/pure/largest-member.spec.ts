import { largestMember } from '../../src/pure/largest-member.js';

describe('largestMember', () => {
  it('follows what takes up most, as long as it is one member', () => {
    expect(largestMember({ event: 'e', properties: { a: 1, html: { body: 'x'.repeat(100) } } })).toBe(
      'properties.html.body',
    );
    expect(largestMember({ properties: { list: Array.from({ length: 50 }, () => 'abc') } })).toBe(
      'properties.list',
    );
    expect(largestMember({})).toBe('');
  });
});
