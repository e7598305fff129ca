/** The command of `examples/node`, against the sandbox. */

import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TEST_USER } from '../../contract/test-user.ts';
import { inRepository } from '../../lib/paths.ts';
import { type RunningSandbox, startSandboxProcess } from '../docs/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { environment } from './app.ts';

const home = join(temporaryDirectory(), 'home');
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox?.close());

const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  new Promise((resolve) => {
    const env = environment({ AUTH_URL: sandbox.url, AUTH_HOME: home, ...more });
    const options = { cwd: inRepository('examples/node'), env };
    execFile(process.execPath, ['account.js', ...args], options, (error, stdout, stderr) => {
      resolve({ exitCode: error?.code ?? 0, stdout, stderr });
    });
  });

const success = (stdout: string) => ({ exitCode: 0, stdout: `${stdout}\n`, stderr: '' });
const failure = (stderr: string) => ({ exitCode: 1, stdout: '', stderr: `${stderr}\n` });
const credentials = { AUTH_USERNAME: TEST_USER.username, AUTH_PASSWORD: TEST_USER.password };

test('signs in, is still signed in at its next run, and signs out', async () => {
  const signedIn = success(`Signed in as ${TEST_USER.username}, sessions: 1`);
  expect(await run([], credentials)).toEqual(signedIn);
  expect(await run([])).toEqual(signedIn);
  expect(await run(['logout'])).toEqual(success('Signed out'));
  expect(await run([], { ...credentials, AUTH_PASSWORD: 'wrongpass' })).toEqual(
    failure('INVALID_CREDENTIALS: Incorrect username or password (login)'),
  );
});

test('only the user may read the file of the refresh token', () => {
  const files = readdirSync(home);
  expect(files).toHaveLength(1);
  const modes = [home, ...files.map((file) => join(home, file))].map(
    (path) => statSync(path).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600]);
});

test('says that a further step is needed, and that the service cannot be reached', async () => {
  expect(await run([], { ...credentials, AUTH_USERNAME: 'mfa@node.example' })).toEqual(
    success('Another step is needed: SOFTWARE_TOKEN_MFA'),
  );
  expect(await run([], { ...credentials, AUTH_URL: 'http://localhost:9' })).toEqual(
    failure('NETWORK_ERROR: The service did not answer (retry)'),
  );
});
