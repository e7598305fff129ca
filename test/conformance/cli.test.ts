/** `npm run conformance` as a process of its own. */

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../sandbox/support.ts';

const CLI = fileURLToPath(new URL('../../conformance/cli.ts', import.meta.url));
const NOBODY = 'http://localhost:2';
const directory = temporaryDirectory();

/** Speaks HTTP, and knows nothing of the contract. */
const asked: string[] = [];
const stranger = createServer(({ url = '' }, response) => {
  asked.push(url);
  response.end('<html>');
});
let strangerUrl: string;
beforeAll(async () => {
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
  strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
afterAll(() => void stranger.close());

function conformance(
  ...args: string[]
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((done) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) =>
      done({ status: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test.each([
  ['no URL', [], '--base-url is missing'],
  [
    'a URL that is none',
    ['--base-url', 'nonsense'],
    '--base-url is no http or https URL: nonsense',
  ],
  [
    'a host without a scheme',
    ['--base-url', 'localhost:3000'],
    '--base-url is no http or https URL: localhost:3000',
  ],
  [
    'another scheme',
    ['--base-url', 'ftp://localhost'],
    '--base-url is no http or https URL: ftp://localhost',
  ],
  [
    'a username without a password',
    ['--base-url', NOBODY, '--username', 'x'],
    '--username and --password go together',
  ],
  [
    'a pattern that is none',
    ['--base-url', NOBODY, '--only', '('],
    '--only is no regular expression',
  ],
  ['an option that nobody knows', ['--bogus'], "Unknown option '--bogus'"],
  ['a word too many', ['stray'], "Unexpected argument 'stray'"],
])('%s: status 2, the reason, then the usage', async (_, args, reason) => {
  const { status, stdout, stderr } = await conformance(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.slice(0, reason.length)).toBe(reason);
  expect(stderr).toMatch(/\n\nnpm run conformance -- --base-url URL/);
});

test('--help is the usage', async () => {
  const { status, stdout } = await conformance('--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^npm run conformance/);
});

test('a deployment that does not answer is said once', async () => {
  expect(await conformance('--base-url', NOBODY)).toEqual({
    status: 2,
    stdout: '',
    stderr: `No answer from ${NOBODY}: ECONNREFUSED\n`,
  });
});

test('a pattern that no check matches is no success', async () => {
  const { status, stderr } = await conformance(
    '--base-url',
    strangerUrl,
    '--only',
    'no such check',
  );
  expect({ status, stderr: stderr.split('\n')[0] }).toEqual({
    status: 2,
    stderr: 'No check matches --only no such check',
  });
});

test('a report that cannot be written is said before anything is sent', async () => {
  asked.length = 0;
  const { status, stderr } = await conformance(
    '--base-url',
    strangerUrl,
    '--junit',
    join(directory, 'missing', 'report.xml'),
  );
  expect({ status, stderr: stderr.split(':')[0] }).toEqual({ status: 2, stderr: 'ENOENT' });
  expect(asked).toEqual([]);
});

test('a miss is status 1, with what came, and in the report', async () => {
  const report = join(directory, 'report.xml');
  const { status, stdout } = await conformance(
    '--base-url',
    strangerUrl,
    '--only',
    '^no Authorization',
    '--junit',
    report,
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /MISS .* no Authorization header is NOT_AUTHENTICATED\n +→ .*got 200 <html>/,
  );
  expect(stdout).toMatch(/0 passed, 1 missed, 0 left out\n$/);
  expect(readFileSync(report, 'utf8')).toMatch(
    /failures="1".*<failure message="[^"]*got 200 &#60;html&#62;/s,
  );
});

test('what stands before the stage in the path is kept', async () => {
  for (const [path, expected] of [
    ['', '/api/auth/session'],
    ['/api', '/api/auth/session'],
    ['/api/', '/api/auth/session'],
    ['/_aws/execute-api/abc/api', '/_aws/execute-api/abc/api/auth/session'],
  ]) {
    asked.length = 0;
    await conformance('--base-url', strangerUrl + path, '--only', '^no Authorization');
    expect(asked.at(-1)).toBe(expected);
  }
});
