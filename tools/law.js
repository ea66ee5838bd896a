// `npm run law [histories] [seed]`: the law as a property, over more random histories than `npm test` takes time for.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const [runs = '10000', seed] = process.argv.slice(2);
console.log(`${runs} random histories: about ${Math.ceil(Number(runs) / 400)} s …`);
const { status } = spawnSync(
  'node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js spec/law',
  {
    stdio: 'inherit',
    shell: true,
    env: { ...process.env, LAW_RUNS: runs, ...(seed === undefined ? {} : { LAW_SEED: seed }) },
  },
);
process.exitCode = status ?? 1;
