/** What is done to a request instead of storing it, with how often it comes, among all. */
export const UNSTORED = {
  'closed without an answer': 3,
  'no HTTP': 3,
  hang: 2,
  'half of a 503': 3,
  'dripped 503': 1,
  'endless 500': 3,
  '500': 3,
  '502': 3,
  '503': 3,
  '504': 3,
  '408': 3,
  '429': 2,
  // These pause the client for a whole second.
  '503, Retry-After: 1': 0.1,
  '429, Retry-After: 1': 0.1,
  '503, Retry-After: soon': 2,
  // These are final.
  '302 elsewhere': 0.5,
  '307 elsewhere': 0.5,
} as const;

/** What becomes of the answer to a request that is stored. */
export const STORED = {
  'lost answer': 3,
  'half a status line': 3,
  'half a head': 3,
  'hang, stored': 2,
  'half a body': 3,
  'dripped body': 3,
  'endless body': 3,
  'garbage body': 3,
  'HTML body': 3,
  'no body': 3,
} as const;

/** What happens to connections. */
const CONNECTIONS = {
  'connection refused': 1,
  'reset on accept': 3,
  'reset in the request': 3,
  // One that was kept alive, and is closed as the next request comes.
  'dead socket': 3,
} as const;

/** All that is scheduled. */
export const KINDS = { ...UNSTORED, ...STORED, ...CONNECTIONS } as const;

export type UnstoredKind = keyof typeof UNSTORED;
export type StoredKind = keyof typeof STORED;
export type Kind = keyof typeof KINDS;

export const ALL_KINDS = Object.keys(KINDS) as readonly Kind[];

/** What the data plane refuses for what is in it, at any time. */
export type Refusal = 'poison, 400' | 'too large, 413';
export const REFUSALS: readonly Refusal[] = ['poison, 400', 'too large, 413'];

export type Happening = Kind | Refusal;

/** The statuses after which the client gives a batch, or a part of it, up. */
export const FINAL: Partial<Record<Happening, number>> = {
  '302 elsewhere': 302,
  '307 elsewhere': 307,
  'poison, 400': 400,
  'too large, 413': 413,
};

export const isUnstored = (kind: Kind | undefined): kind is UnstoredKind =>
  kind !== undefined && kind in UNSTORED;

export const isStored = (kind: Kind | undefined): kind is StoredKind => kind !== undefined && kind in STORED;
