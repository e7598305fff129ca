/** What a page loads. */

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

const { clientBytes } = JSON.parse(
  readFileSync(new URL('../../bench/budgets.json', import.meta.url), 'utf8'),
) as { clientBytes: Readonly<Record<string, number>> };

/** Returns the bytes of an entry after gzip, minified, without React and what is loaded later. */
async function gzippedBytes(entry: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [new URL(`../../client/src/${entry}`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['./captcha/*', 'react'],
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
}

test.each(Object.entries(clientBytes))('%s has at most %i bytes', async (entry, bytes) => {
  expect(await gzippedBytes(entry)).toBeLessThanOrEqual(bytes);
});
