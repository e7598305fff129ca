/** A stage that had second factors, and has none any more. Cognito still lists the former ones. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TEST_USER } from '../../contract/test-user.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { appCode, createBrowser } from './browser.ts';
import { startCognito } from './cognito-client.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
const LOGIN = { username: 'former@example.org', password: TEST_USER.password };

let sandbox: Sandbox;
beforeAll(async () => {
  const cognito = await startCognito(stateDir, Date.now);
  await setUpApp(cognito);
  await cognito.close();
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, passkeys: true, mfa: 'off' });
});
afterAll(() => sandbox.close());

/** Creates the user, with an authenticator app that is on. */
async function setUpApp({ sdk, of, signIn }: Awaited<ReturnType<typeof startCognito>>) {
  const user = of(LOGIN.username);
  const UserAttributes = [
    { Name: 'email', Value: LOGIN.username },
    { Name: 'email_verified', Value: 'true' },
  ];
  await sdk.adminCreateUser({ ...user, UserAttributes, MessageAction: 'SUPPRESS' });
  await sdk.adminSetUserPassword({ ...user, Password: LOGIN.password, Permanent: true });
  const { AuthenticationResult } = await signIn(LOGIN.username, LOGIN.password);
  const { AccessToken } = AuthenticationResult ?? {};
  const { SecretCode = '' } = await sdk.associateSoftwareToken({ AccessToken });
  const UserCode = appCode(SecretCode, Date.now());
  await sdk.verifySoftwareToken({ AccessToken, UserCode });
  await sdk.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
}

test('a former authenticator app does not keep its user from adding a passkey', async () => {
  const send = createBrowser(sandbox);
  const { outcome, jwt } = await send('login', LOGIN);
  expect(outcome).toBe(200);
  expect((await send('beginPasskey', undefined, jwt)).outcome).toBe(200);
});
