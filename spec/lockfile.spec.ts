import { readFileSync } from 'node:fs';

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

describe.each(['package-lock.json', 'bench/package-lock.json'])('%s', (path) => {
  const text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

  // Where a registry lacks them, npm leaves them out; then `npm ci` refuses the lockfile, here and everywhere else.
  it('names the optional packages of every platform', () => {
    const { packages } = JSON.parse(text) as Lockfile;
    const optional = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );

    expect(optional.filter((name) => !Object.hasOwn(packages, `node_modules/${name}`))).toEqual([]);
  });

  // Each machine asks its own.
  it('names no registry', () => {
    expect(text).not.toContain('"resolved"');
  });
});
