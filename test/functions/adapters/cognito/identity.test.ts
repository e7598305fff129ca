import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CLAIMS } from '../../../../contract/limits.ts';
import { cognitoIdentity } from '../../../../functions/adapters/cognito/identity.ts';
import { CLIENT_ID, CLIENT_SECRET, idToken, signInOutput } from '../../../support/cognito.ts';
import { failureOf } from '../../../support/failure.ts';

function mocked() {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  return {
    mock,
    identity: cognitoIdentity({
      client,
      clientId: CLIENT_ID,
      clientSecret: async () => CLIENT_SECRET,
    }),
  };
}
const { username, password } = { username: 'test@example.com', password: 'ValidPass123!' };
const USER = {
  sub: '5e9c1a2b-1111-4222-8333-444455556666',
  username: 'real-username',
  email: 'test@example.com',
  groups: ['staff'],
};

/** HMAC-SHA256 over name and client id, worked out with another language's library. */
const SECRET_HASH_OF_ALIAS = 'pkME63kKuKnJ0M9wYTWACtaGgkL17wEgrpJ32aEezVw=';
const SECRET_HASH_OF_USERNAME = 'qDInkJAFajfqbYBoNXVjFZ2qOMPfMcM6NhHFayzYM+4=';

describe('the calls', () => {
  test('a sign-in sends the password and the hash of the name it was given', async () => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves(signInOutput());
    await expect(identity.signIn(username, password)).resolves.toEqual({
      user: USER,
      refreshToken: 'upstream-refresh',
    });
    expect(mock.commandCalls(InitiateAuthCommand).map(({ args }) => args[0].input)).toEqual([
      {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: CLIENT_ID,
        AuthParameters: {
          USERNAME: username,
          PASSWORD: password,
          SECRET_HASH: SECRET_HASH_OF_ALIAS,
        },
      },
    ]);
  });

  test('a revalidation sends the refresh token and the hash of the real username', async () => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves(signInOutput({ RefreshToken: undefined }));
    await expect(identity.revalidate('real-username', 'upstream-refresh')).resolves.toEqual(USER);
    expect(mock.commandCalls(InitiateAuthCommand).map(({ args }) => args[0].input)).toEqual([
      {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: CLIENT_ID,
        AuthParameters: { REFRESH_TOKEN: 'upstream-refresh', SECRET_HASH: SECRET_HASH_OF_USERNAME },
      },
    ]);
  });

  test('a revocation sends the token with the client’s credentials', async () => {
    const { mock, identity } = mocked();
    mock.on(RevokeTokenCommand).resolves({});
    await identity.revoke('upstream-refresh');
    expect(mock.commandCalls(RevokeTokenCommand).map(({ args }) => args[0].input)).toEqual([
      { ClientId: CLIENT_ID, ClientSecret: CLIENT_SECRET, Token: 'upstream-refresh' },
    ]);
  });

  test('all of them give up in time', async () => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves(signInOutput()).on(RevokeTokenCommand).resolves({});
    await Promise.all([
      identity.signIn(username, password),
      identity.revalidate(username, 'token'),
      identity.revoke('token'),
    ]);
    for (const { args } of mock.calls()) {
      expect([...args].at(1)).toMatchObject({ abortSignal: expect.any(AbortSignal) });
    }
    expect(mock.calls()).toHaveLength(3);
  });
});

describe('the user', () => {
  const userOf = async (claims: Record<string, unknown>) => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves(signInOutput({ IdToken: idToken(claims) }));
    return (await identity.signIn(username, password)).user;
  };
  test('without an e-mail address has none', () =>
    expect(userOf({ email: undefined })).resolves.toMatchObject({ email: null }));
  test('with an address too long for a token has none: cut short it would be somebody else’s', () => {
    const email = `${'a'.repeat(CLAIMS.emailLength)}@example.com`;
    return expect(userOf({ email })).resolves.toMatchObject({ email: null });
  });
  test('without groups is in none', () =>
    expect(userOf({ 'cognito:groups': undefined })).resolves.toMatchObject({ groups: [] }));
  test('of many groups keeps as many as fit into a token', async () => {
    const { groups } = await userOf({
      'cognito:groups': Array.from({ length: 500 }, (_, index) => `group-${index}-"ü"`),
    });
    expect(groups.length).toBeGreaterThan(50);
    expect(Buffer.byteLength(JSON.stringify(groups)) - 1).toBeLessThanOrEqual(CLAIMS.groupsBytes);
    expect(groups[0]).toBe('group-0-"ü"');
  });
});

