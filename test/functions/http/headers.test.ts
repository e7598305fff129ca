/** The exact headers of every response: of each route with each outcome, and of the gateway. */

import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { type ErrorCode, errorRow } from '../../../contract/errors/index.ts';
import {
  authorizerContext,
  GATEWAY_RESPONSE_TYPES,
  gatewayResponse,
  renderGatewayResponse,
} from '../../../contract/gateway.ts';
import {
  COMMON_CODES,
  ROUTE_NAMES,
  type RouteName,
  routeOf,
} from '../../../contract/routes/index.ts';
import { AuthError } from '../../../functions/core/error.ts';
import { cookieIn } from '../../support/answer.ts';
import {
  ACCOUNT_QUERY,
  exampleBody,
  lambdaContext,
  REQUEST_ID,
  restEvent,
} from '../../support/event.ts';
import { handlerOf, handlersOf } from '../../support/handlers.ts';
import { signedIn, world } from '../../support/world.ts';

const ORIGIN = 'https://app.example.org';
const context = lambdaContext();

/** In every response of a function. */
const ALWAYS = {
  'x-request-id': REQUEST_ID,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};
const HTTPS = { ...ALWAYS, 'strict-transport-security': 'max-age=31536000' };
const JSON_BODY = { 'content-type': 'application/json' };
const CLEARED = '__Host-refresh_token=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0; Secure';
const CORS = {
  'access-control-allow-origin': ORIGIN,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Request-Id, Retry-After, x-amzn-Remapped-WWW-Authenticate',
  vary: 'Origin',
};

