/**
 * What a bundle may weigh and contain. The slow tests check the assets that CDK builds, and the
 * settings of both builds are the same.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildBundle } from '../../../bench/bundle.ts';
import { ENVIRONMENT, type FunctionName } from '../../../contract/environment.ts';

const budgets = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
  bundleBytes: Record<FunctionName, number>;
};

/** Packages of which no bundle needs anything. */
const UNNEEDED = /^@aws-sdk\/|^@aws-lambda-powertools\/|^zod\/v4\/locales/;

test('every function has a budget', () => {
  expect(Object.keys(budgets.bundleBytes).toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted());
});

describe.each(Object.entries(budgets.bundleBytes))('the bundle of %s', (name, budget) => {
  test(`has at most ${budget} bytes and no package that it does not need`, async () => {
    const { text, bytes, parts } = await buildBundle(name as FunctionName);
    expect(bytes).toBeLessThanOrEqual(budget);
    expect(parts.map(([part]) => part).filter((part) => UNNEEDED.test(part))).toEqual([]);
    // `import('node:http')` loads undici, which takes a quarter of the first answer.
    expect(text).not.toMatch(/\bimport\(/);
  });
});
