/** The command line of `npm run conformance`. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../sandbox/support.ts';
import { conformance } from './command.ts';
import { casesIn } from './junit.ts';

const UNUSED_URL = 'http://localhost:2';
const directory = temporaryDirectory();

/** A web server that is not a deployment. */
const asked: string[] = [];
let inFlight = 0;
let mostInFlight = 0;
const stranger = createServer(({ url = '' }, response) => {
  asked.push(url);
  inFlight += 1;
  mostInFlight = Math.max(mostInFlight, inFlight);
  // A pause, so that requests overlap if they are sent at the same time.
  setTimeout(() => {
    inFlight -= 1;
    response.end('<html>');
  }, 5);
});
let strangerUrl: string;
beforeAll(async () => {
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
  strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
afterAll(() => void stranger.close());

test.each([
  ['no URL', [], '--base-url is missing'],
  [
    'a malformed URL',
    ['--base-url', 'nonsense'],
    '--base-url must be an http or https URL, got "nonsense"',
  ],
  [
    'a host without a scheme',
    ['--base-url', 'localhost:3000'],
    '--base-url must be an http or https URL, got "localhost:3000"',
  ],
  [
    'another scheme',
    ['--base-url', 'ftp://localhost'],
    '--base-url must be an http or https URL, got "ftp://localhost"',
  ],
  [
    'a username without a password',
    ['--base-url', UNUSED_URL, '--username', 'x'],
    '--username and --password must be given together',
  ],
  [
    'a malformed pattern',
    ['--base-url', UNUSED_URL, '--only', '('],
    '--only must be a regular expression: Invalid regular expression: /(/: Unterminated group',
  ],
  ['an option without its value', ['--base-url'], "Option '--base-url <value>' argument missing"],
  ['an unknown option', ['--bogus'], "Unknown option '--bogus'"],
  ['an argument too many', ['stray'], "Unexpected argument 'stray'"],
])('exits with 2 and one line that gives the reason: %s', async (_, args, reason) => {
  expect(await conformance(...args)).toEqual({
    status: 2,
    stdout: '',
    stderr: `${reason}. Run with --help for the options.\n`,
  });
});

test('--help prints the usage', async () => {
  const { status, stdout } = await conformance('--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}npm run conformance -- --base-url URL/m);
});

test('exits with 2 and one line if the deployment does not answer', async () => {
  expect(await conformance('--base-url', UNUSED_URL)).toEqual({
    status: 2,
    stdout: '',
    stderr: `No answer from ${UNUSED_URL}: ECONNREFUSED\n`,
  });
});

test('exits with 2 if no check matches the pattern', async () => {
  expect(await conformance('--base-url', strangerUrl, '--only', 'no such check')).toMatchObject({
    status: 2,
    stderr: 'No check matches --only no such check. Run with --help for the options.\n',
  });
});

test('exits with 2 if every check is skipped, and prints the missing options', async () => {
  const { status, stdout, stderr } = await conformance(
    '--base-url',
    strangerUrl,
    '--only',
    '^an allowed origin may sign in',
  );
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'No check ran. Run with --help for the options.\n',
  });
  expect(stdout).toMatch(/sign in.* # needs --allowed-origin, --username and --password\n/);
  expect(stdout).toMatch(/^conformance: 0 passed, 0 failed, 1 skipped\n$/m);
});

test('exits with 2 before anything is sent if the report cannot be written', async () => {
  asked.length = 0;
  const { status, stderr } = await conformance(
    '--base-url',
    strangerUrl,
    '--junit',
    join(directory, 'missing', 'report.xml'),
  );
  expect({ status, stderr: stderr.split(', open')[0] }).toEqual({
    status: 2,
    stderr: '--junit must be a writable file: ENOENT: no such file or directory',
  });
  expect(asked).toEqual([]);
});

test('exits with 1 if a check failed, and reports the response', async () => {
  const report = join(directory, 'report.xml');
  const { status, stdout } = await conformance(
    '--base-url',
    strangerUrl,
    '--only',
    '^a refresh without a cookie',
    '--junit',
    report,
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/✖ a refresh without a cookie is BAD_REQUEST/);
  expect(stdout).toMatch(/POST \/api\/auth\/refresh: expected 400 .*, got 200 <html>\n/);
  expect(stdout).toMatch(/^conformance: 0 passed, 1 failed, 0 skipped\n$/m);
  const xml = readFileSync(report, 'utf8');
  expect(xml).toMatch(/failures="1".*<failure [^<]*message="[^"]*got 200 &lt;html>/s);
  expect(casesIn(xml)).toEqual([
    {
      group: 'refusals',
      name: 'a refresh without a cookie is BAD_REQUEST, and says to log in',
      outcome: 'failed',
    },
  ]);
});

test('runs one check after the other, and skips those whose options are missing', async () => {
  mostInFlight = 0;
  const report = join(directory, 'all.xml');
  const { status } = await conformance('--base-url', strangerUrl, '--junit', report);
  expect({ status, mostInFlight }).toEqual({ status: 1, mostInFlight: 1 });
  const skipped = casesIn(readFileSync(report, 'utf8')).filter(
    ({ outcome }) => outcome === 'skipped',
  );
  expect(skipped).toContainEqual({
    group: 'sandbox',
    name: 'success: The test user signs in',
    outcome: 'skipped',
  });
  expect(readFileSync(report, 'utf8')).toContain('message="needs --sandbox, --expired-token"');
});

test('keeps the path before the stage', async () => {
  for (const [path, expected] of [
    ['', '/api/auth/refresh'],
    ['/api', '/api/auth/refresh'],
    ['/api/', '/api/auth/refresh'],
    ['/_aws/execute-api/abc/api', '/_aws/execute-api/abc/api/auth/refresh'],
  ]) {
    asked.length = 0;
    await conformance('--base-url', strangerUrl + path, '--only', '^a refresh without a cookie');
    expect(asked.at(-1)).toBe(expected);
  }
});
