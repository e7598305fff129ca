/**
 * The console blocks of the README and the guides are run as they are, in order, in one shell for
 * each document. What they print must be what the document shows.
 */

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { insertFacts } from '../../docs/.vitepress/facts.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';

const DOCUMENTS = ['README.md', 'docs/guide/quick-start.md', 'docs/guide/testing.md'];
const ADDRESS = 'http://localhost:3000';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const published = read('test/fixtures/published-page.txt');

/** The lines of all console blocks: commands after `$ `, and what they print. */
const transcriptOf = (path: string): string[] =>
  [...insertFacts(read(path)).matchAll(/```console\n(.*?)```/gs)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  );

let sandbox: Sandbox;
const directory = temporaryDirectory();
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir: join(directory, 'state'), quiet: true });
});
afterAll(async () => {
  await sandbox.close();
});

test.each(DOCUMENTS)('%s shows what its commands print', async (path) => {
  const lines = transcriptOf(path);
  const commands = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  const script = ['set -e', ...commands.flatMap((command) => [command, 'echo'])]
    .join('\n')
    .replaceAll(ADDRESS, sandbox.url);
  const cwd = join(directory, path);
  mkdirSync(cwd, { recursive: true });
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd,
    env: { ...process.env, EXPIRED: sandbox.expiredToken },
  });
  const printed = stdout.split('\n').filter((line) => line !== '');
  const shown = lines.filter((line) => !line.startsWith('$ '));
  expect(shown.length).toBeGreaterThan(0);
  expect(printed.map((line) => line.replaceAll(sandbox.url, ADDRESS))).toEqual(
    shown.map((line) => expect.stringMatching(patternOf(line))),
  );
});

const allLines = DOCUMENTS.flatMap(transcriptOf);
test.each(ERROR_CODES.filter((code) => published.includes(code)))(
  'a transcript reaches the published code %s',
  (code) => {
    expect(allLines.some((line) => line.includes(`"code":"${code}"`))).toBe(true);
  },
);

/** `…` stands for anything that differs from run to run. */
function patternOf(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+?')}$`);
}
