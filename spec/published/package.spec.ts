import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimes } from '../../tools/runtimes.js';
import { install, ours, packInto, runIn } from './install.js';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

let home = '';
let tarball = '';
let files: readonly string[] = [];
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rudder-rx-published-'));
  tarball = await packInto(home);
  files = await install(tarball, home);
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const tool = (path: string, ...args: readonly string[]) =>
  runIn(home, process.execPath, [ours(path), ...args]);

describe('the tarball', () => {
  it('holds what src makes, what tells about it, and nothing else', () => {
    const made = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `dist/${path.replaceAll('\\', '/').replace(/\.ts$/, '')}`)
      .flatMap((path) => [`${path}.js`, `${path}.d.ts`]);
    const expected = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', ...made];

    expect([...files].sort()).toEqual(expected.sort());
  });

  it('pleases publint', async () => {
    expect(await tool('publint/src/cli.js', 'run', tarball, '--strict')).toEqual({
      code: 0,
      output: expect.stringContaining('All good!') as string,
    });
  });

  it('has the types of every entry point for every way to resolve them, says attw', async () => {
    expect(
      await tool('@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only', '--no-color'),
    ).toEqual({
      code: 0,
      output: expect.stringMatching(
        /"rudder-rx\/gateway"[^]*"rudder-rx\/node"[^]*"rudder-rx\/testing"/,
      ) as string,
    });
  });
});

/** Prints the version of Node.js, what arrived, and what a test in virtual time returned. */
const program = (load: string) => `
  ${load}
  const main = async () => {
    const gateway = await startGateway({ writeKeys: ['key'] });
    const client = createClient({ writeKey: 'key', dataPlaneUrl: gateway.url });
    const event = { type: 'track', userId: 'user-1', event: 'Published' };
    await new Promise((resolve) => toWritable(client).end(event, resolve));
    const { delivered } = await client.shutdown();
    await gateway.close();
    const tested = inVirtualTime(({ createClient, expectMatching }) => {
      const client = createClient({ uploadInterval: 5 });
      client.track('user-1', 'Tested');
      expectMatching(client.requests).toBe('-----a', { a: { batch: [{ event: 'Tested' }] } });
      return 'tested';
    });
    const events = gateway.events.map(({ event }) => event);
    console.log(process.version.split('.')[0], delivered, ...events, tested);
  };
  main();
`;

const PROGRAMS = {
  'imports.mjs': program(`
    import { createClient } from 'rudder-rx';
    import { startGateway } from 'rudder-rx/gateway';
    import { toWritable } from 'rudder-rx/node';
    import { inVirtualTime } from 'rudder-rx/testing';
  `),
  'requires.cjs': program(`
    const { createClient } = require('rudder-rx');
    const { startGateway } = require('rudder-rx/gateway');
    const { toWritable } = require('rudder-rx/node');
    const { inVirtualTime } = require('rudder-rx/testing');
  `),
  'raw.mjs': `
    import { createClient } from 'rudder-rx';
    BigInt.prototype.toJSON = function () { return JSON.rawJSON(String(this)); };
    createClient({ writeKey: 'key', dataPlaneUrl: 'http://127.0.0.1:1', logger: false })
      .track('user-1', 'Raw', { price: 2n ** 64n })
      .outcome.subscribe(({ detail }) => console.log(detail));
  `,
  'both.mjs': `
    import { createRequire } from 'node:module';
    import { createClient } from 'rudder-rx';
    console.log(createClient === createRequire(import.meta.url)('rudder-rx').createClient);
  `,
};

const HERE = { major: Number.parseInt(process.versions.node), node: process.execPath };

for (const { major, node } of [HERE, ...runtimes]) {
  // A user's machine may lack it, and `npm test` then says so at its end; the project's own may not.
  const isSkipped = process.env['CI'] !== 'true' && !existsSync(node);
  (isSkipped ? describe.skip : describe)(`the package on Node.js ${String(major)}`, () => {
    const run = async (name: keyof typeof PROGRAMS) => {
      if (!existsSync(node)) throw new Error(`Node.js ${String(major)} is missing: npm run runtimes`);
      writeFileSync(join(home, name), PROGRAMS[name]);
      // Node.js 20 and 22 call `require` of a module an experiment.
      return runIn(home, node, ['--disable-warning=ExperimentalWarning', name]);
    };
    const delivered = { code: 0, output: `v${String(major)} 1 Published tested\n` };

    it('delivers when imported', async () => {
      expect(await run('imports.mjs')).toEqual(delivered);
    });

    it('delivers when required', async () => {
      expect(await run('requires.cjs')).toEqual(delivered);
    });

    if (major >= 22)
      it('refuses raw JSON, which older ones do not know', async () => {
        const output = 'properties.price is raw JSON: send it as a string\n';
        expect(await run('raw.mjs')).toEqual({ code: 0, output });
      });

    it('is one copy, imported and required', async () => {
      expect(await run('both.mjs')).toEqual({ code: 0, output: 'true\n' });
    });
  });
}

/** Compiles as a module of either kind. */
const CONSUMER = `
  import { createClient, type Outcome } from 'rudder-rx';
  import { type Gateway, startGateway } from 'rudder-rx/gateway';
  import { toWritable } from 'rudder-rx/node';
  import { assertSameMarbles, createVirtualClient, inVirtualTime, matching } from 'rudder-rx/testing';
  import { TestScheduler } from 'rxjs/testing';
  import { firstValueFrom } from 'rxjs';

  export const main = async (): Promise<number> => {
    const gateway: Gateway = await startGateway({ port: 0 });
    const client = createClient({ writeKey: 'key', dataPlaneUrl: gateway.url });
    const outcome: Outcome = await firstValueFrom(client.track('user-1', 'Compiled').outcome);
    toWritable(client).end();
    // @ts-expect-error an event must have a name
    client.track({ userId: 'user-1' });
    inVirtualTime(({ createClient, expectMatching }) => {
      expectMatching(createClient({}, '429+2s 5ms 200').outcomes).toBe('-', { a: { _tag: 'Failed' } });
      // @ts-expect-error a client in virtual time asks nothing else
      createClient({ fetch });
    });
    const scheduler = new TestScheduler(assertSameMarbles);
    scheduler.run(({ expectObservable }) => {
      expectObservable(createVirtualClient(scheduler).attempts).toBe('-', { a: matching({ attempt: 1 }) });
    });
    return outcome._tag === 'Delivered' ? outcome.status : 0;
  };
`;

describe('a TypeScript program that uses the package', () => {
  it('compiles, as a module of either kind', async () => {
    const files = ['consumer.mts', 'consumer.cts'];
    const compilerOptions = {
      target: 'ES2022',
      module: 'NodeNext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    for (const name of files) writeFileSync(join(home, name), CONSUMER);
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));

    expect(await tool('typescript/bin/tsc', '-p', '.')).toEqual({ code: 0, output: '' });
  });
});
