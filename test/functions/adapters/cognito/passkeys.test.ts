/** Passkeys at Cognito, over a mock of the SDK client. */

import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoChallengeAnswers } from '../../../../functions/adapters/cognito/challenge-answers.ts';
import { cognitoPasskeyChallenges } from '../../../../functions/adapters/cognito/passkey-challenges.ts';
import { cognitoPasskeys } from '../../../../functions/adapters/cognito/passkeys.ts';
import { catchCode } from '../../../support/failure.ts';

const TOKEN = 'upstream-access';
const CREDENTIAL = {
  id: 'aWQ',
  rawId: 'aWQ',
  type: 'public-key' as const,
  response: { clientDataJSON: 'e30', attestationObject: 'oA' },
};

function mockPasskeys() {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  const cognito = { client, clientId: 'client', clientSecret: async () => 'secret' };
  return {
    mock,
    passkeys: cognitoPasskeys(cognito, 60_000),
    challenges: cognitoPasskeyChallenges(cognito, 'pool', 60_000),
    answers: cognitoChallengeAnswers(cognito, 60_000, () => {}),
    inputs: () => mock.calls().map(({ args }) => args[0].input),
  };
}

const exception = (name: string, message = 'text') => Object.assign(new Error(message), { name });

describe('the passkeys of a user', () => {
  test.each([
    ['dates, as the SDK makes them', new Date(1_700_000_000_900)],
    ['seconds, as the JSON has them', 1_700_000_000.9],
  ])('are listed with %s', async (_, CreatedAt) => {
    const { mock, passkeys, inputs } = mockPasskeys();
    const listed = { CredentialId: 'aWQ', FriendlyCredentialName: 'Passkey', CreatedAt };
    mock.on(ListWebAuthnCredentialsCommand).resolves({ Credentials: [listed] } as never);
    await expect(passkeys.list(TOKEN)).resolves.toEqual([
      { id: 'aWQ', name: 'Passkey', createdAt: 1_700_000_000 },
    ]);
    expect(inputs()).toEqual([{ AccessToken: TOKEN, MaxResults: 20 }]);
  });

  test('are none if Cognito omits the list', async () => {
    const { mock, passkeys } = mockPasskeys();
    mock.on(ListWebAuthnCredentialsCommand).resolves({} as never);
    await expect(passkeys.list(TOKEN)).resolves.toEqual([]);
  });

  test.each([{ Credentials: [{ CredentialId: 'aWQ' }] }, { Credentials: 'none' }])(
    'are a bad gateway if malformed: %j',
    async (output) => {
      const { mock, passkeys } = mockPasskeys();
      mock.on(ListWebAuthnCredentialsCommand).resolves(output as never);
      await expect(catchCode(passkeys.list(TOKEN))).resolves.toBe('BAD_GATEWAY');
    },
  );

  test('begin with the options of Cognito, which must contain a challenge', async () => {
    const { mock, passkeys } = mockPasskeys();
    const CredentialCreationOptions = { challenge: 'Y2hhbGxlbmdl', rp: { id: 'example.com' } };
    mock.on(StartWebAuthnRegistrationCommand).resolves({ CredentialCreationOptions });
    await expect(passkeys.begin(TOKEN)).resolves.toEqual(CredentialCreationOptions);
    mock.on(StartWebAuthnRegistrationCommand).resolves({ CredentialCreationOptions: {} });
    await expect(catchCode(passkeys.begin(TOKEN))).resolves.toBe('BAD_GATEWAY');
  });

  test('are sent as a whole, with the results of extensions', async () => {
    const { mock, passkeys, inputs } = mockPasskeys();
    mock.on(CompleteWebAuthnRegistrationCommand).resolves({});
    await passkeys.complete(TOKEN, CREDENTIAL);
    expect(inputs()).toEqual([
      { AccessToken: TOKEN, Credential: { ...CREDENTIAL, clientExtensionResults: {} } },
    ]);
  });

  test.each([
    ['WebAuthnChallengeNotFoundException', 'INVALID_CHALLENGE'],
    ['WebAuthnClientMismatchException', 'PASSKEY_REJECTED'],
    ['WebAuthnCredentialNotSupportedException', 'PASSKEY_REJECTED'],
    ['WebAuthnOriginNotAllowedException', 'PASSKEY_REJECTED'],
    ['WebAuthnRelyingPartyMismatchException', 'PASSKEY_REJECTED'],
    ['InvalidParameterException', 'PASSKEY_REJECTED'],
    ['LimitExceededException', 'CONFLICT'],
    ['WebAuthnNotEnabledException', 'INTERNAL_ERROR'],
    ['TooManyRequestsException', 'SERVICE_UNAVAILABLE'],
  ])('are refused with %s as %s', async (name, code) => {
    const { mock, passkeys } = mockPasskeys();
    mock.on(CompleteWebAuthnRegistrationCommand).rejects(exception(name));
    await expect(catchCode(passkeys.complete(TOKEN, CREDENTIAL))).resolves.toBe(code);
  });

  test('are removed also if they are gone', async () => {
    const { mock, passkeys, inputs } = mockPasskeys();
    mock.on(DeleteWebAuthnCredentialCommand).resolvesOnce({});
    mock.on(DeleteWebAuthnCredentialCommand).rejects(exception('ResourceNotFoundException'));
    await passkeys.remove(TOKEN, 'aWQ');
    await expect(passkeys.remove(TOKEN, 'aWQ')).resolves.toBeUndefined();
    expect(inputs()[0]).toEqual({ AccessToken: TOKEN, CredentialId: 'aWQ' });
  });

  test.each(['list', 'begin', 'remove'] as const)(
    '%s: a token that Cognito rejects is INVALID_TOKEN',
    async (method) => {
      const { mock, passkeys } = mockPasskeys();
      mock.rejects(exception('NotAuthorizedException', 'Access Token has been revoked'));
      await expect(catchCode(passkeys[method](TOKEN, 'aWQ'))).resolves.toBe('INVALID_TOKEN');
    },
  );
});

