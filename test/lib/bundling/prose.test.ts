import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { inRepository } from '../../../lib/paths.ts';
import { findProse, PROSE } from './prose.ts';

test.each([true, false])('finds all prose in a bundle of it (minified: %p)', async (minify) => {
  const { outputFiles } = await build({
    entryPoints: [inRepository('docs/errors/index.ts')],
    bundle: true,
    format: 'esm',
    minify,
    write: false,
  });
  expect(PROSE.length).toBeGreaterThan(40);
  expect(findProse(outputFiles[0]?.text ?? '')).toEqual(PROSE);
});

test('a message of the error table is not prose', () => {
  expect(PROSE).not.toContain('No authentication provided');
});
