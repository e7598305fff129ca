import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { CLIENT_ID, idToken, signInOutput } from '../../../support/cognito.ts';
import { catchFailure } from '../../../support/failure.ts';
import { mockCognito, PASSWORD, USER, USERNAME } from './mock-cognito.ts';

/** The HMAC-SHA256 of the username and the client id, computed with Python. */
const SECRET_HASH_OF_ALIAS = 'pkME63kKuKnJ0M9wYTWACtaGgkL17wEgrpJ32aEezVw=';

test('sends the password and the secret hash of the given name', async () => {
  const { mock, signIn } = mockCognito();
  mock.on(InitiateAuthCommand).resolves(signInOutput());
  await expect(signIn(USERNAME, PASSWORD)).resolves.toEqual({
    user: USER,
    refreshToken: 'upstream-refresh',
  });
  expect(mock.commandCalls(InitiateAuthCommand).map(({ args }) => args[0].input)).toEqual([
    {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: CLIENT_ID,
      AuthParameters: {
        USERNAME,
        PASSWORD,
        SECRET_HASH: SECRET_HASH_OF_ALIAS,
      },
    },
  ]);
});

describe('CHALLENGE_REQUIRED', () => {
  test('contains the name and the public parameters, without the session handle', async () => {
    const { mock, signIn } = mockCognito();
    mock.on(InitiateAuthCommand).resolves({
      ChallengeName: 'SMS_MFA',
      Session: 'upstream-session-handle',
      ChallengeParameters: {
        CODE_DELIVERY_DESTINATION: '+*******1234',
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        USER_ID_FOR_SRP: 'real-username',
      },
    });
    const failure = await catchFailure(signIn(USERNAME, PASSWORD));
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

  test('contains no parameters if Cognito sends none', async () => {
    const { mock, signIn } = mockCognito();
    mock.on(InitiateAuthCommand).resolves({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
    const { options } = await catchFailure(signIn(USERNAME, PASSWORD));
    expect(options.details).toEqual({
      challenge: { name: 'NEW_PASSWORD_REQUIRED', parameters: {} },
    });
  });
});

describe('throws BAD_GATEWAY if the response has', () => {
  const outputs: Record<string, Record<string, unknown>> = {
    'no content': {},
    'no ID token': signInOutput({ IdToken: undefined }),
    'no refresh token': signInOutput({ RefreshToken: undefined }),
    'an ID token that is not a JWT': signInOutput({ IdToken: 'garbage' }),
    'an ID token for another client': signInOutput({ IdToken: idToken({ aud: 'other' }) }),
    'an access token instead of an ID token': signInOutput({
      IdToken: idToken({ token_use: 'access' }),
    }),
    'no sub': signInOutput({ IdToken: idToken({ sub: undefined }) }),
    'an empty sub': signInOutput({ IdToken: idToken({ sub: '' }) }),
    'no username': signInOutput({ IdToken: idToken({ 'cognito:username': undefined }) }),
    'groups that are not a list': signInOutput({ IdToken: idToken({ 'cognito:groups': 'staff' }) }),
  };
  test.each(Object.entries(outputs))('%s', async (_, output) => {
    const { mock, signIn } = mockCognito();
    mock.on(InitiateAuthCommand).resolves(output);
    const failure = await catchFailure(signIn(USERNAME, PASSWORD));
    expect(failure.code).toBe('BAD_GATEWAY');
    expect((failure.cause as Error).message).toMatch(/^Cognito answered with /);
  });
});
