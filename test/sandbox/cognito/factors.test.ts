/** Second factors: enrolment, challenges, and the set-up inside a sign-in. */

import { describe, expect, test } from '@jest/globals';
import {
  enrolTotp,
  INCORRECT,
  JANE,
  LOCKED,
  MINUTE,
  notAuthorized,
  PASSWORD,
  SECOND,
  TOTP_OPTIONAL,
  tokensOf,
  totpCode,
  type World,
  type WorldOptions,
  world,
} from './kit.ts';

const CODE = 'SOFTWARE_TOKEN_MFA_CODE';
const WRONG_CODE = { name: 'CodeMismatchException', message: 'Invalid code received for user' };
const USED_CODE = {
  name: 'ExpiredCodeException',
  message: 'Your software token has already been used once.',
};

async function enrolled(options: WorldOptions = { mfa: TOTP_OPTIONAL }) {
  const each = await world(options);
  const username = await each.addUser();
  const { AccessToken } = tokensOf(await each.signIn());
  const secret = await enrolTotp(each, AccessToken);
  return { ...each, username, AccessToken, secret, code: () => totpCode(secret, each.now()) };
}

describe('an authenticator app', () => {
  test('is enrolled in three steps; the second alone switches nothing on', async () => {
    const { addUser, signIn, sdk, of, now } = await world({ mfa: TOTP_OPTIONAL });
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    const { SecretCode = '', Session } = await sdk.associateSoftwareToken({ AccessToken });
    expect(SecretCode).toMatch(/^[A-Z2-7]{52}$/);
    expect(Session).toBeUndefined();
    await expect(
      sdk.verifySoftwareToken({ AccessToken, UserCode: '000000' }),
    ).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException', message: 'Code mismatch' });
    await expect(
      sdk.verifySoftwareToken({ AccessToken, UserCode: totpCode(SecretCode, now()) }),
    ).resolves.toMatchObject({ Status: 'SUCCESS' });
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
    await sdk.setUserMFAPreference({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    await expect(signIn()).resolves.toHaveProperty('ChallengeName', 'SOFTWARE_TOKEN_MFA');
    const shown = {
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    };
    await expect(sdk.getUser({ AccessToken })).resolves.toMatchObject(shown);
    await expect(sdk.adminGetUser(of(JANE))).resolves.toMatchObject(shown);
    await expect(sdk.getUserAuthFactors({ AccessToken })).resolves.toMatchObject({
      ...shown,
      ConfiguredUserAuthFactors: ['PASSWORD', 'SOFTWARE_TOKEN'],
    });
  });

  test('cannot be switched on before it is verified', async () => {
    const { addUser, signIn, sdk, of } = await world({ mfa: TOTP_OPTIONAL });
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    await sdk.associateSoftwareToken({ AccessToken });
    const refused = {
      name: 'InvalidParameterException',
      message: 'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    };
    const settings = { SoftwareTokenMfaSettings: { Enabled: true } };
    await expect(sdk.setUserMFAPreference({ AccessToken, ...settings })).rejects.toMatchObject(
      refused,
    );
    await expect(sdk.adminSetUserMFAPreference({ ...of(JANE), ...settings })).rejects.toMatchObject(
      refused,
    );
  });

  test('answers a sign-in with a code, one period early or late', async () => {
    const { signIn, respond, advance, secret, now, username } = await enrolled();
    for (const offset of [-30 * SECOND, 0, 30 * SECOND]) {
      advance(2 * MINUTE);
      const challenge = await signIn();
      expect(challenge.ChallengeParameters).toEqual({ USER_ID_FOR_SRP: username });
      await expect(
        respond(challenge, { [CODE]: totpCode(secret, now() + offset) }),
      ).resolves.toHaveProperty('AuthenticationResult');
    }
    advance(2 * MINUTE);
    await expect(
      respond(await signIn(), { [CODE]: totpCode(secret, now() + 60 * SECOND) }),
    ).rejects.toMatchObject(WRONG_CODE);
  });

  test('gives no code twice, not even across its verification', async () => {
    const { addUser, signIn, sdk, now, respond, advance } = await world({ mfa: TOTP_OPTIONAL });
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    const { SecretCode = '' } = await sdk.associateSoftwareToken({ AccessToken });
    const first = totpCode(SecretCode, now());
    await sdk.verifySoftwareToken({ AccessToken, UserCode: first });
    await sdk.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
    const challenge = await signIn();
    await expect(respond(challenge, { [CODE]: first })).rejects.toMatchObject(USED_CODE);
    advance(30 * SECOND);
    await expect(
      respond(challenge, { [CODE]: totpCode(SecretCode, now()) }),
    ).resolves.toHaveProperty('AuthenticationResult');
  });

  test('keeps its secret when switched off; an administrator deletes it', async () => {
    const { sdk, of, AccessToken, signIn } = await enrolled();
    await sdk.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: false } });
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
    const on = { AccessToken, SoftwareTokenMfaSettings: { Enabled: true } };
    await sdk.setUserMFAPreference(on);
    await sdk.adminDeleteSoftwareToken(of(JANE));
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
    await expect(sdk.setUserMFAPreference(on)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('keeps the old secret until the new one is verified', async () => {
    const { sdk, AccessToken, signIn, respond, code } = await enrolled();
    await sdk.associateSoftwareToken({ AccessToken });
    await expect(respond(await signIn(), { [CODE]: code() })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });
});

describe('wrong codes', () => {
  test('leave the session alive, and lock out after five', async () => {
    const { signIn, respond, code, advance } = await enrolled();
    const challenge = await signIn();
    for (let count = 0; count < 5; count += 1) {
      await expect(respond(challenge, { [CODE]: '000000' })).rejects.toMatchObject(WRONG_CODE);
    }
    await expect(respond(challenge, { [CODE]: code() })).rejects.toMatchObject(LOCKED);
    await expect(signIn()).rejects.toMatchObject(LOCKED);
    advance(SECOND);
    await expect(respond(challenge, { [CODE]: code() })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  test('are not forgotten for a right password alone', async () => {
    const { signIn, respond } = await enrolled();
    for (let count = 0; count < 5; count += 1) {
      const challenge = await signIn();
      await expect(respond(challenge, { [CODE]: '000000' })).rejects.toMatchObject(WRONG_CODE);
    }
    await expect(signIn()).rejects.toMatchObject(LOCKED);
  });
});

describe('a session', () => {
  test('is spent by success only', async () => {
    const { signIn, respond, code, advance } = await enrolled();
    const challenge = await signIn();
    await respond(challenge, { [CODE]: code() });
    advance(30 * SECOND);
    await expect(respond(challenge, { [CODE]: code() })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session can only be used once.'),
    );
  });

  test.each([
    [undefined, 3],
    [15, 15],
  ])('with AuthSessionValidity %p lives %p minutes', async (AuthSessionValidity, minutes) => {
    const { signIn, respond, code, advance } = await enrolled({
      mfa: TOTP_OPTIONAL,
      client: AuthSessionValidity === undefined ? {} : { AuthSessionValidity },
    });
    const challenge = await signIn();
    advance(minutes * MINUTE);
    await expect(respond(challenge, { [CODE]: code() })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session is expired.'),
    );
    const next = await signIn();
    advance(minutes * MINUTE - 1);
    await expect(respond(next, { [CODE]: code() })).resolves.toHaveProperty('AuthenticationResult');
  });

  test('is bound to its user, its client and its challenge', async () => {
    const { signIn, respond, code, addUser, sdk, poolId, username } = await enrolled();
    const john = await addUser('john@example.com');
    const challenge = await signIn();
    const invalid = notAuthorized('Invalid session for the user.');
    await expect(respond(challenge, { [CODE]: code() }, john)).rejects.toMatchObject(invalid);
    await expect(
      respond({ ...challenge, ChallengeName: 'EMAIL_OTP' }, { EMAIL_OTP_CODE: code() }),
    ).rejects.toMatchObject(invalid);
    const { UserPoolClient } = await sdk.createUserPoolClient({
      UserPoolId: poolId,
      ClientName: 'public',
    });
    await expect(
      sdk.respondToAuthChallenge({
        ClientId: UserPoolClient?.ClientId,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: challenge.Session,
        ChallengeResponses: { USERNAME: username, [CODE]: code() },
      }),
    ).rejects.toMatchObject(invalid);
    await expect(respond({ ...challenge, Session: 'unknown' }, {})).rejects.toMatchObject(invalid);
  });

  test('takes SECRET_HASH over the name that is sent, alias or not', async () => {
    const { signIn, respond, code } = await enrolled();
    await expect(respond(await signIn(), { [CODE]: code() }, JANE)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });
});

describe('obligatory MFA', () => {
  const REQUIRED = { ...TOTP_OPTIONAL, MfaConfiguration: 'ON' } as const;

  test('sets up a factor inside the first sign-in; each step gives a new session', async () => {
    const { addUser, signIn, sdk, respond, now, advance } = await world({ mfa: REQUIRED });
    await addUser();
    const setup = await signIn();
    expect(setup).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    const associated = await sdk.associateSoftwareToken({ Session: setup.Session });
    const SecretCode = associated.SecretCode ?? '';
    await expect(
      sdk.verifySoftwareToken({ Session: associated.Session, UserCode: '000000' }),
    ).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    const verified = await sdk.verifySoftwareToken({
      Session: associated.Session,
      UserCode: totpCode(SecretCode, now()),
    });
    expect(new Set([setup.Session, associated.Session, verified.Session]).size).toBe(3);
    await expect(respond({ ...setup, Session: setup.Session }, {})).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session can only be used once.'),
    );
    await expect(respond({ ...setup, Session: verified.Session }, {})).resolves.toHaveProperty(
      'AuthenticationResult',
    );
    advance(30 * SECOND);
    const next = await signIn();
    expect(next.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  test('after a temporary password asks for both', async () => {
    const { sdk, of, signIn, respond } = await world({ mfa: REQUIRED });
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    const next = await respond(await signIn(), { NEW_PASSWORD: 'Battery-staple-2' });
    expect(next.ChallengeName).toBe('MFA_SETUP');
    await expect(respond(next, {})).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('grants tokens without a factor by the switch', async () => {
    const { addUser, signIn } = await world({
      mfa: REQUIRED,
      switches: { firstSignInWithRequiredMfa: 'tokens' },
    });
    await addUser();
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('does not let a user switch the last factor off', async () => {
    const { sdk, AccessToken, poolId } = await enrolled();
    await sdk.setUserPoolMfaConfig({ UserPoolId: poolId, ...REQUIRED });
    await expect(
      sdk.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: false } }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('factors by code', () => {
  const ALL = {
    ...TOTP_OPTIONAL,
    EmailMfaConfiguration: { Message: 'Code {####}', Subject: 'Sign-in' },
    SmsMfaConfiguration: { SmsAuthenticationMessage: '{####}' },
  };
  const both = async (each: World) => {
    await each.sdk.adminUpdateUserAttributes({
      ...each.of(JANE),
      UserAttributes: [
        { Name: 'phone_number', Value: '+15550001234' },
        { Name: 'phone_number_verified', Value: 'true' },
      ],
    });
    await each.sdk.adminSetUserMFAPreference({
      ...each.of(JANE),
      EmailMfaSettings: { Enabled: true },
      SMSMfaSettings: { Enabled: true },
    });
  };

  test('are chosen by SELECT_MFA_TYPE where none is preferred', async () => {
    const each = await world({ mfa: ALL });
    const username = await each.addUser();
    await both(each);
    const select = await each.signIn();
    expect(select).toMatchObject({
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeParameters: {
        MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]',
        USER_ID_FOR_SRP: username,
      },
    });
    await expect(each.respond(select, { ANSWER: 'SOFTWARE_TOKEN_MFA' })).rejects.toMatchObject({
      name: 'MFAMethodNotFoundException',
    });
    const sms = await each.respond(select, { ANSWER: 'SMS_MFA' });
    expect(sms).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        CODE_DELIVERY_DESTINATION: '+*******1234',
      },
    });
    const [message] = each.mails('+15550001234');
    expect(message).toMatchObject({ medium: 'SMS', code: expect.stringMatching(/^\d{6}$/) });
    await expect(each.respond(sms, { SMS_MFA_CODE: message?.code ?? '' })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  test('by e-mail have eight digits and count towards the lockout', async () => {
    const each = await world({ mfa: ALL });
    await each.addUser();
    await both(each);
    await each.sdk.adminSetUserMFAPreference({
      ...each.of(JANE),
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    const challenge = await each.signIn();
    expect(challenge.ChallengeName).toBe('EMAIL_OTP');
    expect(each.mails()).toMatchObject([
      {
        subject: 'Sign-in',
        body: `Code ${each.lastCode()}`,
        code: expect.stringMatching(/^\d{8}$/),
      },
    ]);
    for (let count = 0; count < 5; count += 1) {
      await expect(each.respond(challenge, { EMAIL_OTP_CODE: '0' })).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid code or auth state for the user.',
      });
    }
    await expect(
      each.respond(challenge, { EMAIL_OTP_CODE: each.lastCode() }),
    ).rejects.toMatchObject(LOCKED);
  });

  test('prefer one at most, and need a verified address', async () => {
    const { addUser, sdk, of } = await world({ mfa: ALL });
    await addUser();
    const set = (settings: object) => sdk.adminSetUserMFAPreference({ ...of(JANE), ...settings });
    const one = { Enabled: true, PreferredMfa: true };
    await expect(set({ EmailMfaSettings: one, SMSMfaSettings: one })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(set({ SMSMfaSettings: one })).rejects.toMatchObject({
      message: 'User does not have delivery config set to turn on SMS_MFA',
    });
  });
});

test.each(['session lives', 'session spent'] as const)(
  'a refused new password leaves the %s by the switch',
  async (refusedNewPassword) => {
    const { sdk, of, signIn, respond } = await world({ switches: { refusedNewPassword } });
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    const challenge = await signIn();
    await expect(respond(challenge, { NEW_PASSWORD: 'short' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    const again = respond(challenge, { NEW_PASSWORD: 'Battery-staple-2' });
    if (refusedNewPassword === 'session lives') {
      await expect(again).resolves.toHaveProperty('AuthenticationResult');
    } else {
      await expect(again).rejects.toMatchObject(
        notAuthorized('Invalid session for the user, session can only be used once.'),
      );
    }
  },
);

test('a wrong password beside a factor is refused like any other', async () => {
  const { signIn } = await enrolled();
  await expect(signIn(JANE, 'wrong')).rejects.toMatchObject(INCORRECT);
});

describe('the set-up of an authenticator app is refused', () => {
  test('with both a token and a session, or with a session of no one', async () => {
    const { sdk, AccessToken, signIn, of, poolId } = await enrolled();
    await expect(
      sdk.associateSoftwareToken({ AccessToken, Session: 'x'.repeat(20) }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await sdk.adminDeleteSoftwareToken(of(JANE));
    await sdk.setUserPoolMfaConfig({
      UserPoolId: poolId,
      ...TOTP_OPTIONAL,
      MfaConfiguration: 'ON',
    });
    const { Session } = await signIn();
    await sdk.adminDeleteUser(of(JANE));
    await expect(sdk.associateSoftwareToken({ Session })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user.'),
    );
  });
});

test('a challenge that the fake does not have is refused', async () => {
  const { respond } = await world();
  await expect(respond({ ChallengeName: 'DEVICE_SRP_AUTH' } as never, {})).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
