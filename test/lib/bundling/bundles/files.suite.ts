import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inRepository } from '../../../../lib/paths.ts';
import type { Bundle } from './build.ts';

/** Lambda reads the whole bundle in a cold start, so its size adds to the duration. */
const MAXIMUM_BYTES = 450_000;

export function filesSuite({ name, directory }: Bundle, buildStartedAtMs: number): void {
  test('has one file, which is small', () => {
    expect(readdirSync(directory)).toEqual(['index.js']);
    expect(statSync(join(directory, 'index.js')).size).toBeLessThan(MAXIMUM_BYTES);
  });

  test('has its source map in dist/source-maps', () => {
    const { mtimeMs } = statSync(inRepository('dist/source-maps', `${name}.js.map`));
    expect(mtimeMs).toBeGreaterThan(buildStartedAtMs);
  });
}
