/** What administrators do: users, passwords, groups, pools and clients. */

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

describe('AdminCreateUser', () => {
  test('makes a user whose username is the sub, with a temporary password', async () => {
    const { sdk, of, signIn, mails } = await world();
    const { User } = await sdk.adminCreateUser({
      ...of(JANE),
      TemporaryPassword: PASSWORD,
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    });
    const sub = User?.Username;
    expect(sub).toMatch(/^[0-9a-f-]{36}$/);
    expect(User).toEqual({
      Username: sub,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      UserCreateDate: new Date(Date.UTC(2026, 0, 1)),
      UserLastModifiedDate: new Date(Date.UTC(2026, 0, 1)),
      Attributes: [
        { Name: 'sub', Value: sub },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'email', Value: JANE },
      ],
    });
    await expect(signIn()).resolves.toHaveProperty('ChallengeName', 'NEW_PASSWORD_REQUIRED');
    // The default medium is SMS.
    expect(mails()).toEqual([]);
  });

  test('invites by e-mail where EMAIL is named, and again by RESEND', async () => {
    const { sdk, of, signIn, mails, lastCode, advance } = await world();
    await sdk.adminCreateUser({ ...of(JANE), DesiredDeliveryMediums: ['EMAIL'] });
    const first = lastCode();
    expect(mails()).toMatchObject([
      {
        medium: 'EMAIL',
        subject: 'Your temporary password',
        body: `Your username is ${JANE} and temporary password is ${first}.`,
        triggerSource: 'CustomMessage_AdminCreateUser',
      },
    ]);
    advance(8 * 24 * HOUR);
    await sdk.adminCreateUser({ ...of(JANE), MessageAction: 'RESEND' });
    await expect(signIn(JANE, first)).rejects.toMatchObject(INCORRECT);
    await expect(signIn(JANE, lastCode())).resolves.toHaveProperty(
      'ChallengeName',
      'NEW_PASSWORD_REQUIRED',
    );
  });

  test('without a password in a passwordless pool makes a confirmed user', async () => {
    const { sdk, of } = await world({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    });
    await sdk.adminCreateUser(of(JANE));
    await expect(sdk.adminGetUser(of(JANE))).resolves.toMatchObject({ UserStatus: 'CONFIRMED' });
    await expect(sdk.adminGetUserAuthFactors(of(JANE))).resolves.toMatchObject({
      ConfiguredUserAuthFactors: [],
    });
  });

  test('keeps a plain username; a verified e-mail address is an alias', async () => {
    const { sdk, of, signIn } = await world({
      pool: { UsernameAttributes: undefined, AliasAttributes: ['email'] },
    });
    await sdk.adminCreateUser({
      ...of('Jane'),
      UserAttributes: [{ Name: 'email', Value: JANE }],
    });
    await sdk.adminSetUserPassword({ ...of('jane'), Password: PASSWORD, Permanent: true });
    await expect(signIn(JANE)).rejects.toMatchObject(INCORRECT);
    await sdk.adminUpdateUserAttributes({
      ...of('jane'),
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    });
    await expect(signIn(JANE)).resolves.toHaveProperty('AuthenticationResult');
    await expect(sdk.adminGetUser(of(JANE))).resolves.toMatchObject({ Username: 'jane' });
  });
});

