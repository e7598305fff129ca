/** USER_AUTH: choice of the first factor, codes by e-mail, and decoys. */

import { describe, expect, test } from '@jest/globals';
import {
  enrolTotp,
  INCORRECT,
  JANE,
  MINUTE,
  notAuthorized,
  PASSWORD,
  TOTP_OPTIONAL,
  tokensOf,
  type WorldOptions,
  world,
} from './kit.ts';

const CHOICE = {
  Policies: {
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] },
  },
} satisfies WorldOptions['pool'];
const MISMATCH = {
  name: 'CodeMismatchException',
  message: 'Invalid code or auth state for the user.',
};

const withUser = async (options: WorldOptions = {}) => {
  const each = await world({ pool: CHOICE, ...options });
  return { ...each, username: await each.addUser() };
};

describe('a code by e-mail', () => {
  test('has eight digits and signs in once', async () => {
    const { userAuth, respond, lastCode, mails } = await withUser();
    const challenge = await userAuth('EMAIL_OTP');
    expect(challenge).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
        CODE_DELIVERY_DESTINATION: 'j***@e***',
      },
    });
    expect(mails()).toMatchObject([
      { code: expect.stringMatching(/^\d{8}$/), triggerSource: 'CustomMessage_Authentication' },
    ]);
    const code = { EMAIL_OTP_CODE: lastCode() };
    await expect(respond(challenge, code)).resolves.toHaveProperty('AuthenticationResult');
    await expect(respond(challenge, code)).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session can only be used once.'),
    );
  });

  test('may be mistyped six times without a lockout, and dies with its session', async () => {
    const { userAuth, respond, lastCode, advance } = await withUser();
    const challenge = await userAuth('EMAIL_OTP');
    for (let count = 0; count < 6; count += 1) {
      await expect(respond(challenge, { EMAIL_OTP_CODE: '0' })).rejects.toMatchObject(MISMATCH);
    }
    advance(3 * MINUTE);
    await expect(respond(challenge, { EMAIL_OTP_CODE: lastCode() })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session is expired.'),
    );
  });

  test('verifies the address and confirms the user', async () => {
    const { sdk, of, named, userAuth, respond, lastCode } = await world({ pool: CHOICE });
    await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    await respond(await userAuth('EMAIL_OTP'), { EMAIL_OTP_CODE: lastCode() });
    const { UserStatus, UserAttributes } = await sdk.adminGetUser(of(JANE));
    expect(UserStatus).toBe('CONFIRMED');
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  test('is one mail per request, and limited per hour', async () => {
    const { userAuth, mails } = await withUser();
    for (let count = 0; count < 5; count += 1) await userAuth('EMAIL_OTP');
    expect(mails()).toHaveLength(5);
    await expect(userAuth('EMAIL_OTP')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
  });

  const states: [string, NonNullable<WorldOptions['switches']>, object | string][] = [
    ['UNCONFIRMED', { emailCodeUnconfirmed: 'challenge' }, 'mail'],
    ['UNCONFIRMED', { emailCodeUnconfirmed: 'refused' }, { name: 'UserNotConfirmedException' }],
    ['disabled', { emailCodeDisabled: 'decoy' }, 'no mail'],
    ['disabled', { emailCodeDisabled: 'refused' }, notAuthorized('User is disabled.')],
    ['RESET_REQUIRED', { emailCodeResetRequired: 'challenge' }, 'mail'],
    [
      'RESET_REQUIRED',
      { emailCodeResetRequired: 'refused' },
      { name: 'PasswordResetRequiredException' },
    ],
  ];
  test.each(states)('of a user who is %s, by the switch %p', async (state, switches, outcome) => {
    const { addUser, sdk, of, named, userAuth, mails } = await world({ pool: CHOICE, switches });
    if (state === 'UNCONFIRMED') await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    else await addUser();
    if (state === 'disabled') await sdk.adminDisableUser(of(JANE));
    if (state === 'RESET_REQUIRED') await sdk.adminResetUserPassword(of(JANE));
    const before = mails().length;
    const answer = userAuth('EMAIL_OTP');
    if (typeof outcome === 'object') {
      await expect(answer).rejects.toMatchObject(outcome);
      return;
    }
    await expect(answer).resolves.toHaveProperty('ChallengeName', 'EMAIL_OTP');
    expect(mails().length - before).toBe(outcome === 'mail' ? 1 : 0);
  });
});

describe('SELECT_CHALLENGE', () => {
  test('lists what the user has if nothing is preferred, or the preferred is missing', async () => {
    const { userAuth } = await withUser();
    for (const preferred of [undefined, 'WEB_AUTHN']) {
      await expect(userAuth(preferred)).resolves.toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'],
      });
    }
  });

  test('offers only the password to a user with a temporary one', async () => {
    const { sdk, of, userAuth } = await world({ pool: CHOICE });
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    await expect(userAuth('EMAIL_OTP')).resolves.toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
  });

  test('takes the password with the choice, or in a challenge of its own', async () => {
    const { userAuth, respond } = await withUser();
    const select = await userAuth();
    const choice = { ANSWER: 'PASSWORD' };
    await expect(respond(select, { ...choice, PASSWORD: 'wrong' })).rejects.toMatchObject(
      INCORRECT,
    );
    const next = await respond(select, choice);
    expect(next.ChallengeName).toBe('PASSWORD');
    await expect(respond(next, { PASSWORD: 'wrong' })).rejects.toMatchObject(INCORRECT);
    await expect(respond(next, { PASSWORD })).resolves.toHaveProperty('AuthenticationResult');
    await expect(respond(await userAuth(), { ...choice, PASSWORD })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
    await expect(userAuth('PASSWORD', JANE, { PASSWORD })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  test('refuses what it did not offer', async () => {
    const { userAuth, respond } = await withUser();
    const select = await userAuth();
    for (const ANSWER of ['WEB_AUTHN', 'PASSWORD_SRP']) {
      await expect(respond(select, { ANSWER })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });
});

test('a second factor hides codes by e-mail and follows the password', async () => {
  const each = await withUser({ mfa: TOTP_OPTIONAL });
  await enrolTotp(each, tokensOf(await each.signIn()).AccessToken);
  await expect(each.userAuth('EMAIL_OTP')).resolves.toMatchObject({
    ChallengeName: 'SELECT_CHALLENGE',
    AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
  });
  await expect(each.userAuth('PASSWORD', JANE, { PASSWORD })).resolves.toHaveProperty(
    'ChallengeName',
    'SOFTWARE_TOKEN_MFA',
  );
});

describe('an unknown name', () => {
  const NOBODY = 'nobody@example.com';

  test.each([
    [0, 'PASSWORD'],
    [0.4, 'EMAIL_OTP'],
    [0.9, 'WEB_AUTHN'],
  ])('gets an allowed challenge at random (%p: %s)', async (value, challenge) => {
    const { userAuth, mails } = await world({ pool: CHOICE, random: () => value });
    const decoy = await userAuth('EMAIL_OTP', NOBODY);
    expect(decoy.ChallengeName).toBe(challenge);
    expect(mails(NOBODY)).toEqual([]);
  });

  test.each([
    ['EMAIL_OTP', { EMAIL_OTP_CODE: '12345678' }, MISMATCH],
    ['PASSWORD', { PASSWORD }, INCORRECT],
    ['WEB_AUTHN', { CREDENTIAL: '{}' }, INCORRECT],
  ])('gets %s by the switch, which nothing solves', async (preferred, answer, outcome) => {
    const { userAuth, respond } = await world({
      pool: CHOICE,
      switches: { unknownUserChallenge: 'preferred' },
    });
    const decoy = await userAuth(preferred, NOBODY);
    expect(decoy.ChallengeName).toBe(preferred);
    await expect(respond(decoy, answer, NOBODY)).rejects.toMatchObject(outcome);
  });

  test('gets a session that is longer than that of a user, as on AWS', async () => {
    const { userAuth } = await withUser({ switches: { unknownUserChallenge: 'preferred' } });
    const [real, decoy] = [await userAuth('EMAIL_OTP'), await userAuth('EMAIL_OTP', NOBODY)];
    expect([real.Session?.length, decoy.Session?.length]).toEqual([1_543, 1_587]);
    expect(Object.keys(decoy.ChallengeParameters ?? {})).toEqual(
      Object.keys(real.ChallengeParameters ?? {}),
    );
  });
});
