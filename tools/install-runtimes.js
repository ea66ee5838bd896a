// `npm run runtimes`: installs what is missing of the other versions of Node.js, some 200 MB each, into .runtimes.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { missingRuntimes, runtimes } from './runtimes.js';

for (const { major, folder, spec } of missingRuntimes()) {
  console.log(`Node.js ${major}: installing ${spec} …`);
  const { status } = spawnSync(
    `npm install ${spec} --prefix "${folder}" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund`,
    { stdio: 'inherit', shell: true },
  );
  if (status !== 0) process.exit(status ?? 1);
}
for (const { major, node } of runtimes) {
  const { error, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (error || !stdout.startsWith(`v${major}.`)) {
    console.error(`Node.js ${major}: ${node} does not run; delete .runtimes/${major} and try again.`);
    process.exit(1);
  }
  console.log(`Node.js ${major}: ${stdout.trim()}`);
}
