/**
 * The composition root and the adapters over emulators of AWS. The handlers are those of the
 * deployed entries, with longer time-outs.
 */

import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { EMULATOR_TIMEOUTS } from '../../sandbox/timeouts.ts';
import { cookieIn, errorIn } from '../support/answer.ts';
import { startDeployment } from '../support/deployment.ts';
import { lambdaContext, restEvent } from '../support/event.ts';

const aws = await startDeployment();
const [{ createLoginHandler }, sessions, { createCaptchaHandler }] = await Promise.all([
  import('../../functions/wiring/login.ts'),
  import('../../functions/wiring/sessions.ts'),
  import('../../functions/wiring/captcha.ts'),
]);
const login = createLoginHandler(EMULATOR_TIMEOUTS);
const refresh = sessions.createRefreshHandler(EMULATOR_TIMEOUTS);
const logout = sessions.createLogoutHandler(EMULATOR_TIMEOUTS);
const session = sessions.createSessionHandler(EMULATOR_TIMEOUTS);
const captcha = createCaptchaHandler(EMULATOR_TIMEOUTS);
const authorizer = sessions.createAuthorizerHandler(EMULATOR_TIMEOUTS);
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const context = lambdaContext();
const body = '{"username":"test@example.com","password":"ValidPass123!"}';
const loggedIn = async () => {
  const response = await login(restEvent('login', { body }), context);
  return {
    cookie: cookieIn(response),
    authorization: {
      Authorization: `Bearer ${(JSON.parse(response.body) as { token: string }).token}`,
    },
  };
};
/** The calls without the reads of secrets, which are cached for five minutes. */
const calls = () => aws.calls.filter((call) => !call.startsWith('secretsmanager.')).sort();
const sessionCalls = () => calls().filter((call) => call.startsWith('DynamoDB'));

test('a session can be started, read, refreshed and ended', async () => {
  const { cookie, authorization } = await loggedIn();
  expect(
    (await session(restEvent('session', { headers: authorization }), context)).statusCode,
  ).toBe(200);
  const refreshed = await refresh(restEvent('refresh', { cookies: [cookie] }), context);
  expect(refreshed.statusCode).toBe(200);
  expect(
    (await logout(restEvent('logout', { cookies: [cookieIn(refreshed)] }), context)).statusCode,
  ).toBe(204);
  errorIn(
    await session(restEvent('session', { headers: authorization }), context),
    'INVALID_TOKEN',
  );
});

describe('network calls', () => {
  test('a login writes one session with its upstream token and calls Cognito once', async () => {
    await loggedIn();
    expect(calls().filter((call) => call === 'DynamoDB.PutItem')).toHaveLength(2);
    expect(calls().filter((call) => call.startsWith('AWSCognito'))).toEqual([
      'AWSCognitoIdentityProviderService.InitiateAuth',
    ]);
  });
  test('a fast refresh makes one database call', async () => {
    const { cookie } = await loggedIn();
    await aws.reset();
    await refresh(restEvent('refresh', { cookies: [cookie] }), context);
    expect(calls()).toEqual(['DynamoDB.UpdateItem']);
  });
  test('a session check makes one database call', async () => {
    const { authorization } = await loggedIn();
    await aws.reset();
    await session(restEvent('session', { headers: authorization }), context);
    expect(calls()).toEqual(['DynamoDB.GetItem']);
  });
  test('a logout deletes a session and its upstream token, and makes one revocation', async () => {
    const { cookie, authorization } = await loggedIn();
    await aws.reset();
    await logout(restEvent('logout', { cookies: [cookie], headers: authorization }), context);
    expect(calls()).toEqual([
      'AWSCognitoIdentityProviderService.RevokeToken',
      'DynamoDB.DeleteItem',
      'DynamoDB.DeleteItem',
      'DynamoDB.GetItem',
    ]);
  });
  test('a forged refresh token or session token causes none at the sessions table', async () => {
    const { cookie, authorization } = await loggedIn();
    await aws.reset();
    const forged = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    errorIn(
      await refresh(restEvent('refresh', { cookies: [forged] }), context),
      'INVALID_REFRESH_TOKEN',
    );
    const Authorization = authorization.Authorization.replace(/[^.]+$/, 'A'.repeat(43));
    errorIn(
      await session(restEvent('session', { headers: { Authorization } }), context),
      'INVALID_TOKEN',
    );
    await logout(restEvent('logout', { cookies: [forged], headers: { Authorization } }), context);
    expect(sessionCalls()).toEqual([]);
  });
  test('invalid input causes none at all', async () => {
    errorIn(await login(restEvent('login', { body: '[]' }), context), 'BAD_REQUEST');
    errorIn(await refresh(restEvent('refresh'), context), 'BAD_REQUEST');
    errorIn(await session(restEvent('session'), context), 'NOT_AUTHENTICATED');
    expect(aws.calls).toEqual([]);
  });
});

