import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WRITE_KEY } from '../support/transcript.js';

/** What all other specs of this run have seen of their clients, by kind. */
const transcript = (): Map<string, string> => {
  const directory = process.env['TRANSCRIPT_DIR'];
  if (directory === undefined) throw new Error('there is no transcript: `npm test` makes one');
  const texts = new Map<string, string>();
  for (const name of readdirSync(directory)) {
    const kind = name.split('-')[0] ?? '';
    texts.set(kind, `${texts.get(kind) ?? ''}${readFileSync(join(directory, name), 'utf8')}`);
  }
  return texts;
};

const base64 = (text: string, encoding: 'base64' | 'base64url' = 'base64') =>
  Buffer.from(text).toString(encoding);

/** The key in every dress that it could wear. */
const DRESSES = [
  WRITE_KEY,
  WRITE_KEY.toLowerCase(),
  base64(`${WRITE_KEY}:`).replaceAll('=', ''),
  base64(`${WRITE_KEY}:`, 'base64url'),
  base64(WRITE_KEY).replaceAll('=', ''),
  Buffer.from(WRITE_KEY).toString('hex'),
  // Half of it would do as well.
  WRITE_KEY.slice(0, 14),
  WRITE_KEY.slice(-13),
];

describe('the write key', () => {
  // Of each kind as many lines as show that the specs were heard.
  it.each([
    ['log', 'every line that a logger was given', 100],
    ['outcome', 'every outcome, inspected and as JSON', 500],
    ['attempt', 'every attempt, inspected and as JSON', 500],
    ['error', 'every error, with its stack', 300],
    ['client', 'every client, inspected and as JSON', 300],
    ['output', 'everything that a process printed', 20],
  ])('[I20] is in no %s: %s', (kind, _name, least) => {
    const text = transcript().get(kind) ?? '';
    expect(text.split('\n').length).toBeGreaterThan(least);
    expect(DRESSES.filter((dress) => text.toLowerCase().includes(dress.toLowerCase()))).toEqual([]);
  });
});