describe('NEW_PASSWORD_REQUIRED', () => {
  test('sets the password and signs in; a refused password leaves the session', async () => {
    const { sdk, of, signIn, respond } = await world();
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    const challenge = await signIn();
    expect(challenge.ChallengeParameters).toEqual({
      USER_ID_FOR_SRP: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requiredAttributes: '[]',
      userAttributes: JSON.stringify({ email: JANE }),
    });
    await expect(respond(challenge, { NEW_PASSWORD: 'short' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    await expect(respond(challenge, { NEW_PASSWORD: OTHER_PASSWORD })).resolves.toHaveProperty(
      'AuthenticationResult',
    );
    await expect(respond(challenge, { NEW_PASSWORD: OTHER_PASSWORD })).rejects.toMatchObject(
      notAuthorized('Invalid session for the user, session can only be used once.'),
    );
    await expect(signIn(JANE, OTHER_PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
    await expect(sdk.adminGetUser(of(JANE))).resolves.toMatchObject({ UserStatus: 'CONFIRMED' });
  });

  test('writes the attributes that come along', async () => {
    const { sdk, of, signIn, respond } = await world();
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    await respond(await signIn(), {
      NEW_PASSWORD: OTHER_PASSWORD,
      'userAttributes.given_name': 'Jane',
    });
    const { UserAttributes } = await sdk.adminGetUser(of(JANE));
    expect(UserAttributes).toContainEqual({ Name: 'given_name', Value: 'Jane' });
  });
});

describe('AdminSetUserPassword', () => {
  test('permanent confirms; temporary must be replaced; no token is revoked', async () => {
    const { sdk, of, named, signIn, refresh } = await world();
    const { UserSub = '' } = await sdk.signUp({ ...named(JANE), Password: OTHER_PASSWORD });
    await sdk.adminSetUserPassword({ ...of(JANE), Password: PASSWORD, Permanent: true });
    const { RefreshToken } = tokensOf(await signIn());
    await sdk.adminSetUserPassword({ ...of(JANE), Password: OTHER_PASSWORD });
    await expect(signIn(JANE, OTHER_PASSWORD)).resolves.toHaveProperty(
      'ChallengeName',
      'NEW_PASSWORD_REQUIRED',
    );
    await expect(refresh(RefreshToken, UserSub)).resolves.toHaveProperty('AuthenticationResult');
  });
});

test('AdminResetUserPassword refuses tokens until the mailed code sets a password', async () => {
  const { addUser, sdk, of, named, signIn, lastCode } = await world();
  await addUser();
  const { AccessToken } = tokensOf(await signIn());
  await sdk.adminResetUserPassword(of(JANE));
  await expect(sdk.getUser({ AccessToken })).rejects.toMatchObject({
    name: 'PasswordResetRequiredException',
  });
  await sdk.confirmForgotPassword({
    ...named(JANE),
    ConfirmationCode: lastCode(),
    Password: OTHER_PASSWORD,
  });
  await expect(signIn(JANE, OTHER_PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
});

test('AdminUserGlobalSignOut and AdminDisableUser revoke all tokens', async () => {
  const { addUser, sdk, of, signIn, refresh } = await world();
  const username = await addUser();
  for (const end of ['signOut', 'disable'] as const) {
    const both = [tokensOf(await signIn()), tokensOf(await signIn())];
    if (end === 'signOut') await sdk.adminUserGlobalSignOut(of(JANE));
    else {
      await sdk.adminDisableUser(of(JANE));
      await sdk.adminEnableUser(of(JANE));
    }
    for (const { AccessToken, RefreshToken } of both) {
      await expect(sdk.getUser({ AccessToken })).rejects.toMatchObject(
        notAuthorized('Access Token has been revoked'),
      );
      await expect(refresh(RefreshToken, username)).rejects.toMatchObject(
        notAuthorized('Refresh Token has been revoked'),
      );
    }
  }
});

test('AdminConfirmSignUp confirms without verifying the address', async () => {
  const { sdk, of, named, signIn } = await world();
  await sdk.signUp({ ...named(JANE), Password: PASSWORD });
  await sdk.adminConfirmSignUp(of(JANE));
  await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
  const { UserAttributes } = await sdk.adminGetUser(of(JANE));
  expect(UserAttributes?.map(({ Name }) => Name)).not.toContain('email_verified');
});

test('a deleted name is free at once; its new user has a new sub', async () => {
  const { addUser, sdk, of } = await world();
  const first = await addUser();
  await sdk.adminDeleteUser(of(JANE));
  await expect(sdk.adminGetUser(of(JANE))).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
  await expect(addUser()).resolves.not.toBe(first);
});

test('groups come and go with a user', async () => {
  const { addUser, sdk, of, poolId } = await world();
  await addUser();
  for (const GroupName of ['members', 'editors']) {
    await sdk.createGroup({ UserPoolId: poolId, GroupName, Description: `The ${GroupName}` });
    await sdk.adminAddUserToGroup({ ...of(JANE), GroupName });
  }
  const first = await sdk.adminListGroupsForUser({ ...of(JANE), Limit: 1 });
  expect(first.Groups).toMatchObject([{ GroupName: 'members', Description: 'The members' }]);
  const second = await sdk.adminListGroupsForUser({ ...of(JANE), NextToken: first.NextToken });
  expect(second.Groups).toMatchObject([{ GroupName: 'editors' }]);
  expect(second.NextToken).toBeUndefined();
  await sdk.adminRemoveUserFromGroup({ ...of(JANE), GroupName: 'members' });
  const { Groups } = await sdk.adminListGroupsForUser(of(JANE));
  expect(Groups).toMatchObject([{ GroupName: 'editors' }]);
});

describe('ListUsers', () => {
  test('pages and filters', async () => {
    const { addUser, sdk, of, poolId } = await world();
    const names = ['ann@example.com', 'bob@example.com', 'cid@example.org'];
    for (const name of names) await addUser(name);
    await sdk.adminDisableUser(of('bob@example.com'));
    const list = async (Filter?: string) => {
      const { Users } = await sdk.listUsers({
        UserPoolId: poolId,
        ...(Filter === undefined ? {} : { Filter }),
      });
      return Users?.map(
        ({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value,
      );
    };
    expect(await list()).toEqual(names);
    expect(await list('email = "bob@example.com"')).toEqual(['bob@example.com']);
    expect(await list('email ^= "c"')).toEqual(['cid@example.org']);
    expect(await list('status = "Disabled"')).toEqual(['bob@example.com']);
    expect(await list('cognito:user_status = "CONFIRMED"')).toEqual(names);
    const first = await sdk.listUsers({ UserPoolId: poolId, Limit: 2 });
    expect(first.Users).toHaveLength(2);
    const rest = await sdk.listUsers({
      UserPoolId: poolId,
      PaginationToken: first.PaginationToken,
    });
    expect(rest.Users).toHaveLength(1);
  });
});

describe('a pool and its clients', () => {
  test('are described as they were made', async () => {
    const { sdk, poolId, clientId, secret, addUser } = await world({
      mfa: { MfaConfiguration: 'OFF' },
    });
    await addUser();
    const { UserPool } = await sdk.describeUserPool({ UserPoolId: poolId });
    expect(UserPool).toMatchObject({
      Id: poolId,
      Name: 'test',
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`,
      MfaConfiguration: 'OFF',
      UserPoolTier: 'ESSENTIALS',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      EstimatedNumberOfUsers: 1,
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
    });
    const { UserPoolClient } = await sdk.describeUserPoolClient({
      UserPoolId: poolId,
      ClientId: clientId,
    });
    expect(UserPoolClient).toMatchObject({
      ClientId: clientId,
      ClientSecret: secret,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      AuthSessionValidity: 3,
    });
    await expect(sdk.getUserPoolMfaConfig({ UserPoolId: poolId })).resolves.toMatchObject({
      MfaConfiguration: 'OFF',
    });
  });

  test('lose on update what is not repeated, except what cannot change', async () => {
    const { sdk, poolId, clientId } = await world();
    await sdk.updateUserPool({ UserPoolId: poolId, MfaConfiguration: 'OPTIONAL' });
    const { UserPool } = await sdk.describeUserPool({ UserPoolId: poolId });
    expect(UserPool?.AutoVerifiedAttributes).toBeUndefined();
    expect(UserPool).toMatchObject({ UsernameAttributes: ['email'], MfaConfiguration: 'OPTIONAL' });
    const { UserPoolClient } = await sdk.updateUserPoolClient({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthSessionValidity: 15,
    });
    expect(UserPoolClient).toMatchObject({ ClientName: 'test', AuthSessionValidity: 15 });
    expect(UserPoolClient?.PreventUserExistenceErrors).toBeUndefined();
  });
});

describe('a refused configuration or request', () => {
  test('of obligatory MFA beside codes by e-mail', async () => {
    const { sdk, poolId } = await world({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    });
    await expect(
      sdk.setUserPoolMfaConfig({ UserPoolId: poolId, MfaConfiguration: 'ON' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk.getUserPoolMfaConfig({ UserPoolId: poolId })).resolves.toMatchObject({
      MfaConfiguration: 'OFF',
    });
  });

  test('of an id that is no pool id', async () => {
    const { sdk } = await world();
    await expect(sdk.describeUserPool({ UserPoolId: 'nonsense' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value 'nonsense' at 'userPoolId' failed to satisfy " +
        'constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+',
    });
  });

  test('of a client of another pool', async () => {
    const { sdk, clientId } = await world();
    const { UserPool } = await sdk.createUserPool({ PoolName: 'another' });
    await expect(
      sdk.describeUserPoolClient({ UserPoolId: UserPool?.Id, ClientId: clientId }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('of a filter or a page that is none', async () => {
    const { sdk, poolId } = await world();
    for (const bad of [{ Filter: 'email' }, { PaginationToken: 'nonsense' }]) {
      await expect(sdk.listUsers({ UserPoolId: poolId, ...bad })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  test('of an invitation without an address, and of an alias that is taken', async () => {
    const { sdk, of } = await world({
      pool: { UsernameAttributes: undefined, AliasAttributes: ['email'] },
    });
    await expect(
      sdk.adminCreateUser({ ...of('one'), DesiredDeliveryMediums: ['EMAIL'] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const UserAttributes = [
      { Name: 'email', Value: JANE },
      { Name: 'email_verified', Value: 'true' },
    ];
    await sdk.adminCreateUser({ ...of('two'), UserAttributes });
    await expect(sdk.adminCreateUser({ ...of('three'), UserAttributes })).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
    await expect(sdk.adminCreateUser(of(JANE))).rejects.toMatchObject({
      message: 'Username cannot be of email format, since user pool is configured for email alias.',
    });
  });
});
