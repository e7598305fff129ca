import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';

const COMMAND = fileURLToPath(new URL('../../operations/revoke-user.ts', import.meta.url));
const stateDir = temporaryDirectory();
const elsewhere = temporaryDirectory();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
});
afterAll(() => sandbox.close());

async function revokeUser(...args: string[]): Promise<{ code: number; output: string }> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return promisify(execFile)(process.execPath, [COMMAND, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stderr }) => ({ code, output: stderr }),
  );
}

async function signIn(): Promise<string> {
  const response = await fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify(sandbox.user),
  });
  return ((await response.json()) as { token: string }).token;
}

const session = async (token: string) =>
  fetch(sandbox.url + publicPath('session'), { headers: { Authorization: `Bearer ${token}` } });

test('ends all sessions of a user of the running sandbox, at once', async () => {
  const tokens = [await signIn(), await signIn()];
  expect(await revokeUser('--state-dir', stateDir, '--username', sandbox.user.username)).toEqual({
    code: 0,
    output: `2 sessions of ${sandbox.user.username} ended\n`,
  });
  for (const token of tokens) {
    expect(await (await session(token)).json()).toMatchObject({ error: { code: 'INVALID_TOKEN' } });
  }
});

test('takes a sub as well', async () => {
  const token = await signIn();
  const { user } = (await (await session(token)).json()) as { user: { sub: string } };
  expect(await revokeUser('--state-dir', stateDir, '--sub', user.sub)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^1 session of/),
  });
  expect((await session(token)).status).toBe(401);
});

test.each([
  ['nobody', [], /--username or by --sub/],
  ['a user and a sub', ['--username', 'a', '--sub', 'b'], /--username or by --sub/],
  [
    'an unknown user',
    ['--username', 'nobody@example.com'],
    /nobody@example.com.*User does not exist/,
  ],
  ['a pool without a table', ['--username', 'a', '--pool', 'b'], /--table/],
  ['a table without a pool', ['--username', 'a', '--table', 'b'], /--pool/],
])('says what is missing for %s', async (_what, args, message) => {
  const { code, output } = await revokeUser('--state-dir', stateDir, ...args);
  expect(code).toBe(1);
  expect(output).toMatch(message);
});

test.each([
  ['an option that does not exist', ['--user', 'a']],
  ['an option without its value', ['--username']],
  ['a stray word', ['test@example.com']],
])('shows how it is used for %s', async (_what, args) => {
  const { code, output } = await revokeUser(...args);
  expect(code).toBe(2);
  expect(output).toMatch(/Ends all sessions of a user/);
  expect(output).not.toMatch(/^ +at /m);
});

test('shows how it is used when asked', async () => {
  expect(await revokeUser('--help')).toEqual({
    code: 0,
    output: expect.stringMatching(/^Ends all sessions of a user/),
  });
});

test('works on a sandbox that is not running, if there has been one', async () => {
  await signIn();
  await sandbox.close();
  expect(
    await revokeUser('--state-dir', stateDir, '--username', sandbox.user.username),
  ).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^1 session of/),
  });
  expect(
    await revokeUser('--state-dir', elsewhere, '--username', sandbox.user.username),
  ).toMatchObject({
    code: 1,
    output: expect.stringMatching(/no sandbox yet/),
  });
});
