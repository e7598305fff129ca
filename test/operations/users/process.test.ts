/** What a command about users takes from its process, and where it prints. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPath } from '../../../contract/routes/index.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../../sandbox/support.ts';
import { capturedLogs } from '../../support/logs.ts';
import { failureWith, run } from '../run.ts';

const stateDir = temporaryDirectory();
const elsewhere = temporaryDirectory();
const logs = capturedLogs();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir });
});
afterAll(async () => {
  logs.release();
  await sandbox.close();
});

const users = (args: readonly string[], input = '') =>
  run('users', [...args, '--state-dir', stateDir], {}, input);

/** The outcomes in JSON lines of the log. */
const outcomesIn = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { command: string; outcome: string })
    .map(({ command, outcome }) => `${command} ${outcome}`);

test('takes a password from standard input, and prints it nowhere', async () => {
  const password = 'Piped-Pass-42';
  const result = await users(
    ['create', '--username', 'piped@example.org', '--password-stdin'],
    `${password}\n`,
  );
  expect(result).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(result.stdout)).toMatchObject({
    command: 'create',
    user: { email: 'piped@example.org', status: 'FORCE_CHANGE_PASSWORD' },
  });
  expect(result.stdout).not.toContain(password);
  expect(logs.text()).not.toContain(password);
});

test('has the running sandbox print the log', async () => {
  logs.forget();
  expect(await users(['disable', '--username', 'piped@example.org'])).toMatchObject({ stderr: '' });
  expect(outcomesIn(logs.text())).toEqual(['disable started', 'disable succeeded']);
});

test.each([
  ['', 'Standard input is empty. It must be the password.'],
  ['password1234567', 'The password is not acceptable: common.'],
  [' Outer-Space-42 \n', 'The password is not acceptable: outer_spaces.'],
])('refuses the password %j', async (input, line) => {
  const args = ['create', '--username', 'refused@example.org', '--password-stdin'];
  const { status, stdout, stderr } = await users(args, input);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n')[0]).toBe(line);
});

test('fails with one line for a password that the user pool refuses', async () => {
  const args = ['create', '--username', 'refused@example.org', '--password-stdin'];
  const { status, stdout, stderr } = await users(args, 'Sh0rt-');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^InvalidPasswordException: .*\n$/);
});

test('works on a sandbox that is not running, and prints the log to standard error', async () => {
  const response = await fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify(sandbox.user),
  });
  expect(response.status).toBe(200);
  await sandbox.close();
  const args = ['end-sessions', '--username', sandbox.user.username];
  const { status, stdout, stderr } = await users(args);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ command: 'end-sessions', sessions_ended: 1 });
  expect(outcomesIn(stderr)).toEqual(['end-sessions started', 'end-sessions succeeded']);
  expect(await run('users', [...args, '--state-dir', elsewhere])).toEqual(
    failureWith('There has been no sandbox yet. Start one: npm start'),
  );
});
