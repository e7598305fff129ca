/**
 * The tiers of the tests. `npm test` runs `core` and `system`, `npm run test:all` runs `slow`, and
 * each test file is in exactly one of them.
 *
 * A file is slow if its name ends in `.slow.test.ts`: most templates, conformance, bundles, the
 * documentation site, the language samples, bursts of thousands of attempts. `core` is what the
 * coverage of `functions/` and `contract/` is measured on.
 */

import { mkdirSync } from 'node:fs';

// Jest writes its results (`--outputFile`) into a folder that exists.
mkdirSync(new URL('coverage/results/', import.meta.url), { recursive: true });

const CORE = '/test/(architecture|contract|fakes|functions|support)[/.]';
const SLOW = '\\.slow\\.test\\.ts$';

/** @type {import('jest').Config} */
const project = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/setup.ts'],
  roots: ['<rootDir>/test'],
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
  modulePathIgnorePatterns: [
    '<rootDir>/cdk.out',
    '<rootDir>/.sandbox',
    '<rootDir>/docs/.vitepress',
  ],
};

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...project,
      displayName: 'core',
      testRegex: [`${CORE}(.*\\.)?test\\.ts$`],
      testPathIgnorePatterns: [SLOW],
    },
    {
      ...project,
      displayName: 'system',
      testRegex: ['\\.test\\.ts$'],
      testPathIgnorePatterns: [CORE, SLOW],
    },
    { ...project, displayName: 'slow', testRegex: [SLOW] },
  ],
  // Two cores are two workers; much of a test is waiting for a process or a browser.
  maxWorkers: '100%',
  // No verdict may depend on how fast the machine is. A test that takes this long hangs.
  testTimeout: 60_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts', 'contract/**/*.ts'],
  coverageReporters: ['text-summary', 'json-summary', 'lcovonly'],
  coverageThreshold: { global: { branches: 95, lines: 95 } },
};
