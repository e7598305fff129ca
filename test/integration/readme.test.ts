/**
 * Runs the console blocks of the README in one shell, in order, and compares their output with what
 * the README shows.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const published = readFileSync(new URL('../fixtures/published-page.txt', import.meta.url), 'utf8');
const lines = [...readme.matchAll(/```console\n(.*?)```/gs)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

let sandbox: Sandbox;
const directory = mkdtempSync(join(tmpdir(), 'readme-'));
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir: join(directory, 'state'), quiet: true });
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

test('the commands of the README print what it shows', async () => {
  const commands = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  const script = ['set -e', ...commands.flatMap((command) => [command, 'echo'])]
    .join('\n')
    .replaceAll('http://localhost:3000', sandbox.url);
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: directory,
    env: { ...process.env, EXPIRED: sandbox.expiredToken },
  });
  const printed = stdout.split('\n').filter((line) => line !== '');
  const expected = lines.filter((line) => !line.startsWith('$ '));
  expect(printed.map((line) => line.replaceAll(sandbox.url, 'http://localhost:3000'))).toEqual(
    expected.map((line) => expect.stringMatching(toPattern(line))),
  );
}, 60_000);

test.each(ERROR_CODES.filter((code) => published.includes(code)))(
  'a request of the README returns the published code %s',
  (code) => {
    expect(lines.some((line) => line.includes(`"code":"${code}"`))).toBe(true);
  },
);

/** Creates the pattern of a line, in which `…` matches any text. */
function toPattern(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+?')}$`);
}
