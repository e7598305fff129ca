/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // No verdict may depend on how fast the machine is: a test that waits for this long hangs.
  testTimeout: 60_000,
  // Two cores are two workers; much of a test is waiting for a process or a browser.
  maxWorkers: '100%',
  // A verdict must not depend on the speed of the machine: only a test that hangs exceeds this.
  testTimeout: 60_000,
  setupFiles: ['<rootDir>/test/support/setup.ts'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts', 'contract/**/*.ts'],
  coverageReporters: ['text-summary', 'json-summary', 'lcovonly'],
  coverageThreshold: { global: { branches: 95, lines: 95 } },
  modulePathIgnorePatterns: [
    '<rootDir>/cdk.out',
    '<rootDir>/.sandbox',
    '<rootDir>/docs/.vitepress',
  ],
};