describe('a sign-in by passkey', () => {
  const USER = { Enabled: true, UserStatus: 'CONFIRMED', UserAttributes: [] };
  const challengeOf = (options: object) => ({
    ChallengeName: 'WEB_AUTHN' as const,
    Session: 'handle',
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
  });
  const CHALLENGE = Buffer.alloc(16, 1).toString('base64url');

  test('has made-up challenges as long as the last real one', async () => {
    const { mock, challenges } = mockPasskeys();
    mock.on(AdminGetUserCommand).rejects(exception('UserNotFoundException'));
    mock.on(InitiateAuthCommand).resolves({ ChallengeName: 'EMAIL_OTP', Session: 'decoy' });
    const before = await challenges.begin('nobody@example.com');
    expect(before).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      upstream: undefined,
    });
    mock.on(AdminGetUserCommand).resolves(USER as never);
    mock
      .on(InitiateAuthCommand)
      .resolves(challengeOf({ challenge: CHALLENGE, allowCredentials: [{ id: 'aWQ' }] }));
    await expect(challenges.begin('jane@example.com')).resolves.toEqual({
      challenge: CHALLENGE,
      upstream: { username: 'jane@example.com', handle: 'handle', credentials: ['aWQ'] },
    });
    mock.on(AdminGetUserCommand).rejects(exception('UserNotFoundException'));
    const after = await challenges.begin('nobody@example.com');
    expect(after.challenge).toHaveLength(CHALLENGE.length);
  });

  test('does not limit the passkeys if Cognito names none', async () => {
    const { mock, challenges } = mockPasskeys();
    mock.on(AdminGetUserCommand).resolves(USER as never);
    mock.on(InitiateAuthCommand).resolves(challengeOf({ challenge: CHALLENGE }));
    const { upstream } = await challenges.begin('jane@example.com');
    expect(upstream).toEqual({ username: 'jane@example.com', handle: 'handle' });
  });

  test.each([
    ['UserNotConfirmedException', 'text'],
    ['PasswordResetRequiredException', 'text'],
    ['NotAuthorizedException', 'User is disabled.'],
    ['NotAuthorizedException', 'Password attempts exceeded'],
    ['NotAuthorizedException', 'a sentence that AWS does not document'],
    ['TooManyRequestsException', 'text'],
  ])('is a decoy after %s (%s)', async (name, message) => {
    const { mock, challenges } = mockPasskeys();
    mock.on(AdminGetUserCommand).resolves(USER as never);
    mock.on(InitiateAuthCommand).rejects(exception(name, message));
    const { upstream } = await challenges.begin('jane@example.com');
    expect(upstream).toBeUndefined();
  });

  test('is a decoy if Cognito was asked about the user too often', async () => {
    const { mock, challenges } = mockPasskeys();
    mock.on(AdminGetUserCommand).rejects(exception('TooManyRequestsException'));
    const { upstream } = await challenges.begin('jane@example.com');
    expect(upstream).toBeUndefined();
  });

  test.each(['', '{', '{}', '{"challenge":"+/="}', '{"challenge":"YQ","allowCredentials":[{}]}'])(
    'is a bad gateway with the options %j',
    async (CREDENTIAL_REQUEST_OPTIONS) => {
      const { mock, challenges } = mockPasskeys();
      mock.on(AdminGetUserCommand).resolves(USER as never);
      mock
        .on(InitiateAuthCommand)
        .resolves({ ...challengeOf({}), ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS } });
      await expect(catchCode(challenges.begin('jane@example.com'))).resolves.toBe('BAD_GATEWAY');
    },
  );

  test.each([
    ['NotAuthorizedException', 'Incorrect username or password.', 'PASSKEY_REJECTED'],
    ['NotAuthorizedException', 'a sentence that AWS does not document', 'PASSKEY_REJECTED'],
    ['InvalidParameterException', 'text', 'PASSKEY_REJECTED'],
    [
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
      'INVALID_CHALLENGE',
    ],
    ['NotAuthorizedException', 'User is disabled.', 'INVALID_CHALLENGE'],
    ['TooManyRequestsException', 'text', 'SERVICE_UNAVAILABLE'],
  ])('whose answer is refused with %s (%s) is %s', async (name, message, code) => {
    const { mock, answers, inputs } = mockPasskeys();
    mock.on(RespondToAuthChallengeCommand).rejects(exception(name, message));
    const challenge = { name: 'WEB_AUTHN', parameters: {}, username: 'jane', handle: 'h' } as const;
    const answer = answers.answer(challenge, { value: '{}', attributes: {} });
    await expect(catchCode(answer)).resolves.toBe(code);
    expect(inputs()[0]).toMatchObject({
      ChallengeName: 'WEB_AUTHN',
      Session: 'h',
      ChallengeResponses: { USERNAME: 'jane', CREDENTIAL: '{}' },
    });
  });
});
