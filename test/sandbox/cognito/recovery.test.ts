/** Forgotten and changed passwords. */

import { describe, expect, test } from '@jest/globals';
import {
  HOUR,
  INCORRECT,
  JANE,
  notAuthorized,
  OTHER_PASSWORD,
  PASSWORD,
  tokensOf,
  world,
} from './kit.ts';

const NO_ADDRESS = {
  name: 'InvalidParameterException',
  message:
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
};
const MISMATCH = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const EXPIRED = { name: 'ExpiredCodeException' };
const SIMULATED = { CodeDeliveryDetails: { Destination: 'j***@e***', DeliveryMedium: 'EMAIL' } };

describe('ForgotPassword', () => {
  test('mails a code that sets a new password once', async () => {
    const { addUser, sdk, named, lastCode, signIn, mails } = await world();
    await addUser();
    await expect(sdk.forgotPassword(named(JANE))).resolves.toMatchObject(SIMULATED);
    expect(mails()).toMatchObject([{ triggerSource: 'CustomMessage_ForgotPassword' }]);
    const input = { ...named(JANE), ConfirmationCode: lastCode(), Password: OTHER_PASSWORD };
    await expect(sdk.confirmForgotPassword({ ...input, Password: 'x' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await sdk.confirmForgotPassword(input);
    await expect(signIn(JANE, OTHER_PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
    await expect(sdk.confirmForgotPassword(input)).rejects.toMatchObject(EXPIRED);
  });

  test('keeps the code for an hour', async () => {
    const { addUser, sdk, named, lastCode, advance } = await world();
    await addUser();
    await sdk.forgotPassword(named(JANE));
    advance(HOUR);
    await expect(
      sdk.confirmForgotPassword({
        ...named(JANE),
        ConfirmationCode: lastCode(),
        Password: OTHER_PASSWORD,
      }),
    ).rejects.toMatchObject(EXPIRED);
  });

  test('simulates a delivery for an unknown and for a disabled user', async () => {
    const { addUser, sdk, of, named, mails } = await world();
    await expect(sdk.forgotPassword(named(JANE))).resolves.toMatchObject(SIMULATED);
    await addUser();
    await sdk.adminDisableUser(of(JANE));
    await expect(sdk.forgotPassword(named(JANE))).resolves.toMatchObject(SIMULATED);
    expect(mails()).toEqual([]);
  });

  test('tells of both where existence errors are not prevented', async () => {
    const { addUser, sdk, of, named } = await world({
      client: { PreventUserExistenceErrors: 'LEGACY' },
    });
    await expect(sdk.forgotPassword(named(JANE))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await addUser();
    await sdk.adminDisableUser(of(JANE));
    await expect(sdk.forgotPassword(named(JANE))).rejects.toMatchObject(
      notAuthorized('User is disabled.'),
    );
    const input = { ...named(JANE), ConfirmationCode: '123456', Password: OTHER_PASSWORD };
    await expect(sdk.confirmForgotPassword(input)).rejects.toMatchObject(
      notAuthorized('User is disabled.'),
    );
  });

  test('refuses a user with a temporary password', async () => {
    const { sdk, of, named } = await world();
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    await expect(sdk.forgotPassword(named(JANE))).rejects.toMatchObject(
      notAuthorized('User password cannot be reset in the current state.'),
    );
  });

  test.each(['refused', 'simulated'] as const)(
    'of an unconfirmed user is %s by the switch',
    async (forgotWithoutAddress) => {
      const { sdk, named } = await world({ switches: { forgotWithoutAddress } });
      await sdk.signUp({ ...named(JANE), Password: PASSWORD });
      const answer = sdk.forgotPassword(named(JANE));
      if (forgotWithoutAddress === 'refused')
        await expect(answer).rejects.toMatchObject(NO_ADDRESS);
      else await expect(answer).resolves.toMatchObject(SIMULATED);
    },
  );

  test('of an unknown user alternates by the switch', async () => {
    const values = [0, 0.9];
    const { sdk, named } = await world({
      switches: { unknownUserDelivery: 'alternates' },
      random: () => values.shift() ?? 0,
    });
    await expect(sdk.forgotPassword(named(JANE))).rejects.toMatchObject(NO_ADDRESS);
    await expect(sdk.forgotPassword(named(JANE))).resolves.toMatchObject(SIMULATED);
  });

  test('shares its hourly limit with ConfirmForgotPassword', async () => {
    const { addUser, sdk, named, lastCode, advance } = await world();
    await addUser();
    await sdk.forgotPassword(named(JANE));
    const input = { ...named(JANE), Password: OTHER_PASSWORD };
    for (let count = 0; count < 4; count += 1) {
      await expect(
        sdk.confirmForgotPassword({ ...input, ConfirmationCode: 'wrong' }),
      ).rejects.toMatchObject(MISMATCH);
    }
    const right = { ...input, ConfirmationCode: lastCode() };
    await expect(sdk.confirmForgotPassword(right)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await expect(sdk.forgotPassword(named(JANE))).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    advance(HOUR);
    await expect(sdk.forgotPassword(named(JANE))).resolves.toBeDefined();
  });
});

describe('ConfirmForgotPassword', () => {
  test('tells a stranger code mismatch for no user, and expired code for one', async () => {
    const { addUser, sdk, named } = await world();
    await addUser();
    const input = { ConfirmationCode: '123456', Password: OTHER_PASSWORD };
    await expect(
      sdk.confirmForgotPassword({ ...named('nobody@example.com'), ...input }),
    ).rejects.toMatchObject(MISMATCH);
    await expect(sdk.confirmForgotPassword({ ...named(JANE), ...input })).rejects.toMatchObject(
      EXPIRED,
    );
  });
});

describe('ChangePassword', () => {
  test('needs the previous password, and revokes no token', async () => {
    const { addUser, sdk, signIn } = await world();
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    const change = (PreviousPassword: string) =>
      sdk.changePassword({ AccessToken, PreviousPassword, ProposedPassword: OTHER_PASSWORD });
    await expect(change('wrong')).rejects.toMatchObject(INCORRECT);
    await expect(
      sdk.changePassword({ AccessToken, ProposedPassword: OTHER_PASSWORD }),
    ).rejects.toMatchObject(INCORRECT);
    await change(PASSWORD);
    await expect(signIn(JANE, OTHER_PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
    await expect(sdk.getUser({ AccessToken })).resolves.toBeDefined();
  });

  test('is limited to five in an hour', async () => {
    const { addUser, sdk, signIn } = await world();
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    const input = { AccessToken, PreviousPassword: 'wrong', ProposedPassword: OTHER_PASSWORD };
    for (let count = 0; count < 5; count += 1) {
      await expect(sdk.changePassword(input)).rejects.toMatchObject(INCORRECT);
    }
    await expect(sdk.changePassword(input)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
  });

  test('of a user without a password needs no previous one', async () => {
    const { sdk, of, userAuth, respond, lastCode, signIn } = await world({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    });
    await sdk.adminCreateUser(of(JANE));
    const answer = await respond(await userAuth('EMAIL_OTP'), { EMAIL_OTP_CODE: lastCode() });
    const { AccessToken } = tokensOf(answer);
    await sdk.changePassword({ AccessToken, ProposedPassword: PASSWORD });
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('keeps the history of the pool', async () => {
    const { addUser, sdk, signIn } = await world({
      pool: { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } } },
    });
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    const passwords = [PASSWORD, 'second-one', 'third-one'];
    const change = (PreviousPassword = '', ProposedPassword = '') =>
      sdk.changePassword({ AccessToken, PreviousPassword, ProposedPassword });
    await change(passwords[0], passwords[1]);
    await expect(change(passwords[1], passwords[0])).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
    });
    await change(passwords[1], passwords[2]);
    await expect(change(passwords[2], passwords[0])).resolves.toBeDefined();
  });
});
