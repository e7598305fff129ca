import {
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CLAIMS } from '../../../../contract/limits.ts';
import { cognitoUserLookup } from '../../../../functions/adapters/cognito/user-lookup.ts';
import { catchCode } from '../../../support/failure.ts';

const attributes = (values: Record<string, string>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
const JANE = {
  Username: 'jane-name',
  Enabled: true,
  UserStatus: 'CONFIRMED',
  UserAttributes: attributes({ sub: 'jane', email: 'jane@example.com' }),
} as const;

/** The lookup over a mock of the SDK client that holds one user. */
function lookupOf(user: object = JANE, ...groups: string[]) {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  mock.on(AdminGetUserCommand).resolves(user as AdminGetUserCommandOutput);
  mock
    .on(AdminListGroupsForUserCommand)
    .resolves({ Groups: groups.map((GroupName) => ({ GroupName })) });
  return { mock, ...cognitoUserLookup({ client, userPoolId: 'pool' }, 60_000) };
}

const exception = (name: string, message = 'jane-name') =>
  Object.assign(new Error(message), { name });

type Lookup = ReturnType<typeof lookupOf>;
/** Lets one of the calls fail. */
const failingCalls = {
  AdminGetUser: ({ mock }: Lookup, error: Error) => mock.on(AdminGetUserCommand).rejects(error),
  AdminListGroupsForUser: ({ mock }: Lookup, error: Error) =>
    mock.on(AdminListGroupsForUserCommand).rejects(error),
};

test('returns the user with the groups of the pool', async () => {
  const { mock, lookUp } = lookupOf(JANE, 'staff', 'admins');
  await expect(lookUp('jane-name')).resolves.toEqual({
    allowed: true,
    user: {
      sub: 'jane',
      username: 'jane-name',
      email: 'jane@example.com',
      groups: ['staff', 'admins'],
    },
  });
  expect(mock.calls().map(({ args }) => args[0].input)).toEqual([
    { UserPoolId: 'pool', Username: 'jane-name' },
    expect.objectContaining({ UserPoolId: 'pool', Username: 'jane-name' }),
  ]);
});

test('reads the second page of groups', async () => {
  const { mock, lookUp } = lookupOf();
  mock
    .on(AdminListGroupsForUserCommand)
    .resolvesOnce({ Groups: [{ GroupName: 'one' }], NextToken: 'next' })
    .resolvesOnce({ Groups: [{ GroupName: 'two' }] });
  await expect(lookUp('jane-name')).resolves.toMatchObject({ user: { groups: ['one', 'two'] } });
});

test('limits groups and the e-mail address to what fits into a JWT', async () => {
  const { lookUp } = lookupOf(
    {
      ...JANE,
      UserAttributes: attributes({ sub: 'jane', email: 'x'.repeat(CLAIMS.emailLength + 1) }),
    },
    'x'.repeat(CLAIMS.groupsBytes),
  );
  await expect(lookUp('jane-name')).resolves.toMatchObject({ user: { email: null, groups: [] } });
});

describe('a certain no is', () => {
  test.each([
    ['a disabled user', { Enabled: false }, 'user disabled'],
    ['a reset password', { UserStatus: 'RESET_REQUIRED' }, 'password reset required'],
    ['a temporary password', { UserStatus: 'FORCE_CHANGE_PASSWORD' }, 'password change required'],
  ])('%s', async (_, change, reason) => {
    const { mock, lookUp } = lookupOf({ ...JANE, ...change });
    await expect(lookUp('jane-name')).resolves.toEqual({ allowed: false, reason });
    expect(mock.commandCalls(AdminListGroupsForUserCommand)).toEqual([]);
  });

  test.each(Object.entries(failingCalls))('UserNotFoundException of %s', async (_, fail) => {
    const lookup = lookupOf();
    fail(lookup, exception('UserNotFoundException'));
    await expect(lookup.lookUp('jane-name')).resolves.toEqual({
      allowed: false,
      reason: 'user deleted',
    });
  });
});

describe('every other answer is an outage', () => {
  test.each([
    ['TooManyRequestsException', 'SERVICE_UNAVAILABLE'],
    ['InternalErrorException', 'BAD_GATEWAY'],
    ['ResourceNotFoundException', 'INTERNAL_ERROR'],
    ['NotAuthorizedException', 'INTERNAL_ERROR'],
    ['AccessDeniedException', 'BAD_GATEWAY'],
    ['TimeoutError', 'BAD_GATEWAY'],
    ['PasswordResetRequiredException', 'INTERNAL_ERROR'],
  ])('%s is %s, without the username in the cause', async (name, code) => {
    for (const fail of Object.values(failingCalls)) {
      const lookup = lookupOf();
      fail(lookup, exception(name));
      const error = (await lookup.lookUp('jane-name').catch((thrown: unknown) => thrown)) as Error;
      expect(error).toMatchObject({ code });
      expect(String(error.cause)).not.toContain('jane-name');
    }
  });

  const { Enabled: _e, ...withoutEnabled } = JANE;
  const { UserStatus: _s, ...withoutStatus } = JANE;
  test.each([
    ['nothing', {}],
    ['no Enabled', withoutEnabled],
    ['an Enabled that is a string', { ...JANE, Enabled: 'false' }],
    ['no UserStatus', withoutStatus],
    ['no attributes', { ...JANE, UserAttributes: undefined }],
    ['no sub', { ...JANE, UserAttributes: attributes({ email: 'jane@example.com' }) }],
  ])('a user with %s is BAD_GATEWAY', async (_, user) => {
    await expect(catchCode(lookupOf(user).lookUp('jane-name'))).resolves.toBe('BAD_GATEWAY');
  });

  test('no list of groups is BAD_GATEWAY', async () => {
    const { mock, lookUp } = lookupOf();
    mock.on(AdminListGroupsForUserCommand).resolves({});
    await expect(catchCode(lookUp('jane-name'))).resolves.toBe('BAD_GATEWAY');
  });
});
