import {
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
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

describe('a step that must follow', () => {
  /** Signs in, and returns the challenge that Cognito answers with. */
  async function challengeOf(output: InitiateAuthCommandOutput) {
    const { mock, signIn } = mockCognito();
    mock.on(InitiateAuthCommand).resolves({ Session: 'upstream-session-handle', ...output });
    const outcome = await signIn(USERNAME, PASSWORD);
    if (!('challenge' in outcome)) throw new Error('signed in');
    return outcome.challenge;
  }

  test.each(['SMS_MFA', 'EMAIL_OTP'] as const)('%s names where the code was sent', async (name) => {
    const challenge = await challengeOf({
      ChallengeName: name,
      ChallengeParameters: {
        CODE_DELIVERY_DESTINATION: '+*******1234',
        CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
        USER_ID_FOR_SRP: 'real-username',
      },
    } as never);
    expect(challenge).toEqual({
      name,
      parameters: { delivery: { medium: 'SMS', destination: '+*******1234' } },
      username: 'real-username',
      handle: 'upstream-session-handle',
    });
  });

  test('is answered under the typed name if Cognito names no other', async () => {
    const challenge = await challengeOf({ ChallengeName: 'SOFTWARE_TOKEN_MFA' } as never);
    expect(challenge).toMatchObject({ username: USERNAME, parameters: {} });
  });

  test('SELECT_MFA_TYPE lists the options', async () => {
    const challenge = await challengeOf({
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
    } as never);
    expect(challenge.parameters).toEqual({ options: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] });
  });

  test('NEW_PASSWORD_REQUIRED lists the demanded attributes, and keeps those of the user', async () => {
    const challenge = await challengeOf({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        requiredAttributes: '["userAttributes.name"]',
        userAttributes: '{"email":"test@example.com"}',
      },
    } as never);
    expect(challenge.parameters).toEqual({ required_attributes: ['name'] });
  });

  test('MFA_SETUP contains a new secret, and continues with the session of that secret', async () => {
    const { mock, signIn } = mockCognito();
    mock.on(InitiateAuthCommand).resolves({ ChallengeName: 'MFA_SETUP', Session: 'first' });
    mock
      .on(AssociateSoftwareTokenCommand, { Session: 'first' })
      .resolves({ SecretCode: 'SECRET', Session: 'second' });
    await expect(signIn(USERNAME, PASSWORD)).resolves.toMatchObject({
      challenge: { name: 'MFA_SETUP', handle: 'second', parameters: { secret: 'SECRET' } },
    });
  });

  test('is INTERNAL_ERROR if this service does not have it: the user pool is set up otherwise', async () => {
    const failure = await catchFailure(challengeOf({ ChallengeName: 'CUSTOM_CHALLENGE' } as never));
    expect(failure.code).toBe('INTERNAL_ERROR');
  });

  test.each([
    ['no session', { ChallengeName: 'SMS_MFA', Session: undefined }],
    ['options that are not a list', { ChallengeName: 'SELECT_MFA_TYPE', ChallengeParameters: {} }],
    [
      'attributes that are not a list',
      {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ChallengeParameters: { requiredAttributes: '{}' },
      },
    ],
  ])('is BAD_GATEWAY with %s', async (_, output) => {
    const failure = await catchFailure(challengeOf(output as never));
    expect(failure.code).toBe('BAD_GATEWAY');
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
