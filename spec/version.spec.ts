import { readFileSync } from 'node:fs';
import { VERSION } from '../src/model/version.js';

describe('VERSION', () => {
  it("is package.json's", () => {
    const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect(VERSION).toBe((JSON.parse(text) as { version: string }).version);
  });
});