test('the authorizer allows a live session', async () => {
  const { authorization } = await loggedIn();
  const event = {
    ...restEvent('session', { headers: authorization }),
    methodArn: 'arn:aws:execute-api:eu-west-1:1:api/api/GET/x',
  };
  const { policyDocument } = await authorizer(event as unknown as APIGatewayRequestAuthorizerEvent);
  expect(policyDocument.Statement).toMatchObject([{ Effect: 'Allow' }]);
});

test('the captcha route returns a challenge', async () => {
  expect((await captcha(restEvent('captcha'), context)).statusCode).toBe(200);
});

describe('the environment', () => {
  const { env } = process;
  afterEach(() => {
    process.env = env;
  });
  /** Imports the deployed entry with other variables. */
  const importEntry = (change: Record<string, string | undefined>) => {
    process.env = { ...env, ...change };
    jest.resetModules();
    return import('../../functions/login.ts');
  };
  test('a missing variable is an error that names it', async () => {
    await expect(importEntry({ SESSIONS_TABLE: undefined })).rejects.toThrow(
      /^login: .*SESSIONS_TABLE/,
    );
  });
  test('CLIENT_IP=cloudfront without ORIGIN_SECRET_ID is an error', async () => {
    await expect(importEntry({ CLIENT_IP: 'cloudfront' })).rejects.toThrow('ORIGIN_SECRET_ID');
  });
  test('CLIENT_IP=cloudfront with ORIGIN_SECRET_ID trusts the header of the CDN', async () => {
    process.env = { ...env, CLIENT_IP: 'cloudfront', ORIGIN_SECRET_ID: 'origin-secret' };
    const behindCdn = createLoginHandler(EMULATOR_TIMEOUTS);
    const headers = {
      'X-Origin-Secret': 'origin-secret',
      'X-Viewer-Address': '198.51.100.7',
    };
    expect((await behindCdn(restEvent('login', { body, headers }), context)).statusCode).toBe(200);
    expect(aws.calls.filter((call) => call.startsWith('secretsmanager'))).toHaveLength(4);
  });
  test('CLIENT_IP=cloudfront applies to a refresh as well', async () => {
    const { cookie } = await loggedIn();
    process.env = { ...env, CLIENT_IP: 'cloudfront', ORIGIN_SECRET_ID: 'origin-secret' };
    const behindCdn = sessions.createRefreshHandler(EMULATOR_TIMEOUTS);
    await aws.reset();
    const headers = {
      'X-Origin-Secret': 'origin-secret',
      'CloudFront-Viewer-Address': '198.51.100.7:1',
    };
    const refreshed = await behindCdn(
      restEvent('refresh', { cookies: [cookie], headers }),
      context,
    );
    expect(refreshed.statusCode).toBe(200);
    expect(aws.calls.filter((call) => call.startsWith('secretsmanager'))).toHaveLength(4);
  });
});
