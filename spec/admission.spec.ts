import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { type AdmissionConfig, createAdmission, type FullBy } from '../src/admission.js';
import { type Defaults, NO_DEFAULTS } from '../src/pure/defaults.js';
import { envelope } from '../src/pure/envelope.js';

const NOW = '2026-11-23T21:00:00.000Z';

interface Given extends AdmissionConfig {
  readonly fullBy: FullBy;
}

const admission = ({ fullBy = () => undefined, ...config }: Partial<Given> = {}) => {
  const admit = createAdmission(
    {
      send: true,
      maxEventBytes: 32_768,
      maxBatchBytes: 500_000,
      maxQueueBytes: 67_108_864,
      beforeSend: undefined,
      lanes: 1,
      isClosed: () => false,
      ...config,
    },
    { newId: () => 'id', isoNow: () => NOW, byteLength: (text) => Buffer.byteLength(text) },
  );
  return (type: unknown, fields: unknown, defaults: Defaults = NO_DEFAULTS) =>
    admit(() => ({ type, fields }), defaults, fullBy);
};

/** The reason and the detail of a refusal. */
const refusal = (type: unknown, fields: unknown, config: Partial<Given> = {}): string => {
  const result = admission(config)(type, fields);
  if (isRight(result)) throw new Error('it was admitted');
  const { reason, detail } = result.left.outcome;
  return `${reason}: ${detail}`;
};

const track = (fields: object) => ({ userId: 'u', event: 'e', ...fields });
const circular: Record<string, unknown> = { list: [{}] };
circular['list'] = [{ back: circular }];
const throwing = {
  get secret(): never {
    throw new Error('value: 42');
  },
};

const FULL = { fullBy: () => 'too many' };

const TOO_MANY_IDS = 'userId and anonymousId are both missing or blank: one of them must be there';