/** Codes that refuse a token. Every other 401 is the answer to a request without one. */
const TOKEN_REFUSED: readonly ErrorCode[] = ['INVALID_TOKEN', 'TOKEN_EXPIRED'];
/** The headers that an error has of its own, besides those of every response. */
function headersOf(code: ErrorCode) {
  const { status, retryAfter, clearsCookie } = errorRow(code);
  const error = TOKEN_REFUSED.includes(code) ? ', error="invalid_token"' : '';
  return {
    ...(status === 401 && { 'www-authenticate': `Bearer realm="chordian-auth"${error}` }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(clearsCookie && { 'set-cookie': CLEARED }),
  };
}

const lowerCase = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
/** All headers of a response. A name that stands twice keeps both values. */
const allHeaders = ({ headers = {}, multiValueHeaders = {} }: APIGatewayProxyResult) => {
  const single = lowerCase(headers);
  const multiple = lowerCase(multiValueHeaders);
  expect(Object.keys(single).filter((name) => name in multiple)).toEqual([]);
  for (const [name, values] of Object.entries(multiple)) {
    single[name] = (values as unknown[]).join();
  }
  return single;
};

const failures = ROUTE_NAMES.flatMap((name) =>
  [...new Set<ErrorCode>([...routeOf(name).codes, ...COMMON_CODES])].map((code) => ({
    name,
    code,
  })),
);
const failing = (name: RouteName, code: ErrorCode, settings = {}) =>
  handlerOf(
    name,
    async () => {
      throw new AuthError(code);
    },
    settings,
  )(
    restEvent(name, {
      body: exampleBody(name),
      headers: { Origin: ORIGIN },
      ...(name === 'captcha' && { query: ACCOUNT_QUERY }),
    }),
    context,
  );

describe.each(failures)('$name, if it fails with $code, has exactly its headers', (failure) => {
  const { name, code } = failure;
  test('over https', async () => {
    const response = await failing(name, code, { allowedOrigins: [ORIGIN] });
    expect(allHeaders(response)).toEqual({ ...HTTPS, ...JSON_BODY, ...CORS, ...headersOf(code) });
  });
  test('over http', async () => {
    const response = await failing(name, code, { allowedOrigins: [ORIGIN], scheme: 'http' });
    const cleared = CLEARED.replace('__Host-', '').replace('; Secure', '');
    expect(allHeaders(response)).toEqual({
      ...ALWAYS,
      ...JSON_BODY,
      ...CORS,
      ...headersOf(code),
      ...(errorRow(code).clearsCookie && { 'set-cookie': cleared }),
    });
  });
});

describe('a success has exactly its headers', () => {
  const someCookie = expect.stringMatching(/^__Host-refresh_token=[\w.-]+; HttpOnly; [^,]*$/);
  const bothCookies = expect.stringMatching(
    /^__Host-refresh_token=[\w.-]+; HttpOnly; [^,]*,__Host-device=[\w.-]+; HttpOnly; [^,]*$/,
  );

  test('login, refresh, session and logout', async () => {
    const { login, refresh, session, logout } = handlersOf(world());
    const signIn = await login(restEvent('login', { body: exampleBody('login') }), context);
    expect(allHeaders(signIn)).toEqual({ ...HTTPS, ...JSON_BODY, 'set-cookie': bothCookies });
    const { token } = JSON.parse(signIn.body) as { token: string };
    const credentials = {
      cookies: [cookieIn(signIn)],
      headers: { Authorization: `Bearer ${token}` },
    };
    const check = await session(restEvent('session', credentials), context);
    expect(allHeaders(check)).toEqual({ ...HTTPS, ...JSON_BODY });
    const refreshed = await refresh(restEvent('refresh', credentials), context);
    expect(allHeaders(refreshed)).toEqual({ ...HTTPS, ...JSON_BODY, 'set-cookie': someCookie });
    const ended = await logout(restEvent('logout', credentials), context);
    expect(allHeaders(ended)).toEqual({ ...HTTPS, 'set-cookie': CLEARED });
  });

  test('captcha', async () => {
    const captcha = handlerOf('captcha', async () => ({ body: {} }));
    expect(
      allHeaders(await captcha(restEvent('captcha', { query: ACCOUNT_QUERY }), context)),
    ).toEqual({
      ...HTTPS,
      ...JSON_BODY,
    });
  });

  test('jwks, which may be cached', async () => {
    const jwks = handlerOf('jwks', async () => ({ body: {} }));
    expect(allHeaders(await jwks(restEvent('jwks'), context))).toEqual({
      ...HTTPS,
      ...JSON_BODY,
      'cache-control': 'max-age=300',
    });
  });

  test('to a request without an origin, where other origins are allowed', async () => {
    const ports = world();
    const { jwt } = await signedIn(ports);
    const { session } = handlersOf(ports, { allowedOrigins: [ORIGIN] });
    const headers = { Authorization: `Bearer ${jwt}` };
    const { 'access-control-allow-origin': _, vary: __, ...cors } = CORS;
    expect(allHeaders(await session(restEvent('session', { headers }), context))).toEqual({
      ...HTTPS,
      ...JSON_BODY,
      ...cors,
    });
  });
});

describe.each(GATEWAY_RESPONSE_TYPES)('the gateway response %s has exactly its headers', (type) => {
  const response = gatewayResponse(type);
  const { 'access-control-allow-origin': allowOrigin, ...cors } = CORS;
  const expected = {
    ...JSON_BODY,
    'cache-control': 'no-store',
    'x-request-id': REQUEST_ID,
    ...cors,
    'access-control-expose-headers':
      'X-Request-Id,Retry-After,x-amzn-Remapped-WWW-Authenticate,WWW-Authenticate',
  };
  // The authorizer names the code of ACCESS_DENIED.
  const codes =
    type === 'ACCESS_DENIED'
      ? (['NOT_AUTHENTICATED', 'INVALID_TOKEN', 'TOKEN_EXPIRED'] as const)
      : [response.code];
  test.each(codes)('for %s', (code) => {
    const rendered = (headers: Record<string, string>) =>
      renderGatewayResponse(response, {
        extendedRequestId: REQUEST_ID,
        headers,
        authorizer: type === 'ACCESS_DENIED' ? authorizerContext(code) : undefined,
      });
    expect(lowerCase(rendered({}).headers)).toEqual({ ...expected, ...headersOf(code) });
    for (const name of ['Origin', 'origin']) {
      expect(lowerCase(rendered({ [name]: ORIGIN }).headers)).toEqual({
        ...expected,
        ...headersOf(code),
        'access-control-allow-origin': allowOrigin,
      });
    }
  });
});
