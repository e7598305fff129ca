import {
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import type { ChallengeName } from '../../../../contract/challenges.ts';
import { CLIENT_ID, signInOutput } from '../../../support/cognito.ts';
import { catchFailure } from '../../../support/failure.ts';
import { mockCognito, USER } from './mock-cognito.ts';

const challenge = (name: ChallengeName) => ({
  name,
  parameters: {},
  username: 'real-username',
  handle: 'upstream-session-handle',
});
const answerWith = (value: string, attributes: Record<string, string> = {}) => ({
  value,
  attributes,
});

describe('sends the answer, the session and the secret hash of the name that it sends', () => {
  const cases: [ChallengeName, string, string][] = [
    ['SOFTWARE_TOKEN_MFA', 'SOFTWARE_TOKEN_MFA_CODE', '123456'],
    ['SMS_MFA', 'SMS_MFA_CODE', '123456'],
    ['EMAIL_OTP', 'EMAIL_OTP_CODE', '12345678'],
    ['SELECT_MFA_TYPE', 'ANSWER', 'SMS_MFA'],
    ['NEW_PASSWORD_REQUIRED', 'NEW_PASSWORD', 'correct horse'],
  ];
  test.each(cases)('%s', async (name, member, value) => {
    const { mock, answer } = mockCognito();
    mock.on(RespondToAuthChallengeCommand).resolves(signInOutput());
    await expect(answer(challenge(name), answerWith(value))).resolves.toEqual({
      user: USER,
      refreshToken: 'upstream-refresh',
    });
    expect(
      mock.commandCalls(RespondToAuthChallengeCommand).map(({ args }) => args[0].input),
    ).toEqual([
      {
        ClientId: CLIENT_ID,
        ChallengeName: name,
        Session: 'upstream-session-handle',
        ChallengeResponses: {
          USERNAME: 'real-username',
          SECRET_HASH: expect.stringMatching(/^[\w+/]{43}=$/),
          [member]: value,
        },
      },
    ]);
  });
});

test('sends attributes with a new password', async () => {
  const { mock, answer } = mockCognito();
  mock.on(RespondToAuthChallengeCommand).resolves(signInOutput());
  await answer(challenge('NEW_PASSWORD_REQUIRED'), answerWith('correct horse', { name: 'Ada' }));
  const [call] = mock.commandCalls(RespondToAuthChallengeCommand);
  expect(call?.args[0].input.ChallengeResponses).toMatchObject({ 'userAttributes.name': 'Ada' });
});

test('MFA_SETUP verifies the app, then completes the set-up with the session of the proof', async () => {
  const { mock, answer } = mockCognito();
  mock
    .on(VerifySoftwareTokenCommand, { Session: 'upstream-session-handle', UserCode: '123456' })
    .resolves({ Status: 'SUCCESS', Session: 'proved' });
  mock
    .on(RespondToAuthChallengeCommand, { ChallengeName: 'MFA_SETUP', Session: 'proved' })
    .resolves(signInOutput());
  await expect(answer(challenge('MFA_SETUP'), answerWith('123456'))).resolves.toMatchObject({
    user: USER,
  });
});

test('returns the step that must follow', async () => {
  const { mock, answer } = mockCognito();
  mock.on(RespondToAuthChallengeCommand).resolves({ ChallengeName: 'MFA_SETUP', Session: 'next' });
  mock.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: 'SECRET', Session: 'set-up' });
  const outcome = await answer(challenge('NEW_PASSWORD_REQUIRED'), answerWith('correct horse'));
  expect(outcome).toEqual({
    challenge: {
      name: 'MFA_SETUP',
      username: 'real-username',
      handle: 'set-up',
      parameters: { secret: 'SECRET' },
    },
  });
});

test.each([
  ['InvalidPasswordException', 'pool_policy'],
  ['PasswordHistoryPolicyViolationException', 'used_before'],
])('%s is PASSWORD_REJECTED by the rule %s', async (name, rule) => {
  const { mock, answer } = mockCognito();
  mock
    .on(RespondToAuthChallengeCommand)
    .rejects(Object.assign(new Error('the password secret horse'), { name }));
  const failure = await catchFailure(
    answer(challenge('NEW_PASSWORD_REQUIRED'), answerWith('secret horse')),
  );
  expect(failure).toMatchObject({
    code: 'PASSWORD_REJECTED',
    options: { details: { rules: [rule] } },
  });
  expect((failure.cause as Error).message).toBe('the password ***');
});

test('is BAD_GATEWAY if the proof of an app has no session', async () => {
  const { mock, answer } = mockCognito();
  mock.on(VerifySoftwareTokenCommand).resolves({ Status: 'SUCCESS' });
  const failure = await catchFailure(answer(challenge('MFA_SETUP'), answerWith('123456')));
  expect(failure.code).toBe('BAD_GATEWAY');
});

test.each([
  ['CodeMismatchException', 'authenticator'],
  ['ExpiredCodeException', 'used'],
] as const)('%s of an authenticator app is explained', async (name, variant) => {
  const { mock, answer } = mockCognito();
  mock.on(RespondToAuthChallengeCommand).rejects(Object.assign(new Error('text'), { name }));
  const failure = await catchFailure(answer(challenge('SOFTWARE_TOKEN_MFA'), answerWith('123456')));
  expect(failure).toMatchObject({ code: 'INVALID_CODE', options: { variant } });
});
