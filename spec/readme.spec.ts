import { getOrElse } from 'fp-ts/lib/Either.js';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { ConfigCodec } from '../src/model/config.js';
import { runProgram } from './support/processes.js';
import { type Block, blocksOf, javascriptOf, problemsOf, README } from './support/readme.js';

const rootOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const MANIFEST = JSON.parse(readFileSync(rootOf('package.json'), 'utf8')) as {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

const blocks = blocksOf(README);
const isProgram = ({ language }: Block) => language === 'js' || language === 'ts';
const programs = blocks.filter(isProgram);
const tests = programs.filter(({ text }) => text.includes("from 'node:test'"));
const shown = programs.filter(({ output }) => output !== undefined);
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'))
  .map((line) => line.replace(/\s*#.*$/, ''));
const texts = blocks.filter(({ language }) => language === 'text');
const differences = texts.filter(({ text }) => text.startsWith('the stream is not the expected one'));
const maps = texts.filter((block) => !differences.includes(block));

/** The first two columns of the table under this heading, without their backticks. */
const rowsUnder = (heading: string): Readonly<Record<string, string>> => {
  const [, section = ''] = README.split(`\n### ${heading}\n`);
  const [table = ''] = /^(?:\|.*\n)+/m.exec(section) ?? [];
  const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  return Object.fromEntries(rows.slice(2, -1).map(([, name = '', value = '']) => [name, value]));
};

describe('README', () => {
  it('has no block but those that are looked at here', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['js', 'ts', 'sh', 'text']));
    // A fence that is indented, or has no end, hides from us.
    expect(README.match(/^\s*(?:```|~~~)/gm)).toHaveLength(2 * (blocks.length + shown.length));
  });

  it('shows programs that compile', () => {
    expect(problemsOf(programs)).toEqual([]);
  });

  it.each(shown)('shows on line $line a program that prints what it says', async ({ text, output }) => {
    expect(await runProgram(text)).toMatchObject({ output, code: 0 });
  });

  it('shows the output of every program that runs and prints', () => {
    const silent = programs.filter(({ language, output }) => language === 'js' && output === undefined);
    expect(silent.filter((program) => !tests.includes(program)).map(({ line }) => line)).toEqual([]);
  });

  it.each(tests)('shows on line $line a test of fewer than ten lines that passes', async ({ text }) => {
    expect(text.slice(text.indexOf('test(')).split('\n').length).toBeLessThan(10);
    const { output, code } = await runProgram(javascriptOf(text));
    expect(output).toMatch(/^# pass 1$/m);
    expect(code).toBe(0);
  });

  it.each(differences)('shows on line $line how that test fails', async ({ text: difference }) => {
    const [test = { text: '' }] = tests;
    const { output, code } = await runProgram(javascriptOf(test.text.replace("'503 5ms", "'503 503 5ms")));
    expect(output.replaceAll(/^ {4}/gm, '')).toContain(difference.trimEnd());
    expect(code).toBe(1);
  });

  it.each(commands)('names what can be run: %s', (command) => {
    const [npm, verb = '', ...names] = command.split(' ');
    expect(npm).toBe('npm');
    if (verb === 'install') {
      expect(names).toEqual([MANIFEST.name, ...Object.keys(MANIFEST.peerDependencies)]);
      return;
    }
    expect(Object.keys(MANIFEST.scripts)).toContain(verb === 'run' ? names[0] : verb);
  });

  it('names scripts that exist, in its sentences too', () => {
    const named = [...README.matchAll(/`npm run (\S+?)`/g)].map(([, name]) => name);
    expect(named).not.toEqual([]);
    expect(Object.keys(MANIFEST.scripts)).toEqual(expect.arrayContaining(named));
  });

  it('maps folders that exist', () => {
    const paths = maps.flatMap(({ text }) => [...text.matchAll(/^(\S+)/gm)].map(([, path = '']) => path));
    expect(paths.filter((path) => !existsSync(rootOf(path.replace('*.ts', ''))))).toEqual([]);
  });

  it('names files of src and spec that exist', () => {
    const named = [...README.matchAll(/`((?:src|spec|pure|model|tools)\/[\w/.-]+|[\w-]+\.ts)`/g)];
    const paths = named.map(([, path = '']) => path);
    expect(paths).not.toEqual([]);
    const folders = ['', 'src/', 'src/pure/'];
    expect(paths.filter((path) => !folders.some((folder) => existsSync(rootOf(folder + path))))).toEqual([]);
  });

  it('has a row for every option, with its default, and no other', () => {
    const rows = rowsUnder('Options');
    expect(Object.keys(rows).sort()).toEqual(Object.keys(ConfigCodec.props).sort());
    const defaults = Object.entries(getOrElse((): object => ({}))(ConfigCodec.decode({})));
    const told = defaults.filter(([, value]) => value !== undefined);
    expect(rows).toMatchObject(Object.fromEntries(told.map(([name, value]) => [name, inspect(value)])));
    expect(told.length).toBeGreaterThan(10);
  });
});
