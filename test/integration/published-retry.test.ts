/**
 * The published `loginWithRetry` sends a refused password three times without a pause, because its
 * `catch` catches its own `throw`.
 */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../contract/limits.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';

type Fetch = typeof fetch;
type LoginWithRetry = (credentials: {
  username: string;
  password: string;
}) => Promise<{ token: string }>;

const source = readFileSync(
  new URL('../../docs/samples/published/login-with-retry.js', import.meta.url),
  'utf8',
);
const stateDir = temporaryDirectory();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
});
afterAll(() => sandbox.close());

test('a wrong password that is sent three times counts as one attempt', async () => {
  const { username, password } = sandbox.user;
  const statuses: number[] = [];
  const counting: Fetch = async (path, init) => {
    const response = await fetch(sandbox.url + path, init);
    statuses.push(response.status);
    return response;
  };
  const loginWithRetry = new Function('fetch', `${source}; return loginWithRetry;`)(
    counting,
  ) as LoginWithRetry;

  await expect(loginWithRetry({ username, password: 'typo' })).rejects.toThrow('Login failed: 401');
  expect(statuses).toEqual([401, 401, 401]);

  const login = async (guess: string) =>
    (
      await fetch(sandbox.url + publicPath('login'), {
        method: 'POST',
        body: JSON.stringify({ username, password: guess }),
      })
    ).status;
  for (let index = 1; index < ATTEMPTS.captchaAfter.accountAndNetwork; index += 1) {
    expect(await login(`guess ${index}`)).toBe(401);
  }
  expect(await login(password)).toBe(403);
});
