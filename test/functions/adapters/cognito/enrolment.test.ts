/** Sign-ins in which Cognito issues tokens although a factor must be set up, over a mock. */

import {
  AssociateSoftwareTokenCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import type { ChallengeName } from '../../../../contract/challenges.ts';
import { signInOutput } from '../../../support/cognito.ts';
import { catchCode, catchFailure } from '../../../support/failure.ts';
import { mockCognito, PASSWORD, USER, USERNAME } from './mock-cognito.ts';

const TOKEN = 'upstream-access';
const ENROL = { enrol: true };
const CODE = { value: '123456', attributes: {} };
const STEP = {
  name: 'MFA_SETUP',
  parameters: { secret: 'SECRET' },
  username: USER.username,
  handle: 'upstream-refresh',
  hasTokens: true,
} as const;

type Mock = ReturnType<typeof mockCognito>['mock'];
/** Lets every call of a sign-in succeed. Returns what the calls send. */
function succeed(mock: Mock): () => [string, object][] {
  const output = signInOutput({ AccessToken: TOKEN });
  mock.on(InitiateAuthCommand).resolves(output);
  mock.on(RespondToAuthChallengeCommand).resolves(output);
  mock.on(GetUserAuthFactorsCommand).resolves({ Username: USER.username });
  mock.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: 'SECRET' });
  mock.on(VerifySoftwareTokenCommand).resolves({ Status: 'SUCCESS' });
  mock.on(SetUserMFAPreferenceCommand).resolves({});
  return () =>
    mock
      .calls()
      .map(({ args: [command] }) => [
        command.constructor.name.replace('Command', ''),
        command.input,
      ]);
}

describe('tokens without a factor', () => {
  test('become the set-up of an app if one is required', async () => {
    const { mock, signIn } = mockCognito();
    const calls = succeed(mock);
    await expect(signIn(USERNAME, PASSWORD, ENROL)).resolves.toEqual({ challenge: STEP });
    expect(calls().slice(1)).toEqual([
      ['GetUserAuthFactors', { AccessToken: TOKEN }],
      ['AssociateSoftwareToken', { AccessToken: TOKEN }],
    ]);
  });

  test('do so after a new password as well', async () => {
    const { mock, answer } = mockCognito();
    succeed(mock);
    const name: ChallengeName = 'NEW_PASSWORD_REQUIRED';
    const challenge = { name, parameters: {}, username: USER.username, handle: 'session' };
    await expect(answer(challenge, CODE, ENROL)).resolves.toEqual({ challenge: STEP });
  });

  test.each([{ enrol: false }, undefined])('open a session otherwise: %j', async (policy) => {
    const { mock, signIn } = mockCognito();
    const calls = succeed(mock);
    await expect(signIn(USERNAME, PASSWORD, policy)).resolves.toEqual({
      user: USER,
      refreshToken: 'upstream-refresh',
    });
    expect(calls()).toHaveLength(1);
  });

  test.each(['SOFTWARE_TOKEN_MFA', 'SMS_MFA'])(
    'never replace a factor that is on: %s',
    async (factor) => {
      const { mock, signIn } = mockCognito();
      const calls = succeed(mock);
      mock.on(GetUserAuthFactorsCommand).resolves({
        Username: USER.username,
        UserMFASettingList: [factor],
      });
      await expect(catchCode(signIn(USERNAME, PASSWORD, ENROL))).resolves.toBe('INTERNAL_ERROR');
      expect(calls().map(([name]) => name)).not.toContain('AssociateSoftwareToken');
    },
  );

  test.each<[string, (mock: Mock) => unknown]>([
    [
      'no access token',
      (mock) => mock.on(InitiateAuthCommand).resolves(signInOutput({ AccessToken: undefined })),
    ],
    ['no secret', (mock) => mock.on(AssociateSoftwareTokenCommand).resolves({})],
    [
      'malformed factors',
      (mock) => mock.on(GetUserAuthFactorsCommand).resolves({ UserMFASettingList: 'x' } as never),
    ],
  ])('are a failure of Cognito with %s', async (_case, spoil) => {
    const { mock, signIn } = mockCognito();
    succeed(mock);
    spoil(mock);
    await expect(catchCode(signIn(USERNAME, PASSWORD, ENROL))).resolves.toBe('BAD_GATEWAY');
  });
});

