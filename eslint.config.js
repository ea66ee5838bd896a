import js from '@eslint/js';
import rxjsX from 'eslint-plugin-rxjs-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const OUTSIDE_WORLD = ['ky', 'undici', 'pako', 'node:*', '#platform', '**/effects/*'];
/** What stands beside the folders. */
const WIRING = '^(\\.\\./)+[^/]+\\.js$';

/**
 * The layers: imports go one way, towards `model`. Each folder lists what it must not see.
 *
 * @param {string} files
 * @param {string[]} forbidden
 * @param {string} message
 * @returns {import('eslint').Linter.Config}
 */
const layer = (files, forbidden, message) => ({
  files: [files],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: forbidden, message },
          { regex: WIRING, message },
        ],
      },
    ],
  },
});

export default defineConfig(
  { ignores: ['dist', 'dist-docs', 'node_modules', '.runtimes', 'coverage'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  rxjsX.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: 'test', package: 'node:test' }] },
      ],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // What is passed on is whatever came.
      'rxjs-x/throw-error': ['error', { allowThrowingAny: false, allowThrowingUnknown: true }],
      // The streams that become promises always emit.
      'rxjs-x/no-ignored-default-value': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },

  layer(
    'src/model/**',
    [...OUTSIDE_WORLD, '../pure/*', '../operators/*'],
    'model holds types and codecs only',
  ),
  layer(
    'src/pure/**',
    [...OUTSIDE_WORLD, 'rxjs', '../operators/*'],
    'pure functions know neither time nor streams',
  ),
  layer(
    'src/operators/**',
    [...OUTSIDE_WORLD, '../pure/*', '!../pure/queue.js', '../model/*', '!../model/limits.js'],
    'operators know streams, time, queues and the limits of the model',
  ),
  layer('src/effects/**', ['../pure/*', '../operators/*'], 'effects implement the ports and nothing else'),
  layer('src/gateway/**', ['../effects/*', '../operators/*'], 'the gateway stands beside the client'),
  layer('src/*.ts', OUTSIDE_WORLD, 'only client.ts joins the streams to the outside world'),
  // What stands beside the client, but knows its inside.
  {
    files: ['src/client.ts', 'src/node/**', 'src/testing/**'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/effects/**', 'src/gateway/**', 'src/node/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'performance',
          'crypto',
          'console',
          'fetch',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'globalThis',
        ].map((name) => ({ name, message: 'Take it from a port.' })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Take the time from a port.',
        },
        { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time from a port.' },
        {
          selector: 'MemberExpression[object.name="Date"][property.name="now"]',
          message: 'Take the time from a port.',
        },
        {
          selector: 'MemberExpression[object.name="Math"][property.name="random"]',
          message: 'Take it from a port.',
        },
        {
          selector: 'ImportSpecifier[imported.name=/^(async|asap|queue|animationFrame)Scheduler$/]',
          message: 'Take the scheduler from a port.',
        },
      ],
    },
  },
  // The client's streams never error.
  { files: ['examples/**', 'spec/**', 'bench/**'], rules: { 'rxjs-x/no-ignored-error': 'off' } },
  // TypeScript knows better which names exist.
  {
    files: ['**/*.js'],
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
);
