/**
 * Sign-ins where a second factor is required, for both answers that Cognito may give to the first
 * one. A process can start one sandbox, so each answer has a test file.
 */

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Switches } from '../../sandbox/cognito/switches.ts';
import { connectSandbox } from '../../sandbox/connect.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { appCode, createBrowser } from './browser.ts';
import { mailsTo, temporaryDirectory } from './support.ts';

const PASSWORD = 'ValidPass123!';
const NEW_PASSWORD = 'plum-orbit-canyon-42';

type FirstSignIn = Switches['firstSignInWithRequiredMfa'];

export function describeRequiredMfa(firstSignInWithRequiredMfa: FirstSignIn): void {
  /** By how much the clock of Cognito is ahead, in milliseconds. */
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const stateDir = temporaryDirectory();
  const nameOf = (name: string) => `${name}@example.org`;
  let sandbox: Sandbox;
  let cognito: CognitoIdentityProvider;
  let UserPoolId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      stateDir,
      quiet: true,
      clock,
      mfa: 'required',
      switches: { firstSignInWithRequiredMfa },
      users: ['first', 'back', 'helped', 'stolen', 'gone'].map((name) => ({
        username: nameOf(name),
        password: PASSWORD,
        groups: [],
      })),
    });
    // The sandbox has set the endpoint and the credentials of this process.
    cognito = new CognitoIdentityProvider();
    UserPoolId = (await connectSandbox(stateDir)).poolId;
  });
  afterAll(async () => {
    cognito?.destroy();
    await sandbox.close();
  });

  const logIn = async (name: string, password = PASSWORD) => {
    const send = createBrowser(sandbox);
    return { send, step: await send('login', { username: nameOf(name), password }) };
  };
  /** Signs in for the first time, and sets an app up. */
  async function enrol(name: string) {
    const { send, step } = await logIn(name);
    const { challenge_token, secret } = step;
    const code = appCode(secret, clock());
    const { jwt = '' } = await send('challenge', { challenge_token, code });
    return { send, jwt, secret, code };
  }
  const setUp = { outcome: 'CHALLENGE_REQUIRED', name: 'MFA_SETUP', jwt: undefined };

  test('the first sign-in leads to the set-up of an app, and opens a session after it', async () => {
    const { send, step } = await logIn('first');
    expect(step).toMatchObject(setUp);
    const { secret } = step;
    expect(secret).toMatch(/^[A-Z2-7]{52}$/);
    const wrong = await send('challenge', {
      challenge_token: step.challenge_token,
      code: '000000',
    });
    expect(wrong).toMatchObject({ ...setUp, outcome: 'INVALID_CODE', secret });
    const code = appCode(secret, clock());
    const done = await send('challenge', { challenge_token: wrong.challenge_token, code });
    expect(done.outcome).toBe(200);
    const { body } = await send('session', undefined, done.jwt);
    expect(body).toMatchObject({ session: { amr: ['pwd', 'otp', 'mfa'] } });
    expect((await send('getMfa', undefined, done.jwt)).body).toEqual({
      totp: { enabled: true },
      required: true,
    });
    const subjects = (await mailsTo(sandbox, nameOf('first'))).map(({ subject }) => subject);
    expect(subjects).toContain('Sandbox: An authenticator app was added to your account');
    expect((await send('refresh')).outcome).toBe(200);

    // The set-up has used its code up.
    const next = await logIn('first');
    expect(next.step).toMatchObject({ outcome: 'CHALLENGE_REQUIRED', name: 'SOFTWARE_TOKEN_MFA' });
    const { challenge_token } = next.step;
    expect((await next.send('challenge', { challenge_token, code })).outcome).toBe('INVALID_CODE');
  });

  test('a temporary password is replaced, and the set-up still follows', async () => {
    await cognito.adminCreateUser({
      UserPoolId,
      Username: nameOf('invited'),
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    });
    const { send, step } = await logIn('invited');
    expect(step).toMatchObject({ name: 'NEW_PASSWORD_REQUIRED' });
    const { challenge_token } = step;
    const next = await send('challenge', { challenge_token, new_password: NEW_PASSWORD });
    expect(next).toMatchObject(setUp);
    const code = appCode(next.secret, clock());
    const done = await send('challenge', { challenge_token: next.challenge_token, code });
    expect(done.outcome).toBe(200);
  });

  test('the set-up is not skipped by going back, by another route or by a second login', async () => {
    const { send, step } = await logIn('back');
    expect(step).toMatchObject(setUp);
    expect((await send('refresh')).outcome).toBe('BAD_REQUEST');
    expect((await send('session')).outcome).toBe('NOT_AUTHENTICATED');
    const again = await send('login', { username: nameOf('back'), password: PASSWORD });
    expect(again).toMatchObject(setUp);
    expect((await send('refresh')).outcome).toBe('BAD_REQUEST');
    // The former step belongs to the former cookie.
    const old = { challenge_token: step.challenge_token, code: appCode(step.secret, clock()) };
    expect((await send('challenge', old)).outcome).toBe('INVALID_CHALLENGE');
    const { challenge_token, secret } = again;
    const right = { challenge_token, code: appCode(secret, clock()) };
    expect((await createBrowser(sandbox)('challenge', right)).outcome).toBe('INVALID_CHALLENGE');
    expect((await send('challenge', right)).outcome).toBe(200);
    expect((await send('challenge', right)).outcome).toBe('INVALID_CHALLENGE');
  });

  test('the app cannot be removed, and can be replaced', async () => {
    const { send, jwt, secret } = await enrol('stolen');
    expect(await send('disableTotp', undefined, jwt)).toMatchObject({ outcome: 'CONFLICT' });
    const { secret: next } = (await send('startTotp', undefined, jwt)).body as { secret: string };
    expect(next).not.toBe(secret);
    const replaced = await send('enableTotp', { code: appCode(next, clock()) }, jwt);
    expect(replaced.outcome).toBe(204);
    ahead += 60_000;
    for (const [app, outcome] of [
      [secret, 'INVALID_CODE'],
      [next, 200],
    ] as const) {
      const other = await logIn('stolen');
      const { challenge_token } = other.step;
      const answer = { challenge_token, code: appCode(app, clock()) };
      expect((await other.send('challenge', answer)).outcome).toBe(outcome);
    }
  });

  test('after an operator has removed the factors, a new app is set up', async () => {
    const { secret } = await enrol('helped');
    const user = { UserPoolId, Username: nameOf('helped') };
    await cognito.adminDeleteSoftwareToken(user);
    const { send, step } = await logIn('helped');
    expect(step).toMatchObject(setUp);
    expect(step.secret).not.toBe(secret);
    const { challenge_token } = step;
    const old = await send('challenge', { challenge_token, code: appCode(secret, clock()) });
    expect(old.outcome).toBe('INVALID_CODE');
    const answer = { challenge_token: old.challenge_token, code: appCode(step.secret, clock()) };
    expect((await send('challenge', answer)).outcome).toBe(200);
  });

  test('a user who is disabled during the set-up is not let in', async () => {
    const { send, step } = await logIn('gone');
    await cognito.adminDisableUser({ UserPoolId, Username: nameOf('gone') });
    const { challenge_token, secret } = step;
    const late = await send('challenge', { challenge_token, code: appCode(secret, clock()) });
    expect(late).toMatchObject({ outcome: 'INVALID_CHALLENGE', jwt: undefined });
  });
}
