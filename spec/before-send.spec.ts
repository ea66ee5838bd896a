import type { BeforeSend, Message } from '../src/index.js';
import { recordedClient } from './support/recorded.js';

/** The message that a call ends in, and what was sent, with this `beforeSend`. */
const sendThrough = (beforeSend: unknown, options: Parameters<typeof recordedClient>[1] = {}) => {
  const client = recordedClient('1ms 200', { ...options, beforeSend: beforeSend as BeforeSend });
  client.connection.identify('u', { email: 'a@b.c', plan: 'pro' }, { context: { ip: '::1' } });
  client.scheduler.flush();
  const [outcome] = client.outcomes;
  return {
    told: outcome?._tag === 'Dropped' ? `${outcome.reason}: ${outcome.detail}` : outcome?._tag,
    sent: client.requests[0]?.batch[0],
  };
};

describe('beforeSend', () => {
  it('gets the message as it will be, without the repeated traits, and may change it', () => {
    const seen: Message[] = [];
    const { sent } = sendThrough((message: Message) => {
      seen.push(structuredClone(message));
      return { ...message, userId: 'hashed', traits: { plan: 'pro' } };
    });
    expect(seen).toEqual([
      {
        type: 'identify',
        messageId: 'm1',
        originalTimestamp: '1970-01-01T00:00:00.000Z',
        channel: 'server',
        userId: 'u',
        traits: { email: 'a@b.c', plan: 'pro' },
        context: { ip: '::1', library: expect.objectContaining({ name: 'rudder-rx' }) as object },
        integrations: { All: true },
      },
    ]);
    expect(sent).toMatchObject({ userId: 'hashed', messageId: 'm1' });
    expect(sent?.traits).toEqual({ plan: 'pro' });
    expect(sent?.context['traits']).toEqual({ plan: 'pro' });
  });

  it('may change its copy in place, and nothing of the caller', () => {
    const traits = { email: 'a@b.c' };
    const { connection, requests, scheduler } = recordedClient('1ms 200', {
      beforeSend: (message) => {
        Reflect.deleteProperty(message.traits ?? {}, 'email');
        return message;
      },
    });
    connection.identify('u', traits);
    scheduler.flush();
    expect(traits).toEqual({ email: 'a@b.c' });
    expect(requests[0]?.batch[0]?.traits).toEqual({});
  });

  it('changes nothing that other events have in common with it', () => {
    let calls = 0;
    const { connection, requests, scheduler } = recordedClient('1ms 200', {
      beforeSend: (message) => {
        calls += 1;
        if (calls > 1) return message;
        Object.assign(message.integrations, { All: false, Facebook: true });
        Object.assign(message.context['library'] as object, { name: 'mine' });
        Object.assign(message.context['app'] as object, { version: 2 });
        return message;
      },
    });
    const child = connection.child({ context: { app: { version: 1 } } });
    child.track({ userId: 'u', event: 'changed' });
    child.track({ userId: 'u', event: 'next' });
    scheduler.flush();
    const sent = requests.flatMap(({ batch }) => batch);
    expect(sent).toMatchObject([
      { integrations: { All: false, Facebook: true }, context: { app: { version: 2 } } },
      { context: { app: { version: 1 } } },
    ]);
    expect(sent[1]?.integrations).toEqual({ All: true });
    for (const { context } of sent) expect(context['library']).toMatchObject({ name: 'rudder-rx' });
  });

  it('takes out what a child put in', () => {
    const { connection, requests, scheduler } = recordedClient('1ms 200', {
      beforeSend: (message) => ({
        ...message,
        userId: '',
        anonymousId: 'a',
        context: {},
      }),
    });
    connection.child({ userId: 'u', context: { ip: '::1' } }).track({ event: 'e' });
    scheduler.flush();
    expect(requests[0]?.batch[0]).not.toHaveProperty('userId');
    expect(Object.keys(requests[0]?.batch[0]?.context ?? {})).toEqual(['library']);
  });

  it('lets type, messageId, channel and originalTimestamp be as they are', () => {
    const { sent } = sendThrough((message: Message) => ({
      ...message,
      type: 'track',
      messageId: 'other',
      channel: 'web',
      originalTimestamp: 'never',
    }));
    expect(sent).toMatchObject({
      type: 'identify',
      messageId: 'm1',
      channel: 'server',
      originalTimestamp: '1970-01-01T00:00:00.000Z',
    });
  });

  it('may make a message small enough', () => {
    const { connection, requests, scheduler } = recordedClient('1ms 200', {
      beforeSend: (message) => ({ ...message, properties: {} }),
    });
    connection.track('u', 'e', { html: 'x'.repeat(1e6) });
    scheduler.flush();
    expect(requests[0]?.batch[0]?.properties).toEqual({});
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  it.each<[string, (message: Message) => unknown, string]>([
    ['null', () => null, 'filtered: beforeSend returned null'],
    [
      'nothing',
      () => undefined,
      'invalid: beforeSend: it returned nothing and not the message, or null to drop it',
    ],
    [
      'a text',
      () => 'message',
      'invalid: beforeSend: it returned a string and not the message, or null to drop it',
    ],
    [
      'a promise, though it rejects',
      () => Promise.reject(new Error('mine')),
      'invalid: beforeSend: it returned a promise and not the message, or null to drop it',
    ],
    [
      'a message without ids',
      (message) => ({ ...message, userId: '' }),
      'invalid: beforeSend: userId and anonymousId are both missing or blank: one of them must be there',
    ],
    [
      'a message with a circle',
      (message) => ({ ...message, traits: circular }),
      'invalid: traits.self is circular: it refers back to an object that holds it',
    ],
    [
      'a message that is too large',
      (message) => ({ ...message, traits: { text: 'x'.repeat(40_000) } }),
      'too-large: the event has more than 32768 bytes as sent, which are all that maxEventBytes allows: look at traits.text',
    ],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('mine');
            },
          },
        ),
      'invalid: beforeSend threw Error: mine',
    ],
  ])('that returns %s ends the call in one Dropped', async (_name, beforeSend, expected) => {
    expect(sendThrough(beforeSend).told).toBe(expected);
    // A rejection that nobody handles would end this process in the next turn.
    await new Promise(setImmediate);
  });

  it.each<[string, unknown]>([
    ['a Buffer of 50 MB', Buffer.alloc(50_000_000)],
    ['a typed array of 50 million', new Uint8Array(50_000_000)],
    ['a Set of 200,000', new Set(Array.from({ length: 200_000 }, (_, index) => index))],
  ])('[I9] is not asked about %s, which would take too long to copy', (_name, value) => {
    let isAsked = false;
    const { connection, scheduler, outcomes } = recordedClient('1ms 200', {
      beforeSend: (message) => {
        isAsked = true;
        return message;
      },
    });
    const before = process.cpuUsage();
    connection.track('u', 'e', { value });
    const { user, system } = process.cpuUsage(before);
    scheduler.flush();
    expect((user + system) / 1000).toBeLessThan(50);
    expect(isAsked).toBe(false);
    expect(outcomes).toMatchObject([
      { reason: 'too-large', detail: 'the event has more than 50000 values: look at properties.value' },
    ]);
  });

  it('[L4] that throws takes its own call with it, and no other', () => {
    const { connection, scheduler, told } = recordedClient('1ms 200', {
      beforeSend: (message) => {
        if (message.userId === 'b') throw new Error('mine');
        return message;
      },
    });
    for (const user of ['a', 'b', 'c']) connection.track(user, 'e');
    scheduler.flush();
    expect(told()).toEqual(['Xb invalid', 'Da', 'Dc']);
  });

  it('sees only what is valid, and sees it with send: false too', () => {
    let seen = 0;
    const { connection, scheduler, told } = recordedClient('1ms 200', {
      send: false,
      beforeSend: (message) => {
        seen += 1;
        return message.userId === 'b' ? null : message;
      },
    });
    for (const user of ['a', 'b', '']) connection.track(user, 'e');
    scheduler.flush();
    expect(seen).toBe(2);
    expect(told()).toEqual(['Xa disabled', 'Xb filtered', 'X invalid']);
  });

  it('[L6] that calls the client again is called for that call too, and ends before it recurses', () => {
    const { connection, scheduler, told } = recordedClient('1ms 200', {
      beforeSend: (message) => {
        connection.track(`${message.userId ?? ''}+`, 'again');
        return message;
      },
    });
    connection.track('a', 'e');
    scheduler.flush();
    expect(told()).toEqual(['X invalid', 'Da+', 'Da']);
  });
});
