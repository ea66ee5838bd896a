// Runs before `npm run build`: takes away from dist what src no longer makes, since npm would publish it.
import { existsSync, readdirSync, rmSync } from 'node:fs';

const MADE = /(\.d\.ts|\.js)$/;

const made = existsSync('dist') ? readdirSync('dist', { recursive: true, encoding: 'utf8' }) : [];
for (const path of made) {
  if (MADE.test(path) && !existsSync(`src/${path.replace(MADE, '.ts')}`)) rmSync(`dist/${path}`);
}
