/** The second factors of users at Cognito, over a mock of the SDK client. */

import {
  AdminGetUserAuthFactorsCommand,
  CognitoIdentityProviderClient,
  SetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoFactorPreference } from '../../../../functions/adapters/cognito/factor-preference.ts';
import { cognitoFactorReader } from '../../../../functions/adapters/cognito/factor-reader.ts';
import { catchCode } from '../../../support/failure.ts';

const TOKEN = 'upstream-access';

function mockFactors() {
  const client = new CognitoIdentityProviderClient({});
  const mock = mockClient(client);
  return {
    mock,
    ...cognitoFactorReader({ client, userPoolId: 'pool' }, 60_000),
    ...cognitoFactorPreference({ client }, 60_000),
    inputs: () => mock.calls().map(({ args }) => args[0].input),
  };
}

const exception = (name: string, message = 'text') => Object.assign(new Error(message), { name });

describe('the factors of a user', () => {
  test.each([
    [{}, { totp: false, passkeys: false, demanded: false }],
    [
      {
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN', 'SOFTWARE_TOKEN'],
      },
      { totp: true, passkeys: true, demanded: true },
    ],
    [{ UserMFASettingList: ['SMS_MFA'] }, { totp: false, passkeys: false, demanded: true }],
    [
      { ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
      { totp: false, passkeys: true, demanded: false },
    ],
  ])('%j', async (factors, expected) => {
    const { mock, readFactors, inputs } = mockFactors();
    mock.on(AdminGetUserAuthFactorsCommand).resolves({ Username: 'jane', ...factors } as never);
    await expect(readFactors('jane')).resolves.toEqual(expected);
    expect(inputs()).toEqual([{ UserPoolId: 'pool', Username: 'jane' }]);
  });

  test.each([{ UserMFASettingList: 'SOFTWARE_TOKEN_MFA' }, { ConfiguredUserAuthFactors: [1] }])(
    'that are malformed are a failure of Cognito, and not no factors: %j',
    async (factors) => {
      const { mock, readFactors } = mockFactors();
      mock.on(AdminGetUserAuthFactorsCommand).resolves(factors as never);
      await expect(catchCode(readFactors('jane'))).resolves.toBe('BAD_GATEWAY');
    },
  );

  test.each([
    ['UserNotFoundException', 'INVALID_TOKEN'],
    ['TooManyRequestsException', 'SERVICE_UNAVAILABLE'],
    ['InvalidParameterException', 'INTERNAL_ERROR'],
  ])('%s: %s', async (name, code) => {
    const { mock, readFactors } = mockFactors();
    mock.on(AdminGetUserAuthFactorsCommand).rejects(exception(name));
    await expect(catchCode(readFactors('jane'))).resolves.toBe(code);
  });
});

describe('a change of the factors', () => {
  const on = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };
  const off = { SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false } };
  test.each([
    [{ totp: true }, on],
    [{ totp: false }, off],
    [{ passkeys: false }, { WebAuthnMfaSettings: { Enabled: false } }],
    [
      { totp: true, passkeys: true },
      { ...on, WebAuthnMfaSettings: { Enabled: true } },
    ],
  ])('names only what changes: %j', async (change, expected) => {
    const { mock, setFactors, inputs } = mockFactors();
    mock.on(SetUserMFAPreferenceCommand).resolves({});
    await setFactors(TOKEN, change);
    expect(inputs()).toEqual([{ AccessToken: TOKEN, ...expected }]);
  });

  test.each([
    [exception('NotAuthorizedException', 'Access Token has been revoked'), 'INVALID_TOKEN'],
    [exception('UserNotFoundException'), 'INVALID_TOKEN'],
    [exception('InvalidParameterException', `text of ${TOKEN}`), 'INTERNAL_ERROR'],
  ])('%s: %s', async (error, code) => {
    const { mock, setFactors } = mockFactors();
    mock.on(SetUserMFAPreferenceCommand).rejects(error);
    const failure = await setFactors(TOKEN, { totp: true }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code });
    expect(String((failure as Error).cause)).not.toContain(TOKEN);
  });
});
