/** Responses must not reveal whether an account exists. Runs over HTTP with the whole sandbox. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
const stateDir = mkdtempSync(join(tmpdir(), 'enumeration-'));
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(stateDir, { recursive: true });
});

/** Returns a response without the parts that differ for each request. */
async function login(username: string, password: string) {
  const answer = await fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify({ username, password }),
  });
  const headers = [...answer.headers].filter(
    ([name]) => !['date', 'x-request-id', 'x-amzn-requestid', 'x-amz-apigw-id'].includes(name),
  );
  return {
    status: answer.status,
    headers,
    cookies: answer.headers.getSetCookie(),
    // A challenge is bound to the name that was typed, whether or not it exists.
    body: (await answer.text()).replace(/account=[\w-]{43}/, 'account=…'),
  };
}

test('responses and counters are the same for existing, unknown and blocked accounts', async () => {
  const { username, password } = sandbox.user;
  // The third password is correct for the blocked accounts. The response must not reveal that.
  const guesses = (third: string) => ['wrong 1', 'wrong 2', third, 'wrong 4'];
  const accounts: [string, string[]][] = [
    [username, guesses('wrong 3')],
    ['nobody@example.com', guesses('wrong 3')],
    ['disabled@example.com', guesses(password)],
    ['unconfirmed@example.com', guesses(password)],
    ['reset@example.com', guesses(password)],
  ];
  const histories = [];
  for (const [name, passwords] of accounts) {
    const history = [];
    for (const guess of passwords) history.push(await login(name, guess));
    histories.push(history);
  }
  const [known, ...others] = histories;
  expect(known?.map(({ status }) => status)).toEqual([401, 401, 401, 403]);
  for (const other of others) expect(other).toEqual(known);
});
