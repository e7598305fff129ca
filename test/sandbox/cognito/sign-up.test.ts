/** Sign-up, its confirmation, and the mails of both. */

import { describe, expect, test } from '@jest/globals';
import { HOUR, JANE, notAuthorized, PASSWORD, world } from './kit.ts';

const EXPIRED = {
  name: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
};
const MISMATCH = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};

describe('SignUp', () => {
  test('makes an unconfirmed user and mails a code of six digits', async () => {
    const { sdk, of, named, mails } = await world();
    const answer = await sdk.signUp({
      ...named(JANE),
      Password: PASSWORD,
      UserAttributes: [{ Name: 'given_name', Value: 'Jane' }],
    });
    expect(answer).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: {
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: 'j***@e***',
      },
    });
    await expect(sdk.adminGetUser(of(JANE))).resolves.toMatchObject({ UserStatus: 'UNCONFIRMED' });
    const [mail] = mails();
    expect(mail).toMatchObject({
      code: expect.stringMatching(/^\d{6}$/),
      triggerSource: 'CustomMessage_SignUp',
      body: `Your confirmation code is ${mail?.code}`,
    });
  });

  test('refuses a name that exists, confirmed or not', async () => {
    const { sdk, named } = await world();
    await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    await expect(
      sdk.signUp({ ...named(JANE.toUpperCase()), Password: PASSWORD }),
    ).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  test.each([
    ['short-A1', 'Password not long enough', { MinimumLength: 9 }],
    ['correct-horse-1', 'Password must have uppercase characters', {}],
    ['CORRECT-HORSE-1', 'Password must have lowercase characters', {}],
    ['Correct-horse', 'Password must have numeric characters', {}],
    ['Correcthorse1', 'Password must have symbol characters', {}],
  ])('refuses %s by the policy of the pool', async (Password, rule, policy) => {
    const { sdk, of, named } = await world({
      pool: {
        Policies: {
          PasswordPolicy: {
            MinimumLength: 8,
            RequireLowercase: true,
            RequireUppercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
            ...policy,
          },
        },
      },
    });
    await expect(sdk.signUp({ ...named(JANE), Password })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${rule}`,
    });
    await expect(sdk.adminGetUser(of(JANE))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  test.each([' outer-space-A1', 'outer-space-A1 ', `Aa1-${'x'.repeat(253)}`])(
    'refuses what is no password at all: %p',
    async (Password) => {
      const { sdk, named } = await world();
      await expect(sdk.signUp({ ...named(JANE), Password })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    },
  );

  test('refuses a name that is no e-mail address, unknown and verified attributes', async () => {
    const { sdk, named } = await world();
    const attempt = (name: string, attribute: string) =>
      sdk.signUp({
        ...named(name),
        Password: PASSWORD,
        UserAttributes: [{ Name: attribute, Value: 'x' }],
      });
    await expect(attempt('jane', 'name')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Username should be an email.',
    });
    await expect(attempt(JANE, 'custom:unknown')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(attempt(JANE, 'email_verified')).rejects.toMatchObject(
      notAuthorized('A client attempted to write unauthorized attribute'),
    );
  });

  test('is refused where only administrators create users', async () => {
    const { sdk, named } = await world({
      pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    });
    await expect(sdk.signUp({ ...named(JANE), Password: PASSWORD })).rejects.toMatchObject(
      notAuthorized('SignUp is not permitted for this user pool'),
    );
  });

  test('without a password needs a passwordless pool', async () => {
    const { sdk, named } = await world();
    await expect(sdk.signUp(named(JANE))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const other = await world({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    });
    await expect(other.sdk.signUp(other.named(JANE))).resolves.toBeDefined();
  });

  test.each([
    [
      'CodeDeliveryFailureException',
      {
        onMail: () => {
          throw new Error('no mail server');
        },
      },
    ],
    ['LimitExceededException', { limits: { mailsPerDay: 0 } }],
  ])('leaves the user where the mail fails: %s', async (name, options) => {
    const { sdk, of, named, mails } = await world(options);
    await expect(sdk.signUp({ ...named(JANE), Password: PASSWORD })).rejects.toMatchObject({
      name,
    });
    await expect(sdk.adminGetUser(of(JANE))).resolves.toMatchObject({ UserStatus: 'UNCONFIRMED' });
    expect(mails()).toEqual([]);
  });
});

describe('ConfirmSignUp', () => {
  test('confirms by the code and verifies the address', async () => {
    const { sdk, of, named, lastCode, signIn } = await world();
    await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    const ConfirmationCode = lastCode();
    await expect(
      sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: 'wrong' }),
    ).rejects.toMatchObject(MISMATCH);
    await sdk.confirmSignUp({ ...named(JANE), ConfirmationCode });
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
    const { UserAttributes } = await sdk.adminGetUser(of(JANE));
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(sdk.confirmSignUp({ ...named(JANE), ConfirmationCode })).rejects.toMatchObject(
      notAuthorized('User cannot be confirmed. Current status is CONFIRMED'),
    );
  });

  test('refuses a code after 24 hours, and the code of an earlier mail', async () => {
    const { sdk, named, lastCode, advance } = await world();
    await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    const first = lastCode();
    advance(24 * HOUR);
    await expect(
      sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: first }),
    ).rejects.toMatchObject(EXPIRED);
    await sdk.resendConfirmationCode(named(JANE));
    await expect(
      sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: first }),
    ).rejects.toMatchObject(MISMATCH);
    await sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: lastCode() });
  });

  test('of an unknown user refuses the code, or tells, by the setting of the client', async () => {
    const { sdk, named } = await world();
    const input = { ...named(JANE), ConfirmationCode: '123456' };
    await expect(sdk.confirmSignUp(input)).rejects.toMatchObject(EXPIRED);
    const other = await world({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    await expect(
      other.sdk.confirmSignUp({ ...other.named(JANE), ConfirmationCode: '123456' }),
    ).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
  });

  test('refuses an alias that another user has proven, or moves it when forced', async () => {
    const { sdk, named, lastCode, signIn } = await world({
      pool: { UsernameAttributes: undefined, AliasAttributes: ['email'] },
    });
    const UserAttributes = [{ Name: 'email', Value: JANE }];
    await sdk.signUp({ ...named('one'), Password: PASSWORD, UserAttributes });
    await sdk.confirmSignUp({ ...named('one'), ConfirmationCode: lastCode() });
    await sdk.signUp({ ...named('two'), Password: 'Another-one-2', UserAttributes });
    const ConfirmationCode = lastCode();
    await expect(sdk.confirmSignUp({ ...named('two'), ConfirmationCode })).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
    await sdk.confirmSignUp({ ...named('two'), ConfirmationCode, ForceAliasCreation: true });
    await expect(signIn(JANE, 'Another-one-2')).resolves.toHaveProperty('AuthenticationResult');
  });
});

describe('ResendConfirmationCode', () => {
  test('refuses a confirmed user, and simulates for an unknown one', async () => {
    const { addUser, sdk, named, mails } = await world();
    await addUser();
    await expect(sdk.resendConfirmationCode(named(JANE))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
    await expect(sdk.resendConfirmationCode(named('nobody@example.com'))).resolves.toMatchObject({
      CodeDeliveryDetails: { Destination: 'n***@e***', DeliveryMedium: 'EMAIL' },
    });
    expect(mails('nobody@example.com')).toEqual([]);
  });

  test('is limited to five in an hour', async () => {
    const { sdk, named, mails, advance } = await world();
    await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    for (let count = 0; count < 5; count += 1) await sdk.resendConfirmationCode(named(JANE));
    await expect(sdk.resendConfirmationCode(named(JANE))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    expect(mails()).toHaveLength(6);
    advance(HOUR);
    await expect(sdk.resendConfirmationCode(named(JANE))).resolves.toBeDefined();
  });
});