describe('the answer to that set-up', () => {
  test('proves the app with a new access token, and switches it on', async () => {
    const { mock, answer } = mockCognito();
    const calls = succeed(mock);
    await expect(answer(STEP, CODE)).resolves.toEqual({
      user: USER,
      refreshToken: 'upstream-refresh',
    });
    expect(calls()).toMatchObject([
      ['InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH' }],
      ['GetUserAuthFactors', { AccessToken: TOKEN }],
      ['VerifySoftwareToken', { AccessToken: TOKEN, UserCode: '123456' }],
      [
        'SetUserMFAPreference',
        { AccessToken: TOKEN, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } },
      ],
    ]);
    expect(calls().at(-1)?.[1]).not.toHaveProperty('WebAuthnMfaSettings');
  });

  test('switches passkeys of the user on as well', async () => {
    const { mock, answer } = mockCognito();
    const calls = succeed(mock);
    mock.on(GetUserAuthFactorsCommand).resolves({
      Username: USER.username,
      ConfiguredUserAuthFactors: ['WEB_AUTHN'],
    });
    await answer(STEP, CODE);
    expect(calls().at(-1)?.[1]).toMatchObject({ WebAuthnMfaSettings: { Enabled: true } });
  });

  test('never replaces an app that was set up since', async () => {
    const { mock, answer } = mockCognito();
    const calls = succeed(mock);
    mock.on(GetUserAuthFactorsCommand).resolves({
      Username: USER.username,
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    await expect(catchCode(answer(STEP, CODE))).resolves.toBe('INVALID_CHALLENGE');
    expect(calls().map(([name]) => name)).not.toContain('VerifySoftwareToken');
  });

  const refusal = (name: string, message = `the text of ${TOKEN}`) =>
    Object.assign(new Error(message), { name });
  test.each<[string, (mock: Mock) => unknown, string]>([
    [
      'a wrong code',
      (mock) => mock.on(VerifySoftwareTokenCommand).rejects(refusal('CodeMismatchException')),
      'INVALID_CODE',
    ],
    [
      'another set-up since',
      (mock) =>
        mock.on(VerifySoftwareTokenCommand).rejects(refusal('SoftwareTokenMFANotFoundException')),
      'INVALID_CHALLENGE',
    ],
    [
      'a revoked refresh token',
      (mock) =>
        mock
          .on(InitiateAuthCommand)
          .rejects(refusal('NotAuthorizedException', 'Refresh Token has been revoked')),
      'INVALID_CHALLENGE',
    ],
    [
      'a busy Cognito',
      (mock) => mock.on(SetUserMFAPreferenceCommand).rejects(refusal('TooManyRequestsException')),
      'SERVICE_UNAVAILABLE',
    ],
    [
      'no success',
      (mock) => mock.on(VerifySoftwareTokenCommand).resolves({ Status: 'ERROR' }),
      'BAD_GATEWAY',
    ],
    [
      'no access token',
      (mock) => mock.on(InitiateAuthCommand).resolves(signInOutput({ AccessToken: undefined })),
      'BAD_GATEWAY',
    ],
  ])('opens no session with %s', async (_case, spoil, code) => {
    const { mock, answer } = mockCognito();
    succeed(mock);
    spoil(mock);
    const failure = await catchFailure(answer(STEP, CODE));
    expect(failure).toMatchObject({ code });
    expect(String(failure.cause)).not.toContain(TOKEN);
  });
});

describe('a set-up of Cognito’s own', () => {
  const { hasTokens: _, ...own } = STEP;
  const answerSetup = (given: ReturnType<typeof mockCognito>) => {
    given.mock.on(VerifySoftwareTokenCommand).resolves({ Status: 'SUCCESS', Session: 'next' });
    return given.answer({ ...own, handle: 'session' }, CODE);
  };
  const hasPasskeys = ({ mock }: Pick<ReturnType<typeof mockCognito>, 'mock'>) =>
    mock.on(GetUserAuthFactorsCommand).resolves({
      Username: USER.username,
      ConfiguredUserAuthFactors: ['WEB_AUTHN'],
    });

  test('is followed by the passkeys of the user', async () => {
    const given = mockCognito();
    const calls = succeed(given.mock);
    hasPasskeys(given);
    await answerSetup(given);
    expect(calls().slice(-2)).toEqual([
      ['GetUserAuthFactors', { AccessToken: TOKEN }],
      ['SetUserMFAPreference', { AccessToken: TOKEN, WebAuthnMfaSettings: { Enabled: true } }],
    ]);
  });

  test('changes nothing else for a user without passkeys', async () => {
    const given = mockCognito();
    const calls = succeed(given.mock);
    await answerSetup(given);
    expect(calls().map(([name]) => name)).not.toContain('SetUserMFAPreference');
  });

  test('signs the user in even if the passkeys cannot follow', async () => {
    const given = mockCognito();
    succeed(given.mock);
    hasPasskeys(given);
    given.mock
      .on(SetUserMFAPreferenceCommand)
      .rejects(Object.assign(new Error(`text of ${TOKEN}`), { name: 'InternalErrorException' }));
    await expect(answerSetup(given)).resolves.toEqual({
      user: USER,
      refreshToken: 'upstream-refresh',
    });
    expect(given.reported).toMatchObject([{ message: 'text of ***' }]);
  });
});
