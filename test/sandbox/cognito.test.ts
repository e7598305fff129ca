/** What the sandbox's Cognito says, as the SDK understands it, is what AWS says. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { frozenClock } from '../support/clock.ts';
import { type CognitoClient, refusal, signedIn, startCognito } from './cognito-client.ts';
import { temporaryDirectory } from './support.ts';

const clock = frozenClock();
const directory = temporaryDirectory();
const { username, password } = TEST_USER;
let cognito: CognitoClient;

beforeAll(async () => {
  cognito = await startCognito(directory, clock);
});

afterAll(() => cognito.close());

beforeEach(async () => {
  clock.advance(24 * 60 * 60); // Beyond any lockout.
  await cognito.sdk.adminEnableUser(cognito.of(username));
  await cognito.sdk.adminSetUserPassword({
    ...cognito.of(username),
    Password: password,
    Permanent: true,
  });
});

const signIn: CognitoClient['signIn'] = (...args) => cognito.signIn(...args);
const refresh: CognitoClient['refresh'] = (...args) => cognito.refresh(...args);

describe('a sign-in', () => {
  test('gives the three tokens, their type and lifetime', async () => {
    const { AuthenticationResult } = await signIn();
    expect(AuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      RefreshToken: expect.any(String),
      TokenType: 'Bearer',
      ExpiresIn: 300,
    });
  });

  test('describes the user: verified address, group, and the real username', async () => {
    const { claims, realName } = signedIn(await signIn());
    expect(claims).toMatchObject({
      email: username,
      email_verified: true,
      'cognito:groups': ['members'],
      token_use: 'id',
    });
    expect(realName).not.toBe(username);
  });

  test('takes names without regard to case', async () => {
    await expect(signIn(username.toUpperCase())).resolves.toHaveProperty('AuthenticationResult');
  });

  test('with a wrong password and for an unknown user says the same', async () => {
    const wrong = refusal('NotAuthorizedException', /^Incorrect username or password\.$/);
    await expect(signIn(username, 'wrong')).rejects.toMatchObject(wrong);
    await expect(signIn('nobody@example.com')).rejects.toMatchObject(wrong);
    await expect(signIn('constructor')).rejects.toMatchObject(wrong);
  });

  test('needs the secret hash over the name that signs in', async () => {
    const unable = refusal(
      'NotAuthorizedException',
      new RegExp(`^Unable to verify secret hash for client ${cognito.pool.client.id}$`),
    );
    await expect(
      signIn(username, password, cognito.hash('another@example.com')),
    ).rejects.toMatchObject(unable);
    await expect(
      cognito.initiate('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password }),
    ).rejects.toMatchObject(refusal('NotAuthorizedException', 'SECRET_HASH was not received'));
  });

  test('of another client finds none', async () => {
    const parameters = {
      USERNAME: username,
      PASSWORD: password,
      SECRET_HASH: cognito.hash(username),
    };
    await expect(
      cognito.initiate('USER_PASSWORD_AUTH', parameters, 'another'),
    ).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'User pool client another does not exist.'),
    );
  });

  test('of a disabled user says so', async () => {
    await cognito.sdk.adminDisableUser(cognito.of(username));
    await expect(signIn()).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^User is disabled\.$/),
    );
  });

  test('asks for a new password only after the right temporary one', async () => {
    const temporary = 'Temporary-123!';
    await cognito.sdk.adminSetUserPassword({
      ...cognito.of(username),
      Password: temporary,
      Permanent: false,
    });
    await expect(signIn(username, 'wrong')).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Incorrect'),
    );
    await expect(signIn(username, temporary)).resolves.toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
    });
  });

  test('of an unconfirmed user says so only after the right password', async () => {
    const name = 'new@example.com';
    const signUp = () =>
      cognito.sdk.signUp({
        ClientId: cognito.pool.client.id,
        Username: name,
        Password: password,
        SecretHash: cognito.hash(name),
      });
    await signUp();
    await expect(signIn(name, 'wrong')).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Incorrect'),
    );
    await expect(signIn(name)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
  });

  test('of a user who must reset the password says so before it looks at one', async () => {
    await cognito.sdk.adminResetUserPassword(cognito.of(username));
    await expect(signIn(username, 'wrong')).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
  });
});

describe('a lockout', () => {
  const locked = refusal('NotAuthorizedException', /^Password attempts exceeded$/);
  const guess = () => signIn(username, 'wrong');

  test('comes after five wrong passwords and refuses the right one, too', async () => {
    for (let count = 0; count < 5; count += 1) {
      await expect(guess()).rejects.toMatchObject(refusal('NotAuthorizedException', 'Incorrect'));
    }
    await expect(guess()).rejects.toMatchObject(locked);
    await expect(signIn()).rejects.toMatchObject(locked);
    clock.advance(1);
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('lets no burst of parallel guesses through', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 12 }, guess));
    const messages = answers.map((answer) => (answer as PromiseRejectedResult).reason.message);
    expect(messages.filter((message) => /Incorrect/.test(message))).toHaveLength(5);
  });
});

describe('a refresh', () => {
  test('gives new tokens, but no refresh token, to the real username', async () => {
    const { refreshToken, realName } = signedIn(await signIn());
    const { AuthenticationResult } = await refresh(refreshToken, realName);
    expect(AuthenticationResult).toMatchObject({
      IdToken: expect.any(String),
      TokenType: 'Bearer',
    });
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
  });

  test('does not take the alias for the secret hash', async () => {
    const { refreshToken } = signedIn(await signIn());
    await expect(refresh(refreshToken, username)).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Unable to verify secret hash'),
    );
  });

  test('of a revoked token says so; the others of the user stay', async () => {
    const [first, second] = [signedIn(await signIn()), signedIn(await signIn())];
    const revoke = () =>
      cognito.sdk.revokeToken({
        ClientId: cognito.pool.client.id,
        ClientSecret: cognito.pool.client.secret,
        Token: first.refreshToken,
      });
    await revoke();
    await expect(revoke()).resolves.toBeDefined();
    await expect(refresh(first.refreshToken, first.realName)).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^Refresh Token has been revoked$/),
    );
    await expect(refresh(second.refreshToken, second.realName)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  test('of a token past its lifetime says so', async () => {
    const { refreshToken, realName } = signedIn(await signIn());
    clock.advance(SESSION.lifetime - 1);
    await expect(refresh(refreshToken, realName)).resolves.toHaveProperty('AuthenticationResult');
    clock.advance(2);
    await expect(refresh(refreshToken, realName)).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^Refresh Token has expired$/),
    );
  });

  test('of garbage, or of another token of the user, is refused', async () => {
    const { realName } = signedIn(await signIn());
    const invalid = refusal('NotAuthorizedException', /^Invalid Refresh Token$/);
    await expect(refresh('garbage', realName)).rejects.toMatchObject(invalid);
    const { AuthenticationResult } = await signIn();
    await expect(refresh(AuthenticationResult?.IdToken ?? '', realName)).rejects.toMatchObject(
      invalid,
    );
  });

  test('of a disabled user is refused', async () => {
    const { refreshToken, realName } = signedIn(await signIn());
    await cognito.sdk.adminDisableUser(cognito.of(username));
    await expect(refresh(refreshToken, realName)).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^User is disabled\.$/),
    );
  });

  test('works for each of two sign-ins at once', async () => {
    const both = (await Promise.all([signIn(), signIn()])).map(signedIn);
    for (const { refreshToken, realName } of both) {
      await expect(refresh(refreshToken, realName)).resolves.toHaveProperty('AuthenticationResult');
    }
  });
});

test('a second start finds the pool, the client and the user of the first', async () => {
  const { refreshToken, realName } = signedIn(await signIn());
  await cognito.close();
  const { pool } = cognito;
  cognito = await startCognito(directory, clock);
  expect(cognito.pool).toEqual(pool);
  await expect(refresh(refreshToken, realName)).resolves.toHaveProperty('AuthenticationResult');
});

describe('the test user and the fault users on another domain', () => {
  test('are users of their own, who keep their sub', async () => {
    const first = signedIn(await signIn('test@another.example'));
    expect(first.claims).toMatchObject({
      email: 'test@another.example',
      email_verified: true,
      'cognito:groups': ['members'],
    });
    const again = signedIn(await signIn('TEST@Another.Example'));
    expect(again.claims.sub).toBe(first.claims.sub);
    expect(signedIn(await signIn()).claims.sub).not.toBe(first.claims.sub);
    await expect(signIn('test@another.example', 'wrong')).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Incorrect'),
    );
  });

  test('sign in at the same time for the first time', async () => {
    const names = Array.from({ length: 5 }, () => signIn('revoked@parallel.example'));
    const subs = (await Promise.all(names)).map((each) => signedIn(each).claims.sub);
    expect(new Set(subs).size).toBe(1);
  });

  test('work with a domain without a dot', async () => {
    await expect(signIn('test@localhost')).resolves.toHaveProperty('AuthenticationResult');
  });

  test.each(['admin@another.example', 'guest@another.example', 'test@a@b', 'test@'])(
    'do not include %s',
    async (name) => {
      await expect(signIn(name)).rejects.toMatchObject(
        refusal('NotAuthorizedException', 'Incorrect'),
      );
    },
  );

  test('fail at a refresh if that is their fault, and only if Cognito grants it', async () => {
    const { refreshToken, realName } = signedIn(await signIn('revoked@another.example'));
    await expect(refresh(refreshToken, realName)).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^Refresh Token has been revoked$/),
    );
    await expect(refresh('garbage', realName)).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^Invalid Refresh Token$/),
    );
  });
});
