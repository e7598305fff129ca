/**
 * The README's console blocks are run as they stand, in order, in one shell; what they print is
 * compared.
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

test('what the README shows is what happens', async () => {
  const commands = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  const script = ['set -e', ...commands.flatMap((command) => [command, 'echo'])]
    .join('\n')
    .replaceAll('http://localhost:3000', sandbox.url);
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: directory,
    env: { ...process.env, EXPIRED: sandbox.expiredToken },
  });
  const printed = stdout.split('\n').filter((line) => line !== '');
  const shown = lines.filter((line) => !line.startsWith('$ '));
  expect(printed.map((line) => line.replaceAll(sandbox.url, 'http://localhost:3000'))).toEqual(
    shown.map((line) => expect.stringMatching(pattern(line))),
  );
}, 60_000);

test.each(ERROR_CODES.filter((code) => published.includes(code)))(
  'the published code %s is reached by a request in the README',
  (code) => {
    expect(lines.some((line) => line.includes(`"code":"${code}"`))).toBe(true);
  },
);

/** `…` stands for anything that differs from run to run. */
function pattern(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+?')}$`);
}
