import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url).pathname;

/** Builds the site in a new directory and returns the directory. */
export async function buildSite(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'chordian-docs-'));
  const build = ['node_modules/vitepress/bin/vitepress.js', 'build', 'docs', '--outDir', directory];
  await promisify(execFile)(process.execPath, build, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
  });
  return directory;
}
