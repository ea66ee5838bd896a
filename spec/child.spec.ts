import { recordedClient } from './support/recorded.js';

const LIBRARY = expect.objectContaining({ name: 'rudder-rx' }) as object;

describe('a child', () => {
  it('gives its calls what they do not give themselves', () => {
    const { connection, requests, scheduler } = recordedClient('1ms 200', { uploadSize: 4 });
    const child = connection.child({
      userId: 7,
      anonymousId: 'a',
      context: { ip: '::1', app: { name: 'shop', version: 1 } },
      integrations: { All: false, Mixpanel: true },
    });
    child.track({ event: 'Viewed' });
    child.track(
      null,
      'Ordered',
      { total: 1 },
      { context: { app: { name: 'till' } }, integrations: { Mixpanel: false } },
    );
    child.emit({ type: 'page', userId: 'other' });
    connection.track('u', 'e');
    scheduler.flush();

    expect(requests[0]?.batch).toMatchObject([
      { userId: '7', anonymousId: 'a', event: 'Viewed', integrations: { All: false, Mixpanel: true } },
      { userId: '7', anonymousId: 'a', event: 'Ordered', integrations: { All: false, Mixpanel: false } },
      { type: 'page', userId: 'other', anonymousId: 'a' },
      { userId: 'u', integrations: { All: true } },
    ]);
    expect(requests[0]?.batch.map(({ context }) => context)).toEqual([
      { library: LIBRARY, ip: '::1', app: { name: 'shop', version: 1 } },
      { library: LIBRARY, ip: '::1', app: { name: 'till' } },
      { library: LIBRARY, ip: '::1', app: { name: 'shop', version: 1 } },
      { library: LIBRARY },
    ]);
  });

  it('takes a blank id of a call for a missing one', () => {
    const { connection, requests, scheduler } = recordedClient();
    connection.child({ userId: 'u' }).track({ userId: ' ', event: 'e' });
    scheduler.flush();
    expect(requests[0]?.batch).toMatchObject([{ userId: 'u' }]);
  });

  it('has children of its own', () => {
    const { connection, requests, scheduler } = recordedClient('1ms 200', { uploadSize: 2 });
    const parent = connection.child({ userId: 'u', context: { a: 1, b: 1 } });
    parent.child({ anonymousId: 'x', context: { b: 2 } }).track({ event: 'e' });
    parent.track({ event: 'e' });
    scheduler.flush();
    expect(requests[0]?.batch).toMatchObject([
      { userId: 'u', anonymousId: 'x', context: { a: 1, b: 2 } },
      { userId: 'u', context: { a: 1, b: 1 } },
    ]);
    expect(requests[0]?.batch[1]).not.toHaveProperty('anonymousId');
  });

  it('copies its defaults', () => {
    const { connection, requests, scheduler } = recordedClient();
    const defaults = { userId: 'u', context: { page: { path: '/' } } };
    const child = connection.child(defaults);
    defaults.userId = 'other';
    defaults.context.page.path = '/other';
    child.track({ event: 'e' });
    scheduler.flush();
    expect(requests[0]?.batch).toMatchObject([{ userId: 'u', context: { page: { path: '/' } } }]);
  });

  it('is told by the streams and the books of its client', () => {
    const { connection, scheduler, told } = recordedClient();
    const child = connection.child({ userId: 'u' });
    child.track({ event: 'e' });
    child.track({ event: '' });
    let calls = 0;
    connection.state.subscribe((state) => {
      calls = state.calls;
    });
    scheduler.flush();
    expect(calls).toBe(2);
    expect(told()).toEqual(['Xu invalid', 'Du']);
  });

  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  it.each<[string, unknown, string]>([
    ['a text', 'u', 'child: the defaults must be an object, not a string'],
    [
      'an id that is an object',
      { userId: {} },
      'child: userId must be a string or a finite number, not an object',
    ],
    ['a BigInt', { context: { a: 1n } }, 'child: context.a is a BigInt: send it as a string'],
    ['a context that is a list', { context: [] }, 'child: context must be an object, not an array'],
    [
      'a context that becomes a list',
      { context: new Set([1]) },
      'child: context must be an object, not an array',
    ],
    [
      'a revoked proxy',
      revoked.proxy,
      'child: the defaults have a getter, or are a proxy, that threw when it was read',
    ],
  ])('with %s for defaults throws at no time, and says so at each call', (_name, defaults, detail) => {
    const { connection, scheduler, outcomes } = recordedClient();
    const child = connection.child(defaults as never);
    child.track('u', 'e');
    child.child({ userId: 'u' }).track({ event: 'e' });
    scheduler.flush();
    expect(outcomes).toMatchObject([
      { reason: 'invalid', detail },
      { reason: 'invalid', detail },
    ]);
  });

  it('takes nothing for no defaults', () => {
    const { connection, scheduler, told } = recordedClient();
    connection.child(undefined as never).track('u', 'e');
    scheduler.flush();
    expect(told()).toEqual(['Du']);
  });
});
