import { RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { CLIENT_ID, CLIENT_SECRET } from '../../../support/cognito.ts';
import { mockCognito } from './mock-cognito.ts';

test('sends the token with the credentials of the app client', async () => {
  const { mock, revoke } = mockCognito();
  mock.on(RevokeTokenCommand).resolves({});
  await revoke('upstream-refresh');
  expect(mock.commandCalls(RevokeTokenCommand).map(({ args }) => args[0].input)).toEqual([
    { ClientId: CLIENT_ID, ClientSecret: CLIENT_SECRET, Token: 'upstream-refresh' },
  ]);
});
