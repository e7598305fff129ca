import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { refreshCookieName } from '../../contract/cookies.ts';
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

test('every code that a route names has a row, once', () => {
  for (const name of ROUTE_NAMES) {
    const codes = [...routeOf(name).codes, ...COMMON_CODES];
    for (const code of codes) expect(ERROR_CODES).toContain(code);
    expect(new Set(codes).size).toBe(codes.length);
  }
});

test('every row is answered by some route or by the gateway', () => {
  const answered = new Set([
    ...ROUTE_NAMES.flatMap((name) => routeOf(name).codes),
    ...COMMON_CODES,
    ...GATEWAY_RESPONSE_TYPES.map((type) => gatewayResponse(type).code),
  ]);
  expect(ERROR_CODES.filter((code) => !answered.has(code))).toEqual([]);
});

test('the published paths', () => {
  expect(BASE_PATH).toBe('/api');
  expect(ROUTE_NAMES.map((name) => `${ROUTES[name].method} ${publicPath(name)}`)).toEqual([
    'POST /api/auth/login',
    'POST /api/auth/refresh',
    'POST /api/auth/logout',
    'GET /api/auth/session',
    'GET /api/auth/captcha',
  ]);
});

describe.each(ROUTE_NAMES)('%s', (name) => {
  const route = routeOf(name);
  const { method, credential, body, codes } = route;
  test('has a function', () => expect(readdirSync('functions')).toContain(`${route.function}.ts`));
  test('changes something only by POST', () => {
    if (credential === 'body' || credential.startsWith('cookie')) expect(method).toBe('POST');
  });
  test('reads a body only where it is a credential', () =>
    expect(body !== undefined).toBe(credential === 'body'));
  test('keeps the origin rule where it acts on a credential', () =>
    expect(codes.includes('ORIGIN_NOT_ALLOWED')).toBe(credential !== 'none'));
});

test('the cookie of https cannot be planted by a sibling, and that of http needs no https', () => {
  expect(refreshCookieName('https')).toBe('__Host-refresh_token');
  expect(refreshCookieName('http')).toBe('refresh_token');
});
