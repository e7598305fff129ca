/** Worlds in a certain state, for the exceptions that it causes. */

import { authenticator } from '../authenticator.ts';
import { JANE, OTHER_PASSWORD, PASSWORD, tokensOf, type WorldOptions, world } from '../kit.ts';

export async function signedIn(options: WorldOptions = {}) {
  const each = await world(options);
  const username = await each.addUser();
  return { ...each, username, AccessToken: tokensOf(await each.signIn()).AccessToken };
}

export const PASSKEYS = {
  pool: {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
  },
  mfa: { WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'required' } },
} satisfies WorldOptions;

export const LEGACY: WorldOptions = { client: { PreventUserExistenceErrors: 'LEGACY' } };

/** A confirmation by code that comes too often, is wrong, or was never asked for. */
export async function forgot(options: WorldOptions = {}) {
  const each = await world(options);
  await each.addUser();
  await each.sdk.forgotPassword(each.named(JANE));
  const confirm = (ConfirmationCode = each.lastCode(), Password = OTHER_PASSWORD) =>
    each.sdk.confirmForgotPassword({ ...each.named(JANE), ConfirmationCode, Password });
  return { ...each, confirm };
}

export async function unconfirmed(options: WorldOptions = {}) {
  const each = await world(options);
  await each.sdk.signUp({ ...each.named(JANE), Password: PASSWORD });
  return each;
}

export async function changing(options: WorldOptions = {}) {
  const each = await signedIn(options);
  const { AccessToken } = each;
  await each.sdk.updateUserAttributes({
    AccessToken,
    UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
  });
  const verify = (Code = each.lastCode('new@example.com')) =>
    each.sdk.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code });
  return { ...each, verify };
}

export async function temporary(options: WorldOptions = {}) {
  const each = await world(options);
  await each.sdk.adminCreateUser({ ...each.of(JANE), TemporaryPassword: PASSWORD });
  return { ...each, challenge: await each.signIn() };
}

export const HISTORY: WorldOptions = {
  pool: { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 5 } } },
};

/** Starts a registration and completes it with a credential of the given device. */
export async function registering(
  device: Parameters<typeof authenticator>[0] = {},
  options: WorldOptions = {},
) {
  const each = await signedIn({ ...PASSKEYS, ...options });
  const { AccessToken, sdk } = each;
  const start = async () =>
    (await sdk.startWebAuthnRegistration({ AccessToken })).CredentialCreationOptions as unknown as {
      challenge: string;
    };
  const { challenge } = await start();
  const complete = (token = AccessToken, answered = challenge) =>
    sdk.completeWebAuthnRegistration({
      AccessToken: token,
      Credential: authenticator(device).register(answered),
    });
  return { ...each, start, complete };
}

export async function repeat(times: number, request: () => Promise<unknown>): Promise<unknown> {
  for (let count = 0; count < times; count += 1) await request().catch(() => {});
  return request();
}

export async function twentyPasskeys() {
  const each = await registering();
  await each.complete();
  for (let count = 1; count < 20; count += 1) {
    const { challenge } = await each.start();
    await each.complete(each.AccessToken, challenge);
  }
  return each;
}
