/** What the sandbox's Cognito says, as the SDK understands it, is what AWS says. */

import { createHmac } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { type Endpoint, listenAws } from '../../sandbox/aws/endpoint.ts';
import { type CognitoLibrary, openLibrary } from '../../sandbox/cognito/library.ts';
import { seed } from '../../sandbox/cognito/seed.ts';
import { CognitoService, type Pool } from '../../sandbox/cognito/service.ts';
import { frozenClock } from '../support/clock.ts';
import { temporaryDirectory } from './support.ts';

const clock = frozenClock();
const directory = temporaryDirectory();
const { username, password } = TEST_USER;
let library: CognitoLibrary;
let pool: Pool;
let endpoint: Endpoint;
let client: CognitoIdentityProviderClient;

beforeAll(async () => {
  library = await openLibrary(directory, clock);
  pool = await seed(library);
  const cognito = new CognitoService(library, pool, clock);
  endpoint = await listenAws({
    AWSCognitoIdentityProviderService: (operation, input) => cognito.call(operation, { ...input }),
  });
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  client = new CognitoIdentityProviderClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

beforeEach(async () => {
  clock.advance(24 * 60 * 60); // Beyond any lockout.
  await library.call('AdminEnableUser', { UserPoolId: pool.id, Username: username });
  await library.call('AdminSetUserPassword', {
    UserPoolId: pool.id,
    Username: username,
    Password: password,
    Permanent: true,
  });
});

const hash = (name: string) =>
  createHmac('sha256', pool.client.secret).update(`${name}${pool.client.id}`).digest('base64');

const initiate = (
  AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
  AuthParameters: Record<string, string>,
  ClientId = pool.client.id,
) => client.send(new InitiateAuthCommand({ AuthFlow, ClientId, AuthParameters }));

const signIn = (name: string = username, secret: string = password, secretHash = hash(name)) =>
  initiate('USER_PASSWORD_AUTH', { USERNAME: name, PASSWORD: secret, SECRET_HASH: secretHash });

const refresh = (token: string, name: string) =>
  initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token, SECRET_HASH: hash(name) });

function signedIn({ AuthenticationResult }: InitiateAuthCommandOutput) {
  const claims = JSON.parse(
    Buffer.from(AuthenticationResult?.IdToken?.split('.')[1] ?? '', 'base64url').toString(),
  );
  return {
    refreshToken: AuthenticationResult?.RefreshToken ?? '',
    realName: String(claims['cognito:username']),
    claims,
  };
}

const refusal = (name: string, message: string | RegExp) => ({
  name,
  message: expect.stringMatching(message),
});

async function setStatus(UserStatus: string): Promise<void> {
  const users = await library.pool(pool.id);
  const user = await users.getUserByUsername(library.context, username);
  if (user) await users.saveUser(library.context, { ...user, UserStatus });
}

describe('a sign-in', () => {
  test('gives the three tokens, their type and lifetime', async () => {
    const { AuthenticationResult } = await signIn();
    expect(AuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      RefreshToken: expect.any(String),
      TokenType: 'Bearer',
      ExpiresIn: 3600,
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
      new RegExp(`^Unable to verify secret hash for client ${pool.client.id}$`),
    );
    await expect(signIn(username, password, hash('another@example.com'))).rejects.toMatchObject(
      unable,
    );
    await expect(
      initiate('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password }),
    ).rejects.toMatchObject(refusal('NotAuthorizedException', 'SECRET_HASH was not received'));
  });

  test('of another client finds none', async () => {
    const parameters = { USERNAME: username, PASSWORD: password, SECRET_HASH: hash(username) };
    await expect(initiate('USER_PASSWORD_AUTH', parameters, 'another')).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'User pool client another does not exist.'),
    );
  });

  test('of a disabled user says so', async () => {
    await library.call('AdminDisableUser', { UserPoolId: pool.id, Username: username });
    await expect(signIn()).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^User is disabled\.$/),
    );
  });

  test('asks for a new password only after the right temporary one', async () => {
    await library.call('AdminSetUserPassword', {
      UserPoolId: pool.id,
      Username: username,
      Password: 'temporary',
      Permanent: false,
    });
    await expect(signIn(username, 'wrong')).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Incorrect'),
    );
    await expect(signIn(username, 'temporary')).resolves.toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
    });
  });

  test('of an unconfirmed user says so only after the right password', async () => {
    await setStatus('UNCONFIRMED');
    await expect(signIn(username, 'wrong')).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Incorrect'),
    );
    await expect(signIn()).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
  });

  test('of a user who must reset the password says so before it looks at one', async () => {
    await setStatus('RESET_REQUIRED');
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
      client.send(
        new RevokeTokenCommand({
          ClientId: pool.client.id,
          ClientSecret: pool.client.secret,
          Token: first.refreshToken,
        }),
      );
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
    await library.call('AdminDisableUser', { UserPoolId: pool.id, Username: username });
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
  const again = await openLibrary(directory, clock);
  expect(await seed(again)).toEqual(pool);
});
