import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { cookieName } from '../../contract/cookies.ts';
import { ERROR_CODES } from '../../contract/errors/index.ts';
import { GATEWAY_RESPONSE_TYPES, gatewayResponse } from '../../contract/gateway.ts';
import {
  BASE_PATH,
  COMMON_CODES,
  publicPath,
  ROUTE_NAMES,
  ROUTES,
  routeOf,
} from '../../contract/routes/index.ts';

test('each code of a route has a row and is listed once', () => {
  for (const name of ROUTE_NAMES) {
    const codes = [...routeOf(name).codes, ...COMMON_CODES];
    for (const code of codes) expect(ERROR_CODES).toContain(code);
    expect(new Set(codes).size).toBe(codes.length);
  }
});

test('each row is returned by a route or by the gateway', () => {
  const returned = new Set([
    ...ROUTE_NAMES.flatMap((name) => routeOf(name).codes),
    ...COMMON_CODES,
    ...GATEWAY_RESPONSE_TYPES.map((type) => gatewayResponse(type).code),
  ]);
  expect(ERROR_CODES.filter((code) => !returned.has(code))).toEqual([]);
});

test('the paths are those that clients call', () => {
  expect(BASE_PATH).toBe('/api');
  expect(ROUTE_NAMES.map((name) => `${ROUTES[name].method} ${publicPath(name)}`)).toEqual([
    'POST /api/auth/login',
    'POST /api/auth/refresh',
    'POST /api/auth/logout',
    'GET /api/auth/session',
    'GET /api/auth/captcha',
    'GET /api/auth/jwks',
    'POST /api/auth/challenge',
    'GET /api/auth/sessions',
    'DELETE /api/auth/sessions/{id}',
    'DELETE /api/auth/sessions',
    'POST /api/auth/reauthenticate',
    'POST /api/auth/password/change',
    'GET /api/auth/account',
    'PATCH /api/auth/account',
    'DELETE /api/auth/account',
    'POST /api/auth/email/change',
    'POST /api/auth/email/confirm',
    'POST /api/auth/signup',
    'POST /api/auth/signup/confirm',
    'POST /api/auth/signup/resend',
    'POST /api/auth/password/forgot',
    'POST /api/auth/password/reset',
    'POST /api/auth/passwordless',
    'GET /api/auth/passkeys',
    'POST /api/auth/passkeys/registration',
    'PUT /api/auth/passkeys/registration',
    'PATCH /api/auth/passkeys/{id}',
    'DELETE /api/auth/passkeys/{id}',
    'GET /api/auth/mfa',
    'POST /api/auth/mfa/totp',
    'PUT /api/auth/mfa/totp',
    'DELETE /api/auth/mfa/totp',
  ]);
});

describe.each(ROUTE_NAMES)('%s', (name) => {
  const route = routeOf(name);
  const { method, credential, body, codes } = route;
  test('has a function', () => expect(readdirSync('functions')).toContain(`${route.function}.ts`));
  test('uses POST if it takes a credential from the body or a cookie', () => {
    if (credential === 'body' || credential.startsWith('cookie')) expect(method).toBe('POST');
  });
  test('has a body if the body is the credential, and none if a cookie is', () => {
    if (credential === 'body') expect(body).toBeDefined();
    if (credential.startsWith('cookie') || method === 'GET') expect(body).toBeUndefined();
  });
  test('checks the origin if it takes a credential', () =>
    expect(codes.includes('ORIGIN_NOT_ALLOWED')).toBe(credential !== 'none'));
});

test('the cookie has the prefix __Host- for https and no prefix for http', () => {
  expect(cookieName('refresh', 'https')).toBe('__Host-refresh_token');
  expect(cookieName('refresh', 'http')).toBe('refresh_token');
});
