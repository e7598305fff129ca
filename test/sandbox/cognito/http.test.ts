/** The wire: AWS JSON 1.1. */

import { describe, expect, test } from '@jest/globals';
import { CognitoException } from '../../../sandbox/cognito/exception.ts';
import { JANE, SECOND, world } from './kit.ts';

const SERVICE = 'AWSCognitoIdentityProviderService';

async function post(url: string, target: string, body: string, signed = true) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': target,
      ...(signed ? { Authorization: 'AWS4-HMAC-SHA256 Credential=test' } : {}),
    },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('a request', () => {
  test('is answered in JSON, with points in time in seconds', async () => {
    const { url, poolId } = await world();
    const { status, headers, body } = await post(
      url,
      `${SERVICE}.DescribeUserPool`,
      JSON.stringify({ UserPoolId: poolId }),
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).toMatchObject({ UserPool: { CreationDate: Date.UTC(2026, 0, 1) / 1_000 } });
  });

  test('is refused with the type and the sentence of the exception', async () => {
    const { url, of } = await world();
    const { status, headers, body } = await post(
      url,
      `${SERVICE}.AdminGetUser`,
      JSON.stringify(of(JANE)),
    );
    expect(status).toBe(400);
    expect(headers.get('x-amzn-errortype')).toBe('UserNotFoundException:');
    expect(body).toEqual({ __type: 'UserNotFoundException', message: 'User does not exist.' });
  });

  test.each([
    ['an unknown operation', `${SERVICE}.ListDevices`, '{}', 'UnknownOperationException'],
    ['an inherited name', `${SERVICE}.constructor`, '{}', 'UnknownOperationException'],
    ['another service', 'DynamoDB_20120810.GetItem', '{}', 'UnknownOperationException'],
    ['no JSON', `${SERVICE}.SignUp`, '{', 'SerializationException'],
    ['no object', `${SERVICE}.SignUp`, '[]', 'SerializationException'],
    ['a missing member', `${SERVICE}.SignUp`, '{}', 'InvalidParameterException'],
  ])('with %s is refused', async (_what, target, body, type) => {
    const { url } = await world();
    const answer = await post(url, target, body);
    expect(answer).toMatchObject({ status: 400, body: { __type: type } });
  });

  test('of an administrator must be signed', async () => {
    const { url, of } = await world();
    const answer = await post(url, `${SERVICE}.AdminGetUser`, JSON.stringify(of(JANE)), false);
    expect(answer).toMatchObject({
      status: 400,
      body: { __type: 'MissingAuthenticationTokenException' },
    });
  });
});

describe('faults that no state causes', () => {
  test('are raised by a hook, with the status of the service', async () => {
    const { sdk, of } = await world({
      intercept: (operation) =>
        operation === 'AdminGetUser'
          ? new CognitoException('InternalErrorException', 'Something went wrong', 500)
          : undefined,
    });
    await expect(sdk.adminGetUser(of(JANE))).rejects.toMatchObject({
      name: 'InternalErrorException',
      message: 'Something went wrong',
      $metadata: { httpStatusCode: 500 },
    });
  });
});

describe('a quota', () => {
  test('is per category and second, and off unless set', async () => {
    const { addUser, signIn, sdk, of, advance } = await world({
      requestsPerSecond: { UserAuthentication: 2 },
    });
    await addUser();
    await signIn();
    await signIn();
    await expect(signIn()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(sdk.adminGetUser(of(JANE))).resolves.toBeDefined();
    advance(SECOND);
    await expect(signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test.each([
    ['UserResourceUpdate', 'rejects'],
    ['none', 'resolves'],
  ] as const)('of passkeys is %s by the switch', async (passkeyQuota, outcome) => {
    const { addUser, signIn, sdk } = await world({
      switches: { passkeyQuota },
      requestsPerSecond: { UserResourceUpdate: 0 },
    });
    await addUser();
    const AccessToken = (await signIn()).AuthenticationResult?.AccessToken;
    const answer = sdk.listWebAuthnCredentials({ AccessToken });
    if (outcome === 'resolves') await expect(answer).resolves.toBeDefined();
    else await expect(answer).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});
