import { isLeft } from 'fp-ts/lib/Either.js';
import type { ClientOptions } from '../../src/index.js';
import type { Config } from '../../src/model/config.js';
import { configure } from '../../src/pure/configure.js';
import { WRITE_KEY } from './transcript.js';

/** Valid options with their defaults. */
export const configOf = (options: ClientOptions = {}): Config => {
  const config = configure({ writeKey: WRITE_KEY, dataPlaneUrl: 'http://data-plane.example', ...options });
  if (isLeft(config)) throw config.left;
  return config.right;
};
