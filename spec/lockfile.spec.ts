import { readFileSync } from 'node:fs';

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

describe('package-lock.json', () => {
  // Where a registry lacks them, npm leaves them out; then `npm ci` refuses the lockfile, here and everywhere else.
  it('names the optional packages of every platform', () => {
    const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
    const { packages } = JSON.parse(text) as Lockfile;
    const optional = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );

    expect(optional.filter((name) => !Object.hasOwn(packages, `node_modules/${name}`))).toEqual([]);
  });
});
