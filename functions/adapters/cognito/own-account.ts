import {
  ChangePasswordCommand,
  DeleteUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { EmailOutcome, OwnAccount } from '../../core/account/own-account.ts';
import { AuthError } from '../../core/error.ts';
import { type Cognito, callCognito, callForOutcome, type Outcomes } from './call.ts';
import type { Overrides } from './exceptions.ts';
import { nameBrokenRule } from './password-rejection.ts';
import { REJECTED_USER } from './rejected-user.ts';

/** What exceptions mean to each operation. The user may know everything about the own account. */
export const ACCOUNT_OVERRIDES = {
  changePassword: {
    ...REJECTED_USER,
    InvalidPasswordException: 'PASSWORD_REJECTED',
    LimitExceededException: 'TOO_MANY_REQUESTS',
    PasswordHistoryPolicyViolationException: 'PASSWORD_REJECTED',
    WrongPassword: 'WRONG_PASSWORD',
  },
  changeAttributes: { ...REJECTED_USER, InvalidParameterException: 'BAD_REQUEST' },
  confirmEmail: {
    ...REJECTED_USER,
    AliasExistsException: 'CONFLICT',
    CodeMismatchException: 'INVALID_CODE',
    ExpiredCodeException: 'CODE_EXPIRED',
    LimitExceededException: 'TOO_MANY_REQUESTS',
  },
  delete: REJECTED_USER,
} as const satisfies Record<string, Overrides>;

/** Exceptions of a request for a code that the caller must not learn of. */
const EMAIL_OUTCOMES: Outcomes<EmailOutcome> = {
  AliasExistsException: 'taken',
  CodeDeliveryFailureException: 'undelivered',
};

/**
 * Changes accounts with the operations of Cognito that take an access token. They need no IAM
 * permission and can concern no other user.
 * @param timeoutMs limit of each call in milliseconds
 */
export function cognitoOwnAccount(
  { client }: Pick<Cognito, 'client'>,
  timeoutMs: number,
): OwnAccount {
  const call = <T>(
    operation: keyof typeof ACCOUNT_OVERRIDES,
    secrets: readonly string[],
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ) => callCognito({ timeoutMs, overrides: ACCOUNT_OVERRIDES[operation], secrets }, send);

  return {
    async changePassword(AccessToken, PreviousPassword, ProposedPassword) {
      const input = { AccessToken, PreviousPassword, ProposedPassword };
      await call('changePassword', Object.values(input), (options) =>
        client.send(new ChangePasswordCommand(input), options),
      ).catch(nameBrokenRule);
    },

    async changeAttributes(AccessToken, attributes) {
      const UserAttributes = Object.entries(attributes).map(([Name, value]) => ({
        Name,
        Value: value ?? '', // An empty value deletes the attribute (API_UpdateUserAttributes).
      }));
      const secrets = [AccessToken, ...UserAttributes.map(({ Value }) => Value)];
      await call('changeAttributes', secrets, (options) =>
        client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }), options),
      );
    },

    async requestEmail(AccessToken, email) {
      const UserAttributes = [{ Name: 'email', Value: email }];
      const command = new UpdateUserAttributesCommand({ AccessToken, UserAttributes });
      const overrides = ACCOUNT_OVERRIDES.changeAttributes;
      const secrets = [AccessToken, email];
      return callForOutcome<EmailOutcome>(
        { timeoutMs, overrides, outcomes: EMAIL_OUTCOMES, secrets },
        async (options) => {
          await client.send(command, options);
          return 'sent';
        },
      );
    },

    async confirmEmail(AccessToken, Code) {
      const input = { AccessToken, AttributeName: 'email', Code };
      await call('confirmEmail', [AccessToken, Code], (options) =>
        client.send(new VerifyUserAttributeCommand(input), options),
      );
    },

    async delete(AccessToken) {
      await call('delete', [AccessToken], (options) =>
        client.send(new DeleteUserCommand({ AccessToken }), options),
      ).catch(ignoreMissingUser);
    },
  };
}

/** A response may have been lost, so that the user is gone when the call is repeated. */
function ignoreMissingUser(error: unknown): void {
  const isMissing =
    error instanceof AuthError &&
    error.cause instanceof Error &&
    error.cause.name === 'UserNotFoundException';
  if (!isMissing) throw error;
}
