/** The set-up of authenticator apps at Cognito, over a mock of the SDK client. */

import {
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoAuthenticatorApps } from '../../../../functions/adapters/cognito/authenticator-apps.ts';
import { catchCode, catchFailure } from '../../../support/failure.ts';

const TOKEN = 'upstream-access';
const CODE = '123456';

function mockApps() {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  return {
    mock,
    apps: cognitoAuthenticatorApps({ client }, 60_000),
    inputs: () => mock.calls().map(({ args }) => args[0].input),
  };
}

const exception = (name: string, message = `the text of ${TOKEN} and ${CODE}`) =>
  Object.assign(new Error(message), { name });

test('a set-up has a secret', async () => {
  const { mock, apps, inputs } = mockApps();
  mock.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: 'SECRET' });
  await expect(apps.begin(TOKEN)).resolves.toBe('SECRET');
  expect(inputs()).toEqual([{ AccessToken: TOKEN }]);
});

test('a set-up without a secret is a failure of Cognito', async () => {
  const { mock, apps } = mockApps();
  mock.on(AssociateSoftwareTokenCommand).resolves({});
  await expect(catchCode(apps.begin(TOKEN))).resolves.toBe('BAD_GATEWAY');
});

test('a code proves the app', async () => {
  const { mock, apps, inputs } = mockApps();
  mock.on(VerifySoftwareTokenCommand).resolves({ Status: 'SUCCESS' });
  await apps.verify(TOKEN, CODE);
  expect(inputs()).toEqual([{ AccessToken: TOKEN, UserCode: CODE }]);
});

test.each([{}, { Status: 'ERROR' as const }])('%j proves nothing', async (output) => {
  const { mock, apps } = mockApps();
  mock.on(VerifySoftwareTokenCommand).resolves(output);
  await expect(catchCode(apps.verify(TOKEN, CODE))).resolves.toBe('BAD_GATEWAY');
});

describe('a refusal', () => {
  test.each([
    ['EnableSoftwareTokenMFAException', 'INVALID_CODE'],
    ['CodeMismatchException', 'INVALID_CODE'],
    ['SoftwareTokenMFANotFoundException', 'CONFLICT'],
    ['UserNotFoundException', 'INVALID_TOKEN'],
    ['TooManyRequestsException', 'SERVICE_UNAVAILABLE'],
    ['ConcurrentModificationException', 'SERVICE_UNAVAILABLE'],
    ['SomethingNewException', 'BAD_GATEWAY'],
  ])('%s: %s', async (name, code) => {
    const { mock, apps } = mockApps();
    mock.on(VerifySoftwareTokenCommand).rejects(exception(name));
    const failure = await catchFailure(apps.verify(TOKEN, CODE));
    expect(failure).toMatchObject({ code });
    const logged = String((failure as Error).cause);
    expect([logged.includes(TOKEN), logged.includes(CODE)]).toEqual([false, false]);
  });

  test('of a code tells the user to look at the clock', async () => {
    const { mock, apps } = mockApps();
    mock.on(VerifySoftwareTokenCommand).rejects(exception('EnableSoftwareTokenMFAException'));
    await expect(apps.verify(TOKEN, CODE)).rejects.toMatchObject({
      options: { variant: 'authenticator' },
    });
  });

  test('by a revoked access token', async () => {
    const { mock, apps } = mockApps();
    const revoked = exception('NotAuthorizedException', 'Access Token has been revoked');
    mock.on(AssociateSoftwareTokenCommand).rejects(revoked);
    await expect(catchCode(apps.begin(TOKEN))).resolves.toBe('INVALID_TOKEN');
  });
});