describe('a challenge', () => {
  test('is named, with the parameters that a client may see and without the session handle', async () => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves({
      ChallengeName: 'SMS_MFA',
      Session: 'upstream-session-handle',
      ChallengeParameters: {
        CODE_DELIVERY_DESTINATION: '+*******1234',
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        USER_ID_FOR_SRP: 'real-username',
      },
    });
    const failure = await failureOf(identity.signIn(username, password));
    expect(failure).toMatchObject({ code: 'CHALLENGE_REQUIRED' });
    expect(failure.options.details).toEqual({
      challenge: {
        name: 'SMS_MFA',
        parameters: {
          code_delivery_destination: '+*******1234',
          code_delivery_delivery_medium: 'SMS',
        },
      },
    });
  });
  test('without parameters has none', async () => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
    const { options } = await failureOf(identity.signIn(username, password));
    expect(options.details).toEqual({
      challenge: { name: 'NEW_PASSWORD_REQUIRED', parameters: {} },
    });
  });
});

describe('an answer that makes no sense is BAD_GATEWAY', () => {
  const answers: Record<string, Record<string, unknown>> = {
    'nothing in it': {},
    'no ID token': signInOutput({ IdToken: undefined }),
    'no refresh token': signInOutput({ RefreshToken: undefined }),
    'an ID token that is no JWT': signInOutput({ IdToken: 'garbage' }),
    'an ID token for another client': signInOutput({ IdToken: idToken({ aud: 'other' }) }),
    'an access token for an ID token': signInOutput({ IdToken: idToken({ token_use: 'access' }) }),
    'no sub': signInOutput({ IdToken: idToken({ sub: undefined }) }),
    'an empty sub': signInOutput({ IdToken: idToken({ sub: '' }) }),
    'no username': signInOutput({ IdToken: idToken({ 'cognito:username': undefined }) }),
    'groups that are no list': signInOutput({ IdToken: idToken({ 'cognito:groups': 'staff' }) }),
  };
  test.each(Object.entries(answers))('%s', async (_, output) => {
    const { mock, identity } = mocked();
    mock.on(InitiateAuthCommand).resolves(output);
    const failure = await failureOf(identity.signIn(username, password));
    expect(failure.code).toBe('BAD_GATEWAY');
    expect((failure.cause as Error).message).toMatch(/^Cognito answered with /);
  });
});

describe('what Cognito throws', () => {
  const refused = (name: string, message: string) => {
    const { mock, identity } = mocked();
    mock.onAnyCommand().rejects(Object.assign(new Error(message), { name }));
    return identity;
  };
  test('keeps no secret that was sent', async () => {
    const identity = refused(
      'InvalidParameterException',
      `1 validation error: ${password} of ${username}`,
    );
    const { cause } = await failureOf(identity.signIn(username, password));
    expect(String(cause)).toBe('InvalidParameterException: 1 validation error: *** of ***');
    const revoked = refused(
      'InvalidParameterException',
      `token ${'t'.repeat(20)} secret ${CLIENT_SECRET}`,
    );
    expect(String((await failureOf(revoked.revoke('t'.repeat(20)))).cause)).toBe(
      'InvalidParameterException: token *** secret ***',
    );
  });
  test('a lockout says how long it can last at most', async () => {
    const failure = await failureOf(
      refused('NotAuthorizedException', 'Password attempts exceeded').signIn(username, password),
    );
    expect(failure).toMatchObject({ code: 'TOO_MANY_REQUESTS', options: { retryAfter: 900 } });
  });
  test('everything else waits as long as its row says', async () => {
    const failure = await failureOf(
      refused('TooManyRequestsException', 'Too many requests').signIn(username, password),
    );
    expect(failure).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      options: { retryAfter: undefined },
    });
  });
});

test('a client secret that cannot be read fails before Cognito is asked', async () => {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  const identity = cognitoIdentity({
    client,
    clientId: CLIENT_ID,
    clientSecret: async () => {
      throw new Error('no secret');
    },
  });
  await expect(identity.signIn(username, password)).rejects.toThrow('no secret');
  expect(mock.calls()).toHaveLength(0);
});
