/** Refresh tokens, their revocation, and what access tokens open. */

import { describe, expect, test } from '@jest/globals';
import { claimsIn, HOUR, JANE, MINUTE, notAuthorized, tokensOf, world } from './kit.ts';

const DAY = 24 * HOUR;

describe('a refresh', () => {
  test('returns new ID and access tokens, and no refresh token', async () => {
    const { addUser, signIn, refresh, advance } = await world();
    const username = await addUser();
    const first = tokensOf(await signIn());
    advance(HOUR);
    const { AuthenticationResult } = await refresh(first.RefreshToken, username);
    expect(AuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      TokenType: 'Bearer',
      ExpiresIn: 3_600,
    });
    const [before, after] = [first.AccessToken, AuthenticationResult?.AccessToken ?? ''].map(
      claimsIn,
    );
    expect(after).toMatchObject({
      auth_time: before?.auth_time,
      origin_jti: before?.origin_jti,
      iat: Number(before?.iat) + 3_600,
    });
  });

  test('needs SECRET_HASH over the username, not over the alias', async () => {
    const { addUser, signIn, refresh, clientId } = await world();
    await addUser();
    const { RefreshToken } = tokensOf(await signIn());
    await expect(refresh(RefreshToken, JANE)).rejects.toMatchObject(
      notAuthorized(`Unable to verify secret hash for client ${clientId}`),
    );
  });

  test('ends with the lifetime of the token', async () => {
    const { addUser, signIn, refresh, advance } = await world({
      client: { RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'days' } },
    });
    const username = await addUser();
    const { RefreshToken } = tokensOf(await signIn());
    advance(DAY - 1);
    await expect(refresh(RefreshToken, username)).resolves.toHaveProperty('AuthenticationResult');
    advance(1);
    await expect(refresh(RefreshToken, username)).rejects.toMatchObject(
      notAuthorized('Refresh Token has expired'),
    );
  });

  test('refuses garbage, other tokens, and the token of a deleted user', async () => {
    const { addUser, signIn, refresh, sdk, of } = await world();
    const username = await addUser();
    const { IdToken, RefreshToken } = tokensOf(await signIn());
    const invalid = notAuthorized('Invalid Refresh Token');
    await expect(refresh('garbage', username)).rejects.toMatchObject(invalid);
    await expect(refresh(IdToken, username)).rejects.toMatchObject(invalid);
    await sdk.adminDeleteUser(of(JANE));
    await expect(refresh(RefreshToken, username)).rejects.toMatchObject(invalid);
  });

  test('refuses a disabled user and one whose password must be reset', async () => {
    const { addUser, signIn, refresh, sdk, of } = await world();
    const username = await addUser();
    const { RefreshToken } = tokensOf(await signIn());
    await sdk.adminResetUserPassword(of(JANE));
    await expect(refresh(RefreshToken, username)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
    await sdk.adminDisableUser(of(JANE));
    await expect(refresh(RefreshToken, username)).rejects.toMatchObject(
      notAuthorized('User is disabled.'),
    );
  });

  test('refuses the token of another client', async () => {
    const { addUser, signIn, sdk, poolId } = await world();
    await addUser();
    const { RefreshToken } = tokensOf(await signIn());
    const { UserPoolClient } = await sdk.createUserPoolClient({
      UserPoolId: poolId,
      ClientName: 'another',
    });
    await expect(
      sdk.getTokensFromRefreshToken({ ClientId: UserPoolClient?.ClientId, RefreshToken }),
    ).rejects.toMatchObject(notAuthorized('Invalid Refresh Token'));
  });

  test('works for each of two sign-ins at once', async () => {
    const { addUser, signIn, refresh } = await world();
    const username = await addUser();
    for (const answer of await Promise.all([signIn(), signIn()])) {
      await expect(refresh(tokensOf(answer).RefreshToken, username)).resolves.toHaveProperty(
        'AuthenticationResult',
      );
    }
  });

  test('also works by GetTokensFromRefreshToken, without rotation', async () => {
    const { addUser, signIn, sdk, app, secret } = await world();
    await addUser();
    const { RefreshToken } = tokensOf(await signIn());
    for (let count = 0; count < 2; count += 1) {
      const { AuthenticationResult } = await sdk.getTokensFromRefreshToken({
        ...app,
        RefreshToken,
        ClientSecret: secret,
      });
      expect(AuthenticationResult?.AccessToken).toBeDefined();
      expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    }
    await expect(
      sdk.getTokensFromRefreshToken({ ...app, RefreshToken, ClientSecret: 'wrong' }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('RevokeToken', () => {
  test('ends one sign-in, its access tokens included, and leaves the others', async () => {
    const { addUser, signIn, refresh, sdk, app, secret } = await world();
    const username = await addUser();
    const [first, second] = [tokensOf(await signIn()), tokensOf(await signIn())];
    const revoke = () =>
      sdk.revokeToken({ ...app, ClientSecret: secret, Token: first.RefreshToken });
    await revoke();
    await expect(revoke()).resolves.toBeDefined();
    await expect(refresh(first.RefreshToken, username)).rejects.toMatchObject(
      notAuthorized('Refresh Token has been revoked'),
    );
    await expect(sdk.getUser(first)).rejects.toMatchObject(
      notAuthorized('Access Token has been revoked'),
    );
    await expect(sdk.getUser(second)).resolves.toMatchObject({ Username: username });
    await expect(refresh(second.RefreshToken, username)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  test('does nothing for an unknown token', async () => {
    const { sdk, app, secret } = await world();
    await expect(
      sdk.revokeToken({ ...app, ClientSecret: secret, Token: 'unknown' }),
    ).resolves.toBeDefined();
  });

  test('leaves the token of another client alone', async () => {
    const { addUser, signIn, refresh, sdk, poolId } = await world();
    const username = await addUser();
    const { RefreshToken } = tokensOf(await signIn());
    const { UserPoolClient } = await sdk.createUserPoolClient({
      UserPoolId: poolId,
      ClientName: 'another',
    });
    await sdk.revokeToken({ ClientId: UserPoolClient?.ClientId, Token: RefreshToken });
    await expect(refresh(RefreshToken, username)).resolves.toHaveProperty('AuthenticationResult');
  });
});

describe('an access token', () => {
  test('ends with its lifetime', async () => {
    const { addUser, signIn, sdk, advance } = await world({
      client: { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } },
    });
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    advance(5 * MINUTE - 1);
    await expect(sdk.getUser({ AccessToken })).resolves.toBeDefined();
    advance(1);
    await expect(sdk.getUser({ AccessToken })).rejects.toMatchObject(
      notAuthorized('Access Token has expired'),
    );
  });

  test('of another kind or key is invalid', async () => {
    const { addUser, signIn, sdk } = await world();
    await addUser();
    const { IdToken, AccessToken } = tokensOf(await signIn());
    const forged = `${AccessToken.slice(0, -8)}AAAAAAAA`;
    for (const token of [IdToken, forged, 'garbage']) {
      await expect(sdk.getUser({ AccessToken: token })).rejects.toMatchObject(
        notAuthorized('Invalid Access Token'),
      );
    }
  });

  test('of a user who is gone, or has come again under the same name, finds no user', async () => {
    const { addUser, signIn, sdk, of } = await world();
    await addUser();
    const { AccessToken } = tokensOf(await signIn());
    await sdk.adminDeleteUser(of(JANE));
    await addUser();
    await expect(sdk.getUser({ AccessToken })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });
});
