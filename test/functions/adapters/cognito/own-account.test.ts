/** The calls by which users change their own account, over a mock of the SDK client. */

import {
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  DeleteUserCommand,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoOwnAccount } from '../../../../functions/adapters/cognito/own-account.ts';
import { cognitoUserTokens } from '../../../../functions/adapters/cognito/user-token.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { CLIENT_ID, CLIENT_SECRET, signInOutput } from '../../../support/cognito.ts';
import { catchCode } from '../../../support/failure.ts';

const TOKEN = 'upstream-access';

function mockAccount() {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  const cognito = { client, clientId: CLIENT_ID, clientSecret: async () => CLIENT_SECRET };
  return {
    mock,
    account: cognitoOwnAccount(cognito, 60_000),
    tokens: cognitoUserTokens(cognito, 60_000),
    inputs: () => mock.calls().map(({ args }) => args[0].input),
  };
}
const exception = (name: string, message = `the text of ${TOKEN}`) =>
  Object.assign(new Error(message), { name });
const refusal = (message: string) => exception('NotAuthorizedException', message);

describe('an access token', () => {
  test('comes from the refresh token of the session', async () => {
    const { mock, tokens, inputs } = mockAccount();
    mock.on(InitiateAuthCommand).resolves(signInOutput({ AccessToken: TOKEN }));
    await expect(tokens.obtain('real-username', 'upstream-refresh')).resolves.toBe(TOKEN);
    expect(inputs()).toMatchObject([
      { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: 'upstream-refresh' } },
    ]);
  });

  test('that is missing is a failure of Cognito', async () => {
    const { mock, tokens } = mockAccount();
    mock.on(InitiateAuthCommand).resolves(signInOutput({ AccessToken: undefined }));
    await expect(catchCode(tokens.obtain('name', 'token'))).resolves.toBe('BAD_GATEWAY');
  });

  test.each([
    ['User is disabled.', 'INVALID_REFRESH_TOKEN'],
    ['Refresh Token has been revoked', 'INVALID_REFRESH_TOKEN'],
    ['something new', 'INTERNAL_ERROR'],
  ])('is refused with "%s": %s', async (message, code) => {
    const { mock, tokens } = mockAccount();
    mock.on(InitiateAuthCommand).rejects(refusal(message));
    await expect(catchCode(tokens.obtain('name', 'token'))).resolves.toBe(code);
  });
});

test('each call sends the access token and nothing that names a user', async () => {
  const { mock, account, inputs } = mockAccount();
  mock.onAnyCommand().resolves({});
  await account.changePassword(TOKEN, 'old', 'new');
  await account.changeAttributes(TOKEN, { name: 'Jane', locale: null });
  await account.requestEmail(TOKEN, 'new@example.com');
  await account.confirmEmail(TOKEN, '123456');
  await account.delete(TOKEN);
  expect(inputs()).toEqual([
    { AccessToken: TOKEN, PreviousPassword: 'old', ProposedPassword: 'new' },
    {
      AccessToken: TOKEN,
      UserAttributes: [
        { Name: 'name', Value: 'Jane' },
        { Name: 'locale', Value: '' },
      ],
    },
    { AccessToken: TOKEN, UserAttributes: [{ Name: 'email', Value: 'new@example.com' }] },
    { AccessToken: TOKEN, AttributeName: 'email', Code: '123456' },
    { AccessToken: TOKEN },
  ]);
});

type Account = ReturnType<typeof mockAccount>['account'];
const CALLS: Readonly<Record<string, (account: Account) => Promise<unknown>>> = {
  changePassword: (account) => account.changePassword(TOKEN, 'old', 'new'),
  changeAttributes: (account) => account.changeAttributes(TOKEN, { name: 'Jane' }),
  requestEmail: (account) => account.requestEmail(TOKEN, 'new@example.com'),
  confirmEmail: (account) => account.confirmEmail(TOKEN, '123456'),
  delete: (account) => account.delete(TOKEN),
};

const MEANINGS: readonly [call: string, error: Error, code: string][] = [
  ['changePassword', refusal('Incorrect username or password.'), 'WRONG_PASSWORD'],
  ['changePassword', exception('InvalidPasswordException'), 'PASSWORD_REJECTED'],
  ['changePassword', exception('LimitExceededException'), 'TOO_MANY_REQUESTS'],
  ['changePassword', exception('TooManyRequestsException'), 'SERVICE_UNAVAILABLE'],
  ['changeAttributes', exception('InvalidParameterException'), 'BAD_REQUEST'],
  ['requestEmail', exception('InvalidParameterException'), 'BAD_REQUEST'],
  ['confirmEmail', exception('CodeMismatchException'), 'INVALID_CODE'],
  ['confirmEmail', exception('ExpiredCodeException'), 'CODE_EXPIRED'],
  ['confirmEmail', exception('AliasExistsException'), 'CONFLICT'],
  ['confirmEmail', exception('LimitExceededException'), 'TOO_MANY_REQUESTS'],
  ...Object.keys(CALLS).flatMap((call): [string, Error, string][] => [
    [call, refusal('Access Token has been revoked'), 'INVALID_TOKEN'],
    [call, refusal('Access Token has expired'), 'INVALID_TOKEN'],
    [call, refusal('User is disabled.'), 'INVALID_TOKEN'],
    [call, exception('PasswordResetRequiredException'), 'INVALID_TOKEN'],
    [call, exception('InternalErrorException'), 'BAD_GATEWAY'],
    [call, exception('ResourceNotFoundException'), 'INTERNAL_ERROR'],
    [call, refusal('A client attempted to write unauthorized attribute'), 'INTERNAL_ERROR'],
  ]),
];
test.each(MEANINGS)('%s: %s is %s', async (name, error, code) => {
  const { mock, account } = mockAccount();
  mock.onAnyCommand().rejects(error);
  const thrown = await CALLS[name]?.(account).catch((failure: unknown) => failure);
  expect(thrown).toBeInstanceOf(AuthError);
  expect((thrown as AuthError).code).toBe(code);
  expect(String((thrown as AuthError).cause)).not.toContain(TOKEN);
});

test.each([
  ['InvalidPasswordException', 'pool_policy'],
  ['PasswordHistoryPolicyViolationException', 'used_before'],
])('%s names the broken rule %s', async (name, rule) => {
  const { mock, account } = mockAccount();
  mock.on(ChangePasswordCommand).rejects(exception(name));
  await expect(account.changePassword(TOKEN, 'old', 'new')).rejects.toMatchObject({
    options: { details: { rules: [rule] } },
  });
});

test.each([
  ['AliasExistsException', 'taken'],
  ['CodeDeliveryFailureException', 'undelivered'],
])('a request for a code that fails with %s has the outcome %s', async (name, outcome) => {
  const { mock, account } = mockAccount();
  mock.on(UpdateUserAttributesCommand).rejects(exception(name));
  await expect(account.requestEmail(TOKEN, 'new@example.com')).resolves.toBe(outcome);
});

test('a user who is gone is deleted, and cannot do anything else', async () => {
  const { mock, account } = mockAccount();
  mock.onAnyCommand().rejects(exception('UserNotFoundException'));
  await expect(account.delete(TOKEN)).resolves.toBeUndefined();
  await expect(catchCode(account.confirmEmail(TOKEN, '123456'))).resolves.toBe('INVALID_TOKEN');
  expect(mock.commandCalls(DeleteUserCommand)).toHaveLength(1);
  expect(mock.commandCalls(VerifyUserAttributeCommand)).toHaveLength(1);
});
