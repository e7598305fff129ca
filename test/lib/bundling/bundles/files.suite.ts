import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inRepository } from '../../../../lib/paths.ts';
import type { Bundle } from './build.ts';

/** Lambda reads the whole bundle in a cold start, so its size adds to the duration. */
const { bundleBytes } = JSON.parse(readFileSync(inRepository('bench/budgets.json'), 'utf8')) as {
  bundleBytes: Record<string, number>;
};

export function filesSuite({ name, directory }: Bundle, buildStartedAtMs: number): void {
  test('has one file, within its budget', () => {
    expect(readdirSync(directory)).toEqual(['index.js']);
    expect(statSync(join(directory, 'index.js')).size).toBeLessThanOrEqual(bundleBytes[name] ?? 0);
  });

  test('has its source map in dist/source-maps', () => {
    const { mtimeMs } = statSync(inRepository('dist/source-maps', `${name}.js.map`));
    expect(mtimeMs).toBeGreaterThan(buildStartedAtMs);
  });
}