describe('admission', () => {
  it.each<[string, unknown, unknown, string]>([
    ['no ids', 'track', { event: 'e' }, `invalid: ${TOO_MANY_IDS}`],
    ['null ids', 'track', { userId: null, anonymousId: null, event: 'e' }, `invalid: ${TOO_MANY_IDS}`],
    ['a blank id', 'track', { userId: ' \t\n', event: 'e' }, `invalid: ${TOO_MANY_IDS}`],
    ['an invisible id', 'track', { userId: '\u0000\u034f\u200b', event: 'e' }, `invalid: ${TOO_MANY_IDS}`],
    [
      'an id that is an object',
      'track',
      { userId: { id: 1 }, event: 'e' },
      'invalid: userId must be a string or a finite number, not an object',
    ],
    [
      'an id that is NaN',
      'track',
      { anonymousId: NaN, event: 'e' },
      'invalid: anonymousId must be a string or a finite number, not NaN',
    ],
    ['no event name', 'track', { userId: 'u' }, 'invalid: event is missing or blank'],
    ['a blank event name', 'track', { userId: 'u', event: ' ' }, 'invalid: event is missing or blank'],
    [
      'an event name that is no text',
      'track',
      { userId: 'u', event: 5 },
      'invalid: event must be a string, not a number',
    ],
    ['no groupId', 'group', { userId: 'u' }, 'invalid: groupId is missing or blank'],
    ['no previousId', 'alias', { userId: 'u' }, 'invalid: previousId is missing or blank'],
    [
      'properties that are a list',
      'track',
      track({ properties: [] }),
      'invalid: properties must be an object, not an array',
    ],
    [
      'a context that is a text',
      'page',
      { userId: 'u', context: 'c' },
      'invalid: context must be an object, not a string',
    ],
    [
      'an invalid Date',
      'track',
      track({ timestamp: new Date(NaN) }),
      'invalid: timestamp is an invalid Date',
    ],
    [
      'a timestamp in words',
      'track',
      track({ timestamp: 'yesterday' }),
      'invalid: timestamp is not an ISO 8601 date and time',
    ],
    [
      'a timestamp in seconds',
      'track',
      track({ timestamp: 1e9 }),
      'invalid: timestamp must be a Date or an ISO 8601 string, not a number',
    ],
    [
      'a blank messageId',
      'track',
      track({ messageId: '' }),
      'invalid: messageId is blank: leave it out to get one',
    ],
    [
      'a numeric messageId',
      'track',
      track({ messageId: 7 }),
      'invalid: messageId must be a string, not a number',
    ],
    [
      'an unknown type',
      'merge',
      { userId: 'u' },
      'invalid: type must be one of identify, track, page, screen, group, alias',
    ],
    [
      'a type of Object.prototype',
      'constructor',
      { userId: 'u' },
      'invalid: type must be one of identify, track, page, screen, group, alias',
    ],
    ['no object', 'track', undefined, 'invalid: the event must be an object, not nothing'],
    [
      'a circular object',
      'track',
      track({ properties: circular }),
      'invalid: properties.list.0.back is circular: it refers back to an object that holds it',
    ],
    [
      'a BigInt',
      'track',
      track({ properties: { price: { cents: 10n } } }),
      'invalid: properties.price.cents is a BigInt: send it as a string',
    ],
    [
      'a getter that throws',
      'track',
      track({ properties: throwing }),
      'invalid: properties.secret threw when it was read',
    ],
    [
      'a toJSON that throws',
      'identify',
      { userId: 'u', traits: { a: { toJSON: () => throwing.secret } } },
      'invalid: traits.a.toJSON threw',
    ],
    [
      'a proxy that throws when its keys are read',
      'track',
      track({
        properties: {
          order: new Proxy(
            {},
            {
              ownKeys: () => throwing.secret,
            },
          ),
        },
      }),
      'invalid: properties.order threw when it was read',
    ],
    [
      'an event that throws when it is read',
      'track',
      new Proxy({}, { get: () => throwing.secret }),
      'invalid: the event has a getter, or is a proxy, that threw when it was read',
    ],
  ])('refuses %s', (_name, type, fields, expected) => {
    expect(refusal(type, fields)).toBe(expected);
  });

  it('admits an event of exactly maxEventBytes as sent, and none of one byte more', () => {
    const maxEventBytes = 1000;
    const sent = (text: string): number => {
      const result = admission()('track', track({ properties: { text } }));
      if (isLeft(result)) throw new Error(result.left.outcome.detail);
      const { batch } = JSON.parse(envelope([result.right], NOW).join('')) as { batch: [object] };
      expect(Buffer.byteLength(JSON.stringify(batch[0]))).toBe(result.right.bytes);
      return result.right.bytes;
    };
    const fitting = 'é'.repeat(10) + 'x'.repeat(maxEventBytes - sent('é'.repeat(10)));

    expect(sent(fitting)).toBe(1000);
    expect(isRight(admission({ maxEventBytes })('track', track({ properties: { text: fitting } })))).toBe(
      true,
    );
    expect(refusal('track', track({ properties: { text: `${fitting}x` } }), { maxEventBytes })).toBe(
      'too-large: the event has 1001 bytes as sent, and maxEventBytes allows 1000: look at properties.text',
    );
  });

  it('allows no event that fits in no request', () => {
    const text = 'x'.repeat(2000);
    expect(refusal('track', track({ properties: { text } }), { maxBatchBytes: 1024 })).toMatch(
      /^too-large: .* more than 976 bytes as sent, which are all that maxBatchBytes allows: look at properties.text$/,
    );
  });

  it('refuses what is larger than the whole queue', () => {
    const text = 'x'.repeat(2_000);
    expect(refusal('track', track({ properties: { text } }), { maxQueueBytes: 1_000 })).toMatch(
      /^too-large: .* more than 1000 bytes as sent, which are all that maxQueueBytes allows: look at properties.text$/,
    );
  });

  it.each<[string, Partial<Given>, object, string]>([
    ['closed before invalid', { isClosed: () => true }, {}, 'closed'],
    ['invalid before queue-full', FULL, {}, 'invalid'],
    ['too-large before disabled', { send: false, maxEventBytes: 10 }, track({}), 'too-large'],
    ['disabled before queue-full', { send: false, ...FULL }, track({}), 'disabled'],
    ['queue-full last', FULL, track({}), 'queue-full'],
  ])('gives the reason %s', (_name, config, fields, reason) => {
    expect(refusal('track', fields, config).split(':')[0]).toBe(reason);
  });

  it.each([
    ['isClosed', true, 'closed'],
    ['fullBy', 'too much', 'queue-full'],
  ] as const)('looks at %s again after the code of the event has run', (question, answer, expected) => {
    let isSo: unknown;
    const properties = {
      toJSON: () => {
        isSo = answer;
        return {};
      },
    };
    expect(refusal('track', track({ properties }), { [question]: () => isSo })).toMatch(expected);
  });

  it('does not serialise what a full queue refuses', () => {
    let serialised = 0;
    const properties = { toJSON: () => (serialised += 1) };
    expect(refusal('track', track({ properties }), FULL)).toMatch(/^queue-full/);
    expect(serialised).toBe(0);
  });

  it('tells as much of a refused event as it has read', () => {
    const result = admission()('track', { userId: 'u', messageId: 'mine', event: ' ', properties: { a: 1 } });
    expect(isLeft(result) && result.left).toMatchObject({
      messageId: 'mine',
      outcome: { message: { type: 'track', userId: 'u', messageId: 'mine' } },
    });
  });

  it('takes a snapshot', () => {
    const fields = track({ properties: { plan: 'free' } });
    const result = admission()('track', fields);
    Object.assign(fields, { event: 'other', properties: {} });
    expect(isRight(result) && JSON.parse(`${result.right.json}}`)).toMatchObject({
      event: 'e',
      properties: { plan: 'free' },
    });
  });
});
