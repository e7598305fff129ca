/** The exceptions of sign-up, recovery and the account. */

import { JANE, MINUTE, OTHER_PASSWORD, PASSWORD, world } from '../kit.ts';
import type { Table } from './operations.ts';
import { changing, forgot, HISTORY, repeat, signedIn, unconfirmed } from './scenes.ts';

export const ACCOUNT: Table = {
  SignUp: {
    InvalidPasswordException: async () => {
      const { sdk, named } = await world();
      return sdk.signUp({ ...named(JANE), Password: 'short' });
    },
    LimitExceededException: () => unconfirmed({ limits: { mailsPerDay: 0 } }),
    UsernameExistsException: async () => {
      const { sdk, named } = await unconfirmed();
      return sdk.signUp({ ...named(JANE), Password: PASSWORD });
    },
  },
  ConfirmSignUp: {
    AliasExistsException: async () => {
      const UserAttributes = [{ Name: 'email', Value: JANE }];
      const { sdk, named, lastCode } = await world({
        pool: { UsernameAttributes: undefined, AliasAttributes: ['email'] },
      });
      const confirm = async (name: string) => {
        await sdk.signUp({ ...named(name), Password: PASSWORD, UserAttributes });
        return sdk.confirmSignUp({ ...named(name), ConfirmationCode: lastCode() });
      };
      await confirm('one');
      return confirm('two');
    },
    CodeMismatchException: async () => {
      const { sdk, named } = await unconfirmed();
      return sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: 'wrong' });
    },
    ExpiredCodeException: async () => {
      const { sdk, named, lastCode, advance } = await unconfirmed();
      advance(24 * 60 * MINUTE);
      return sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: lastCode() });
    },
    LimitExceededException: async () => {
      const { sdk, named } = await unconfirmed();
      return repeat(15, () => sdk.confirmSignUp({ ...named(JANE), ConfirmationCode: 'wrong' }));
    },
  },
  ResendConfirmationCode: {
    LimitExceededException: async () => {
      const { sdk, named } = await unconfirmed();
      return repeat(5, () => sdk.resendConfirmationCode(named(JANE)));
    },
  },
  ForgotPassword: {
    LimitExceededException: async () => {
      const { sdk, named } = await forgot();
      return repeat(4, () => sdk.forgotPassword(named(JANE)));
    },
  },
  ConfirmForgotPassword: {
    CodeMismatchException: async () => (await forgot()).confirm('wrong'),
    ExpiredCodeException: async () => {
      const { confirm, advance } = await forgot();
      advance(60 * MINUTE);
      return confirm();
    },
    InvalidPasswordException: async () => (await forgot()).confirm(undefined, 'short'),
    LimitExceededException: async () => {
      const { confirm } = await forgot();
      return repeat(4, () => confirm('wrong'));
    },
    PasswordHistoryPolicyViolationException: async () =>
      (await forgot(HISTORY)).confirm(undefined, PASSWORD),
    UserNotConfirmedException: async () => {
      const { sdk, named } = await unconfirmed();
      return sdk.confirmForgotPassword({
        ...named(JANE),
        ConfirmationCode: '123456',
        Password: PASSWORD,
      });
    },
  },
  ChangePassword: {
    InvalidPasswordException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return sdk.changePassword({
        AccessToken,
        PreviousPassword: PASSWORD,
        ProposedPassword: 'short',
      });
    },
    LimitExceededException: async () => {
      const { sdk, AccessToken } = await signedIn();
      const input = { AccessToken, PreviousPassword: 'wrong', ProposedPassword: OTHER_PASSWORD };
      return repeat(5, () => sdk.changePassword(input));
    },
    PasswordHistoryPolicyViolationException: async () => {
      const { sdk, AccessToken } = await signedIn(HISTORY);
      return sdk.changePassword({
        AccessToken,
        PreviousPassword: PASSWORD,
        ProposedPassword: PASSWORD,
      });
    },
  },
  UpdateUserAttributes: {
    AliasExistsException: async () => {
      const { sdk, AccessToken, addUser } = await signedIn();
      await addUser('new@example.com');
      return sdk.updateUserAttributes({
        AccessToken,
        UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
      });
    },
  },
  VerifyUserAttribute: {
    AliasExistsException: async () => {
      const { addUser, verify } = await changing();
      await addUser('new@example.com');
      return verify();
    },
    CodeMismatchException: async () => (await changing()).verify('wrong'),
    ExpiredCodeException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return sdk.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code: '123456' });
    },
    LimitExceededException: async () => {
      const { verify } = await changing();
      return repeat(15, () => verify('wrong'));
    },
  },
  GetUserAttributeVerificationCode: {
    LimitExceededException: async () => {
      const { sdk, AccessToken } = await signedIn();
      return repeat(5, () =>
        sdk.getUserAttributeVerificationCode({ AccessToken, AttributeName: 'email' }),
      );
    },
  },
};
