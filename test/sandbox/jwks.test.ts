/** A stage that signs with ES256, from login to logout, as a customer sees it. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { JWKS } from '../../contract/limits.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { jwksResponse } from '../../contract/schemas/index.ts';
import { TOKENS } from '../../sandbox/environment.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { conformance } from '../conformance/command.ts';
import { run } from '../operations/run.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, algorithm: 'ES256' });
});
afterAll(() => sandbox.close());

const fetchKeys = () => fetch(sandbox.url + publicPath('jwks'));
const signIn = async () => {
  const response = await fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify(sandbox.user),
  });
  return ((await response.json()) as { token: string }).token;
};

test('a customer verifies the token of a login with the public keys', async () => {
  const token = await signIn();
  const keys = createRemoteJWKSet(new URL(sandbox.url + publicPath('jwks')));
  const { payload } = await jwtVerify(token, keys, { ...TOKENS, algorithms: ['ES256'] });
  expect(payload).toMatchObject({ email: sandbox.user.username });
  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(sandbox.url + publicPath('session'), { headers })).status).toBe(200);
  const ended = await fetch(sandbox.url + publicPath('logout'), { method: 'POST', headers });
  expect(ended.status).toBe(204);
  expect((await fetch(sandbox.url + publicPath('session'), { headers })).status).toBe(401);
  // The keys alone do not show that the session has ended.
  await expect(jwtVerify(token, keys, { ...TOKENS, algorithms: ['ES256'] })).resolves.toBeDefined();
});

test('the answer may be cached for less time than a key is public before it signs', async () => {
  const response = await fetchKeys();
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe(`max-age=${JWKS.maxAge}`);
  expect(jwksResponse.parse(await response.json()).keys).toHaveLength(1);
});

test('the deployment passes the checks of conformance', async () => {
  const { user } = sandbox;
  const { status, stdout } = await conformance(
    ...['--base-url', sandbox.url, '--username', user.username, '--password', user.password],
    ...['--es256', '--only', 'GET /auth/jwks|the token is a JWT'],
  );
  expect(stdout).toMatch(/^conformance: [1-9]\d* passed, 0 failed, 1 skipped$/m);
  expect(status).toBe(0);
});

test('a retired key is gone, and the new one signs', async () => {
  const { kid = '' } = decodeProtectedHeader(await signIn());
  const { stdout } = await run('retire-key', ['--state-dir', stateDir, '--kid', kid]);
  const next = /; (\S+) signs now/.exec(stdout)?.[1];
  expect(next).toBeDefined();
  const other = await run('retire-key', ['--state-dir', stateDir, '--kid', kid]);
  expect(other.stderr).toContain('No secret contains the key');
});
