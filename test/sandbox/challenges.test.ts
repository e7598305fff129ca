/** The steps of a sign-in against the fake of Cognito, over HTTP and the deployed handlers. */

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { connectSandbox } from '../../sandbox/connect.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { appCode, createBrowser } from './browser.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
const PASSWORD = 'a secret phrase';
const NEW_PASSWORD = 'another secret phrase';

/** By how much the clock of Cognito is ahead, in milliseconds. */
let ahead = 0;
const clock = () => Date.now() + ahead;

let sandbox: Sandbox;
let cognito: CognitoIdentityProvider;
let UserPoolId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, clock });
  // The sandbox has set the endpoint and the credentials of this process.
  cognito = new CognitoIdentityProvider();
  UserPoolId = (await connectSandbox(stateDir)).poolId;
});
afterAll(async () => {
  cognito?.destroy();
  await sandbox.close();
});

const createUser = (Username: string) =>
  cognito.adminCreateUser({
    UserPoolId,
    Username,
    TemporaryPassword: PASSWORD,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: Username },
      { Name: 'email_verified', Value: 'true' },
    ],
  });

const browser = () => createBrowser(sandbox);
const codeOf = (secret: string): string => appCode(secret, clock());

test('a temporary password is replaced, and an app is set up and then asked for', async () => {
  const username = 'invited@example.org';
  await createUser(username);
  await cognito.setUserPoolMfaConfig({
    UserPoolId,
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });

  const send = browser();
  const first = await send('login', { username, password: PASSWORD });
  expect(first).toMatchObject({ outcome: 'CHALLENGE_REQUIRED', name: 'NEW_PASSWORD_REQUIRED' });
  const { challenge_token } = first;
  const setUp = await send('challenge', { challenge_token, new_password: NEW_PASSWORD });
  expect(setUp).toMatchObject({ outcome: 'CHALLENGE_REQUIRED', name: 'MFA_SETUP' });

  const { secret } = setUp;
  const typo = await send('challenge', { challenge_token: setUp.challenge_token, code: '000000' });
  expect(typo).toMatchObject({ outcome: 'INVALID_CODE', name: 'MFA_SETUP', secret });
  const code = codeOf(secret);
  const done = await send('challenge', { challenge_token: typo.challenge_token, code });
  expect(done.outcome).toBe(200);

  // The code has proved the app, and works no second time. The next one does.
  const again = await send('login', { username, password: NEW_PASSWORD });
  expect(again).toMatchObject({ outcome: 'CHALLENGE_REQUIRED', name: 'SOFTWARE_TOKEN_MFA' });
  const used = await send('challenge', { challenge_token: again.challenge_token, code });
  expect(used.outcome).toBe('INVALID_CODE');
  ahead += 60_000;
  const next = { challenge_token: used.challenge_token, code: codeOf(secret) };
  const { outcome, jwt } = await send('challenge', next);
  expect(outcome).toBe(200);

  // The app confirms the identity as well, and begins no session.
  ahead += 60_000;
  const step = await send('reauthenticate', { password: NEW_PASSWORD }, jwt);
  expect(step).toMatchObject({ outcome: 'CHALLENGE_REQUIRED', name: 'SOFTWARE_TOKEN_MFA' });
  const proof = { challenge_token: step.challenge_token, code: codeOf(secret) };
  expect((await send('challenge', proof)).outcome).toBe('INVALID_CHALLENGE');
  expect(await send('challenge', proof, jwt)).toMatchObject({ outcome: 204, jwt: undefined });
  const session = await fetch(sandbox.url + publicPath('session'), {
    headers: { Authorization: `Bearer ${jwt}` },
  });
  expect(await session.json()).toMatchObject({ session: { amr: ['pwd', 'otp', 'mfa'] } });

  expect((await send('login', { username, password: PASSWORD })).outcome).toBe(
    'INVALID_CREDENTIALS',
  );
});

test('a user who is deleted during the sign-in must begin again', async () => {
  const username = 'leaver@example.org';
  await createUser(username);
  const send = browser();
  const { challenge_token } = await send('login', { username, password: PASSWORD });
  await cognito.adminDeleteUser({ UserPoolId, Username: username });
  const late = await send('challenge', { challenge_token, new_password: NEW_PASSWORD });
  expect(late.outcome).toBe('INVALID_CHALLENGE');
});

test('Cognito’s session ends with ours', async () => {
  const username = 'slow@example.org';
  await createUser(username);
  const send = browser();
  const { challenge_token } = await send('login', { username, password: PASSWORD });
  // Only the clock of Cognito: as if the two differed.
  ahead += 5 * 60_000;
  const late = await send('challenge', { challenge_token, new_password: NEW_PASSWORD });
  expect(late.outcome).toBe('INVALID_CHALLENGE');
});
