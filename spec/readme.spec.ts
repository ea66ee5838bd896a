import { readFileSync } from 'node:fs';
import { runProgram } from './support/processes.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(README)?.[1] ?? '';

describe('README', () => {
  it('shows a program that prints what it says', async () => {
    const { output, code } = await runProgram(block('js'));
    expect({ output, code }).toEqual({ output: block('text'), code: 0 });
  });
});
