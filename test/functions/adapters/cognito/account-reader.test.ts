import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoAccountReader } from '../../../../functions/adapters/cognito/account-reader.ts';
import { catchCode } from '../../../support/failure.ts';

const JANE = {
  Username: 'jane-name',
  Enabled: true,
  UserStatus: 'CONFIRMED' as const,
  UserCreateDate: new Date('2026-03-01T12:00:00.500Z'),
  UserLastModifiedDate: new Date('2026-03-02T12:00:00Z'),
  UserAttributes: [
    { Name: 'sub', Value: 'jane' },
    { Name: 'email', Value: 'jane@example.com' },
  ],
};

function readerOf(user: object) {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  mock.on(AdminGetUserCommand).resolves(user as typeof JANE);
  mock.on(AdminListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'staff' }] });
  return { mock, ...cognitoAccountReader({ client, userPoolId: 'pool' }, 60_000) };
}

describe('reading an account', () => {
  test('returns attributes, groups and dates', async () => {
    const { mock, read } = readerOf(JANE);
    await expect(read('jane-name')).resolves.toEqual({
      sub: 'jane',
      username: 'jane-name',
      status: 'CONFIRMED',
      createdAt: 1_772_366_400,
      updatedAt: 1_772_452_800,
      attributes: { email: 'jane@example.com' },
      groups: ['staff'],
    });
    expect(mock.commandCalls(AdminGetUserCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool',
      Username: 'jane-name',
    });
  });

  test('accepts the dates of the wire, which are seconds', async () => {
    const { read } = readerOf({
      ...JANE,
      UserCreateDate: 1_772_366_400.5,
      UserLastModifiedDate: 1_772_452_800,
    });
    await expect(read('jane-name')).resolves.toMatchObject({
      createdAt: 1_772_366_400,
      updatedAt: 1_772_452_800,
    });
  });

  test.each(['AdminGetUser', 'AdminListGroupsForUser'])(
    'returns undefined if %s finds no user',
    async (call) => {
      const { mock, read } = readerOf(JANE);
      const gone = Object.assign(new Error('gone'), { name: 'UserNotFoundException' });
      if (call === 'AdminGetUser') mock.on(AdminGetUserCommand).rejects(gone);
      else mock.on(AdminListGroupsForUserCommand).rejects(gone);
      await expect(read('jane-name')).resolves.toBeUndefined();
    },
  );

  test.each([
    ['no user', {}],
    ['no sub', { ...JANE, UserAttributes: [] }],
    ['no date', { ...JANE, UserCreateDate: 'yesterday' }],
  ])('an answer with %s is a failure of Cognito', async (_, user) => {
    await expect(catchCode(readerOf(user).read('jane-name'))).resolves.toBe('BAD_GATEWAY');
  });
});
