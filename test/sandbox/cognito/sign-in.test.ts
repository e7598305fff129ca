/** USER_PASSWORD_AUTH, and what each state of a user changes of it. */

import { describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  claimsIn,
  HOUR,
  INCORRECT,
  JANE,
  notAuthorized,
  PASSWORD,
  tokensOf,
  world,
} from './kit.ts';

describe('a sign-in', () => {
  test('returns three tokens, their type and lifetime', async () => {
    const { addUser, signIn } = await world();
    await addUser();
    const { AuthenticationResult, ChallengeParameters, ChallengeName } = await signIn();
    expect(AuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      RefreshToken: expect.any(String),
      TokenType: 'Bearer',
      ExpiresIn: 3_600,
    });
    expect(ChallengeParameters).toEqual({});
    expect(ChallengeName).toBeUndefined();
  });

  test('returns tokens with the claims of AWS, signed by the published key', async () => {
    const { addUser, signIn, sdk, of, poolId, clientId, url, now } = await world();
    const username = await addUser();
    await sdk.createGroup({ UserPoolId: poolId, GroupName: 'members' });
    await sdk.adminAddUserToGroup({ ...of(JANE), GroupName: 'members' });
    const { IdToken, AccessToken, RefreshToken } = tokensOf(await signIn());
    const keys = createRemoteJWKSet(new URL(`${url}/${poolId}/.well-known/jwks.json`));
    const options = {
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
      currentDate: new Date(now()),
    };
    const seconds = now() / 1_000;
    const shared = {
      sub: username,
      'cognito:groups': ['members'],
      origin_jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      event_id: expect.any(String),
      jti: expect.any(String),
      auth_time: seconds,
      iat: seconds,
      exp: seconds + 3_600,
      iss: options.issuer,
    };
    const id = await jwtVerify(IdToken, keys, { ...options, audience: clientId });
    expect(id.payload).toEqual({
      ...shared,
      aud: clientId,
      token_use: 'id',
      email: JANE,
      email_verified: true,
      'cognito:username': username,
    });
    const access = await jwtVerify(AccessToken, keys, options);
    expect(access.payload).toEqual({
      ...shared,
      client_id: clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username,
    });
    expect(access.payload.origin_jti).toBe(id.payload.origin_jti);
    expect(RefreshToken.split('.')).toHaveLength(5);
  });

  test('honours the token lifetimes of the client', async () => {
    const { addUser, signIn } = await world({
      client: {
        AccessTokenValidity: 5,
        IdTokenValidity: 10,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
      },
    });
    await addUser();
    const answer = await signIn();
    expect(answer.AuthenticationResult?.ExpiresIn).toBe(300);
    const { exp, iat } = claimsIn(tokensOf(answer).IdToken);
    expect(Number(exp) - Number(iat)).toBe(600);
  });

  test('folds the case of names where the pool does, and takes the sub as a name', async () => {
    const { addUser, signIn } = await world();
    const username = await addUser();
    await expect(signIn(JANE.toUpperCase())).resolves.toHaveProperty('AuthenticationResult');
    await expect(signIn(username)).resolves.toHaveProperty('AuthenticationResult');
  });

  test('keeps the case of names where the pool does', async () => {
    const { addUser, signIn } = await world({
      pool: { UsernameConfiguration: { CaseSensitive: true } },
    });
    await addUser();
    await expect(signIn(JANE.toUpperCase())).rejects.toMatchObject(INCORRECT);
  });

  test('refuses a wrong password and an unknown name alike', async () => {
    const { addUser, signIn } = await world();
    await addUser();
    await expect(signIn(JANE, 'wrong')).rejects.toMatchObject(INCORRECT);
    await expect(signIn('nobody@example.com')).rejects.toMatchObject(INCORRECT);
    await expect(signIn('constructor')).rejects.toMatchObject(INCORRECT);
    await expect(signIn('__proto__')).rejects.toMatchObject(INCORRECT);
  });

  test('tells that a user is unknown where existence errors are not prevented', async () => {
    const { signIn } = await world({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    await expect(signIn()).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  test('needs SECRET_HASH over the name that is sent', async () => {
    const { addUser, initiate, clientId, hash } = await world();
    const username = await addUser();
    const parameters = { USERNAME: JANE, PASSWORD };
    await expect(initiate('USER_PASSWORD_AUTH', parameters)).rejects.toMatchObject(
      notAuthorized(
        `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
      ),
    );
    for (const wrong of [hash('another@example.com'), hash(username), 'short']) {
      await expect(
        initiate('USER_PASSWORD_AUTH', { ...parameters, SECRET_HASH: wrong }),
      ).rejects.toMatchObject(notAuthorized(`Unable to verify secret hash for client ${clientId}`));
    }
  });

  test('needs no SECRET_HASH of a public client', async () => {
    const { addUser, initiate } = await world({ client: { GenerateSecret: false } });
    await addUser();
    await expect(
      initiate('USER_PASSWORD_AUTH', { USERNAME: JANE, PASSWORD }),
    ).resolves.toHaveProperty('AuthenticationResult');
  });

  test('needs the flow to be allowed', async () => {
    const { signIn } = await world({ client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] } });
    await expect(signIn()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
  });
});

describe('the state of the user', () => {
  test('disabled shows only after the right password', async () => {
    const { addUser, signIn, sdk, of } = await world();
    await addUser();
    await sdk.adminDisableUser(of(JANE));
    await expect(signIn(JANE, 'wrong')).rejects.toMatchObject(INCORRECT);
    await expect(signIn()).rejects.toMatchObject(notAuthorized('User is disabled.'));
    await sdk.adminEnableUser(of(JANE));
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('unconfirmed shows only after the right password', async () => {
    const { sdk, named, signIn } = await world();
    await sdk.signUp({ ...named(JANE), Password: PASSWORD });
    await expect(signIn(JANE, 'wrong')).rejects.toMatchObject(INCORRECT);
    await expect(signIn()).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
  });

  test('reset required shows before a password is looked at', async () => {
    const { addUser, signIn, sdk, of } = await world();
    await addUser();
    await sdk.adminResetUserPassword(of(JANE));
    await expect(signIn(JANE, 'wrong')).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    });
  });

  test('a temporary password ends after its days', async () => {
    const { signIn, sdk, of, advance } = await world();
    await sdk.adminCreateUser({ ...of(JANE), TemporaryPassword: PASSWORD });
    advance(7 * 24 * HOUR - 1);
    await expect(signIn()).resolves.toHaveProperty('ChallengeName', 'NEW_PASSWORD_REQUIRED');
    advance(1);
    await expect(signIn()).rejects.toMatchObject(
      notAuthorized('Temporary password has expired and must be reset by an administrator.'),
    );
  });
});
