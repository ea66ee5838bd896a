import type { Account, Arrival, End } from './account.js';
import { fateOf } from './events.js';
import { ALL_KINDS, REFUSALS } from './kinds.js';
import { complaintsAboutEvent, complaintsAboutRun, neverHappened, type Run } from './oracle.js';

const [ORDINARY, POISON, BULKY, CALLS] = [3, 250, 450, 1000];

const end = (index: number, more: Partial<End> = {}): End => ({
  index,
  tag: 'Delivered',
  messageId: 'm',
  status: 200,
  ...more,
});
const arrival = (more: Partial<Arrival> = {}): Arrival => ({
  messageId: 'm',
  isIntact: true,
  digest: 'd',
  ...more,
});
const failed = (index: number, status: number, problem = 'why'): End =>
  end(index, { tag: 'Failed', status, problem });
const account = (more: Partial<Account> = {}): Account => ({ ends: [], arrivals: [], refusals: [], ...more });
const delivered = account({ ends: [end(ORDINARY)], arrivals: [arrival()] });

describe('the oracle, about an event', () => {
  it('knows the events that the data plane does not take', () => {
    expect([ORDINARY, POISON, BULKY].map(fateOf)).toEqual(['ordinary', 'poison', 'bulky']);
  });

  it.each<[string, number, Account]>([
    ['delivered and stored', ORDINARY, delivered],
    ['stored twice', ORDINARY, { ...delivered, arrivals: [arrival(), arrival()] }],
    ['redirected', ORDINARY, account({ ends: [failed(ORDINARY, 302)], refusals: [302] })],
    [
      'stored, its answer lost, then redirected',
      ORDINARY,
      account({ ends: [failed(ORDINARY, 307)], arrivals: [arrival()], refusals: [307] }),
    ],
    ['in a batch with poison', ORDINARY, { ...delivered, refusals: [400, 413] }],
    ['poison', POISON, account({ ends: [failed(POISON, 400)], refusals: [400] })],
    ['poison, redirected', POISON, account({ ends: [failed(POISON, 302)], refusals: [302] })],
    ['bulky', BULKY, account({ ends: [failed(BULKY, 413)], refusals: [413] })],
  ])('has nothing against one that is %s', (_name, index, facts) => {
    expect(complaintsAboutEvent(index, CALLS, facts)).toEqual([]);
  });

  it.each<[string, number, Account]>([
    ['event 3 never ended', ORDINARY, account()],
    ['event 3 arrived, and has no end, or had it long before', ORDINARY, account({ arrivals: [arrival()] })],
    ['event 3 ended 2 times', ORDINARY, { ...delivered, ends: [end(ORDINARY), end(ORDINARY)] }],
    [
      'event 3 was dropped: queue-full',
      ORDINARY,
      account({ ends: [end(ORDINARY, { tag: 'Dropped', problem: 'queue-full' })] }),
    ],
    ['event 3 is lost: delivered, and not in the store', ORDINARY, { ...delivered, arrivals: [] }],
    ['event 3 failed without need: why', ORDINARY, account({ ends: [failed(ORDINARY, 0)] })],
    [
      'event 3 failed without need: why',
      ORDINARY,
      account({ ends: [failed(ORDINARY, 503)], refusals: [302] }),
    ],
    // Its neighbour was the poison.
    [
      'event 3 failed without need: why',
      ORDINARY,
      account({ ends: [failed(ORDINARY, 400)], refusals: [400] }),
    ],
    // Nobody redirected it.
    [
      'event 3 failed without need: why',
      ORDINARY,
      account({ ends: [failed(ORDINARY, 302)], refusals: [307] }),
    ],
    ['event 250 was delivered, though it is poison', POISON, { ...delivered, ends: [end(POISON)] }],
    ['event 250 failed without need: why', POISON, account({ ends: [failed(POISON, 413)], refusals: [413] })],
    ['event 450 failed without need: why', BULKY, account({ ends: [failed(BULKY, 400)], refusals: [400] })],
    ['event 3 was changed on its way', ORDINARY, { ...delivered, arrivals: [arrival({ isIntact: false })] }],
    [
      'event 3 arrived under another messageId',
      ORDINARY,
      { ...delivered, arrivals: [arrival(), arrival({ messageId: 'n' })] },
    ],
    [
      'event 3 arrived twice, and not the same',
      ORDINARY,
      { ...delivered, arrivals: [arrival(), arrival({ digest: 'e' })] },
    ],
    ["event 1000 is nobody's", CALLS, { ...delivered, ends: [end(CALLS)] }],
    ["event -1 is nobody's", -1, delivered],
  ])('says: %s', (complaint, index, facts) => {
    expect(complaintsAboutEvent(index, CALLS, facts)).toEqual([complaint]);
  });
});

const GOOD: Run = {
  elsewhere: 0,
  oddities: [],
  pending: [0, 0],
  last: 'Delivered',
  totals: { delivered: 8, failed: 2, dropped: 0 },
  told: { calls: 10, delivered: 8, failed: 2 },
  output: [],
  exit: 'code 0',
};

describe('the oracle, about a run', () => {
  it('has nothing against a good one', () => {
    expect(complaintsAboutRun(GOOD)).toEqual([]);
  });

  it.each<[string, Partial<Run>]>([
    ['a redirect was followed 2 times', { elsewhere: 2 }],
    ['still pending at the end of a calm: 7', { pending: [0, 7, 0] }],
    ['the last event ended in nothing', { last: 'nothing' }],
    [
      '10 calls, and other outcomes: {"calls":10,"delivered":8,"failed":1}',
      { told: { calls: 10, delivered: 8, failed: 1 }, totals: { delivered: 8, failed: 1, dropped: 0 } },
    ],
    [
      'the totals {"delivered":8,"failed":2,"dropped":1} are not what was told: {"calls":10,"delivered":8,"failed":2}',
      { totals: { delivered: 8, failed: 2, dropped: 1 } },
    ],
    [
      'the totals {"delivered":9,"failed":1,"dropped":0} are not what was told: {"calls":10,"delivered":8,"failed":2}',
      { totals: { delivered: 9, failed: 1, dropped: 0 } },
    ],
    ['the program ended with signal SIGSEGV', { exit: 'signal SIGSEGV' }],
    ['the gateway answers 400', { oddities: ['the gateway answers 400'] }],
    ['the program printed: Uncaught', { output: ['Uncaught'] }],
  ])('says: %s', (complaint, doctored) => {
    expect(complaintsAboutRun({ ...GOOD, ...doctored })).toEqual([complaint]);
  });
});

describe('the oracle, about what can go wrong', () => {
  it('knows what has not', () => {
    const counts = new Map([...ALL_KINDS, ...REFUSALS].map((kind) => [kind, 1] as const));
    expect(neverHappened(counts)).toEqual([]);
    counts.delete('hang');
    counts.delete('poison, 400');
    expect(neverHappened(counts)).toEqual(['hang', 'poison, 400']);
  });
});
