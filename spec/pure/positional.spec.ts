import { eventOf } from '../../src/pure/positional.js';

describe('eventOf', () => {
  it('takes an object as it is', () => {
    const event = { userId: 'u' };
    expect(eventOf('track', [event, 'ignored'])).toBe(event);
  });

  it("sets a page's category first, then its name, as the Python SDK does", () => {
    expect(eventOf('page', ['u', 'Home'])).toMatchObject({ userId: 'u', category: 'Home', name: undefined });
  });

  it('takes null for a missing userId and the anonymousId from extras', () => {
    expect(eventOf('identify', [null, { a: 1 }, { anonymousId: 'a' }])).toEqual({
      userId: null,
      traits: { a: 1 },
      anonymousId: 'a',
    });
  });

  it('lets no extras overwrite the arguments', () => {
    expect(eventOf('track', ['u', 'e', {}, { event: 'x', properties: { y: 1 } }])).toEqual({
      userId: 'u',
      event: 'e',
      properties: {},
    });
  });

  it('survives calls without arguments', () => {
    expect(eventOf('alias', [])).toEqual({ previousId: undefined, userId: undefined });
  });
});
