import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { CLIENT_ID, signInOutput } from '../../../support/cognito.ts';
import { mockCognito, USER } from './mock-cognito.ts';

/** The HMAC-SHA256 of the username and the client id, computed with Python. */
const SECRET_HASH_OF_USERNAME = 'qDInkJAFajfqbYBoNXVjFZ2qOMPfMcM6NhHFayzYM+4=';

test('sends the refresh token and the secret hash of the real username', async () => {
  const { mock, revalidate } = mockCognito();
  mock.on(InitiateAuthCommand).resolves(signInOutput({ RefreshToken: undefined }));
  await expect(revalidate('real-username', 'upstream-refresh')).resolves.toEqual(USER);
  expect(mock.commandCalls(InitiateAuthCommand).map(({ args }) => args[0].input)).toEqual([
    {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: CLIENT_ID,
      AuthParameters: { REFRESH_TOKEN: 'upstream-refresh', SECRET_HASH: SECRET_HASH_OF_USERNAME },
    },
  ]);
});
