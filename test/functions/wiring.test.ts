/**
 * The functions as they are deployed: entries, composition root and adapters, with real calls to
 * what stands in for AWS.
 */

import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { cookieIn, errorIn } from '../support/answer.ts';
import { deployed } from '../support/deployment.ts';
import { lambdaContext, restEvent } from '../support/event.ts';

const aws = await deployed();
const [login, refresh, logout, session, captcha, authorizer] = await Promise.all([
  import('../../functions/login.ts'),
  import('../../functions/refresh.ts'),
  import('../../functions/logout.ts'),
  import('../../functions/session.ts'),
  import('../../functions/captcha.ts'),
  import('../../functions/authorizer.ts'),
]);
afterAll(() => aws.stop());
beforeEach(() => {
  aws.calls.length = 0;
});

const context = lambdaContext();
const body = '{"username":"test@example.com","password":"ValidPass123!"}';
const loggedIn = async () => {
  const response = await login.handler(restEvent('login', { body }), context);
  return {
    cookie: cookieIn(response),
    authorization: {
      Authorization: `Bearer ${(JSON.parse(response.body) as { token: string }).token}`,
    },
  };
};
/** Calls that cost a client time: secrets are read once in five minutes. */
const calls = () => aws.calls.filter((call) => !call.startsWith('secretsmanager.')).sort();
const sessionCalls = () => calls().filter((call) => call.startsWith('DynamoDB'));

test('a whole life through the deployed handlers', async () => {
  const { cookie, authorization } = await loggedIn();
  expect(
    (await session.handler(restEvent('session', { headers: authorization }), context)).statusCode,
  ).toBe(200);
  const refreshed = await refresh.handler(restEvent('refresh', { cookies: [cookie] }), context);
  expect(refreshed.statusCode).toBe(200);
  expect(
    (await logout.handler(restEvent('logout', { cookies: [cookieIn(refreshed)] }), context))
      .statusCode,
  ).toBe(204);
  errorIn(
    await session.handler(restEvent('session', { headers: authorization }), context),
    'INVALID_TOKEN',
  );
});

describe('network calls', () => {
  test('a login writes one session and asks Cognito once', async () => {
    await loggedIn();
    expect(calls().filter((call) => call === 'DynamoDB.PutItem')).toHaveLength(1);
    expect(calls().filter((call) => call.startsWith('AWSCognito'))).toEqual([
      'AWSCognitoIdentityProviderService.InitiateAuth',
    ]);
  });
  test('a fast refresh is one database call', async () => {
    const { cookie } = await loggedIn();
    aws.calls.length = 0;
    await refresh.handler(restEvent('refresh', { cookies: [cookie] }), context);
    expect(calls()).toEqual(['DynamoDB.UpdateItem']);
  });
  test('a session check is one database call', async () => {
    const { authorization } = await loggedIn();
    aws.calls.length = 0;
    await session.handler(restEvent('session', { headers: authorization }), context);
    expect(calls()).toEqual(['DynamoDB.GetItem']);
  });
  test('a logout is one database call and one revocation', async () => {
    const { cookie, authorization } = await loggedIn();
    aws.calls.length = 0;
    await logout.handler(
      restEvent('logout', { cookies: [cookie], headers: authorization }),
      context,
    );
    expect(calls()).toEqual([
      'AWSCognitoIdentityProviderService.RevokeToken',
      'DynamoDB.DeleteItem',
    ]);
  });
  test('a forged refresh token or session token is none', async () => {
    const { cookie, authorization } = await loggedIn();
    aws.calls.length = 0;
    const forged = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    errorIn(
      await refresh.handler(restEvent('refresh', { cookies: [forged] }), context),
      'INVALID_REFRESH_TOKEN',
    );
    const Authorization = authorization.Authorization.replace(/[^.]+$/, 'A'.repeat(43));
    errorIn(
      await session.handler(restEvent('session', { headers: { Authorization } }), context),
      'INVALID_TOKEN',
    );
    await logout.handler(
      restEvent('logout', { cookies: [forged], headers: { Authorization } }),
      context,
    );
    expect(sessionCalls()).toEqual([]);
  });
  test('bad input is none at all', async () => {
    errorIn(await login.handler(restEvent('login', { body: '[]' }), context), 'BAD_REQUEST');
    errorIn(await refresh.handler(restEvent('refresh'), context), 'BAD_REQUEST');
    errorIn(await session.handler(restEvent('session'), context), 'NOT_AUTHENTICATED');
    expect(aws.calls).toEqual([]);
  });
});

test('the authorizer lets a live session pass', async () => {
  const { authorization } = await loggedIn();
  const event = {
    ...restEvent('session', { headers: authorization }),
    methodArn: 'arn:aws:execute-api:eu-west-1:1:api/api/GET/x',
  };
  const { policyDocument } = await authorizer.handler(
    event as unknown as APIGatewayRequestAuthorizerEvent,
  );
  expect(policyDocument.Statement).toMatchObject([{ Effect: 'Allow' }]);
});

test('a challenge is signed', async () => {
  expect((await captcha.handler(restEvent('captcha'), context)).statusCode).toBe(200);
});

describe('a function that is set up wrongly does not start', () => {
  const { env } = process;
  afterEach(() => {
    process.env = env;
  });
  const started = (change: Record<string, string | undefined>) => {
    process.env = { ...env, ...change };
    jest.resetModules();
    return import('../../functions/login.ts');
  };
  test('without a variable, which it names', async () => {
    await expect(started({ SESSIONS_TABLE: undefined })).rejects.toThrow(
      /^login: .*SESSIONS_TABLE/,
    );
  });
  test('behind a CDN without the secret that proves it', async () => {
    await expect(started({ CLIENT_IP: 'cloudfront' })).rejects.toThrow('ORIGIN_SECRET_ID');
  });
  test('behind a CDN with that secret it believes the CDN', async () => {
    const { handler } = await started({
      CLIENT_IP: 'cloudfront',
      ORIGIN_SECRET_ID: 'origin-secret',
    });
    const headers = {
      'X-Origin-Secret': 'origin-secret',
      'CloudFront-Viewer-Address': '198.51.100.7:1',
    };
    expect((await handler(restEvent('login', { body, headers }), context)).statusCode).toBe(200);
    expect(aws.calls.filter((call) => call.startsWith('secretsmanager'))).toHaveLength(3);
  });
});
