/** Sign-up and recovery over HTTP, with the mailbox of the sandbox. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { solveCaptcha } from '../../conformance/captcha.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { publicPath, type RouteName } from '../../contract/routes/index.ts';
import type { CaptchaResponse, PasswordlessResponse } from '../../contract/schemas/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { run } from '../operations/run.ts';
import { mailedCode, mailsTo, temporaryDirectory } from './support.ts';

const JANE = 'jane@example.org';
const INVITED = 'invited@example.org';
const PASSWORD = 'correct horse battery';

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, emailCodes: true });
});
afterAll(() => sandbox.close());

const post = (route: RouteName, body: object) =>
  fetch(sandbox.url + publicPath(route), { method: 'POST', body: JSON.stringify(body) });

/** Asks for a mail as a stranger: solves the CAPTCHA that is demanded. */
async function order(route: RouteName, username: string, rest: object = {}): Promise<Response> {
  const { error } = (await (await post(route, { username, ...rest })).json()) as Envelope;
  const { challenge_url } = error.details.captcha as { challenge_url: string };
  const challenge = (await (await fetch(sandbox.url + challenge_url)).json()) as CaptchaResponse;
  return post(route, { username, ...rest, captcha: await solveCaptcha(challenge) });
}

test('a person signs up, signs in, forgets the password and resets it', async () => {
  const signUp = await order('signUp', JANE);
  expect(signUp.status).toBe(202);
  expect(await signUp.json()).toEqual({ delivery: { medium: 'email', destination: 'j***@e***' } });
  const [mail] = await mailsTo(sandbox, JANE);
  expect(mail?.code).toMatch(/^\d{6}[0-9A-Z]{8}$/);
  expect(mail?.body).toContain(mail?.code);
  const proof = { username: JANE, code: mail?.code, password: PASSWORD };
  const confirmed = await post('confirmSignUp', proof);
  expect(confirmed.status).toBe(204);
  expect(confirmed.headers.getSetCookie().join()).toMatch(/^device=/);
  const login = await post('login', { username: JANE, password: PASSWORD });
  expect(login.status).toBe(200);
  const { token } = (await login.json()) as { token: string };

  expect((await order('forgotPassword', JANE)).status).toBe(202);
  const code = await mailedCode(sandbox, JANE);
  const reset = { username: JANE, code, password: 'staple of a new battery' };
  expect((await post('resetPassword', reset)).status).toBe(204);
  const session = await fetch(sandbox.url + publicPath('session'), {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(session.status).toBe(401);
  expect((await post('login', { username: JANE, password: reset.password })).status).toBe(200);
});

test('an invited user of a pool with codes by e-mail gets a temporary password', async () => {
  const args = ['invite', '--username', INVITED, '--state-dir', stateDir];
  expect((await run('users', args)).status).toBe(0);
  expect((await mailsTo(sandbox, INVITED))[0]?.body).toContain('temporary password');
});

test('a person signs in with a code by e-mail', async () => {
  const begun = await order('passwordless', JANE, { method: 'email_code' });
  expect(begun.status).toBe(202);
  const { challenge } = (await begun.json()) as PasswordlessResponse;
  expect(challenge.parameters).toEqual({ delivery: { medium: 'EMAIL', destination: 'j***@e***' } });
  const code = await mailedCode(sandbox, JANE);
  expect(code).toMatch(/^\d{8}[0-9A-Z]{8}$/);
  const [cookie = ''] = begun.headers.getSetCookie();
  const answer = await fetch(sandbox.url + publicPath('challenge'), {
    method: 'POST',
    headers: { Cookie: cookie.split(';')[0] ?? '' },
    body: JSON.stringify({ challenge_token: challenge.token, code }),
  });
  expect(answer.status).toBe(200);
});
