/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/spec'],
  testEnvironment: 'node',
  // Specs that start processes, on a busy machine.
  testTimeout: 30_000,
  testMatch: ['**/*.spec.ts'],
  // Reads what all others have seen: tools/check.js runs it behind them.
  testPathIgnorePatterns: ['/node_modules/', '/spec/after/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#platform$': '<rootDir>/src/effects/platform.node.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
