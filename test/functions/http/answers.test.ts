/** Successful responses, and the headers of every response. */

import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { sessionResponse, tokenResponse } from '../../../contract/schemas/index.ts';
import { cookieIn, errorIn, headerIn } from '../../support/answer.ts';
import { lambdaContext, REQUEST_ID, restEvent } from '../../support/event.ts';
import { handlerOf, handlersOf } from '../../support/handlers.ts';
import { signedIn, world } from '../../support/world.ts';

const body = '{"username":"test@example.com","password":"ValidPass123!"}';
const context = lambdaContext();

test('a session can be started, read, refreshed and ended', async () => {
  const { login, session, refresh, logout } = handlersOf(world());
  const in1 = await login(restEvent('login', { body }), context);
  const { token } = z.parse(tokenResponse, JSON.parse(in1.body));
  const shown = await session(
    restEvent('session', { headers: { Authorization: `Bearer ${token}` } }),
    context,
  );
  expect(z.parse(sessionResponse, JSON.parse(shown.body)).user.email).toBe('test@example.com');

  const in2 = await refresh(
    restEvent('refresh', { cookies: ['theme=dark', cookieIn(in1)] }),
    context,
  );
  z.parse(tokenResponse, JSON.parse(in2.body));
  expect(cookieIn(in2)).not.toBe(cookieIn(in1));

  const out = await logout(restEvent('logout', { cookies: [cookieIn(in2)] }), context);
  expect(out).toMatchObject({ statusCode: 204, body: '' });
  expect(cookieIn(out)).toBe('__Host-refresh_token=');
  errorIn(
    await session(restEvent('session', { headers: { Authorization: `Bearer ${token}` } }), context),
    'INVALID_TOKEN',
  );
  errorIn(
    await refresh(restEvent('refresh', { cookies: [cookieIn(in2)] }), context),
    'INVALID_REFRESH_TOKEN',
  );
});

describe('the refresh cookie', () => {
  test('has the prefix __Host- over https', async () => {
    const response = await handlersOf(world()).login(restEvent('login', { body }), context);
    expect(headerIn(response, 'set-cookie')).toMatch(
      /^__Host-refresh_token=1\.[\w.-]+; HttpOnly; SameSite=Strict; Path=\/; Max-Age=2592000; Secure$/,
    );
  });
  test('has no prefix and no Secure over http, as in the sandbox', async () => {
    const { login, refresh, logout } = handlersOf(world(), { scheme: 'http' });
    const response = await login(restEvent('login', { body }), context);
    expect(headerIn(response, 'set-cookie')).toMatch(
      /^refresh_token=1\.[\w.-]+; HttpOnly; SameSite=Strict; Path=\/; Max-Age=2592000$/,
    );
    const again = await refresh(restEvent('refresh', { cookies: [cookieIn(response)] }), context);
    expect(again.statusCode).toBe(200);
    const out = await logout(restEvent('logout', { cookies: [cookieIn(again)] }), context);
    expect(headerIn(out, 'set-cookie')).toBe(
      'refresh_token=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0',
    );
  });
  test('is not accepted under the name of the other scheme', async () => {
    const secure = await handlersOf(world()).refresh(
      restEvent('refresh', { cookies: ['refresh_token=x'] }),
      context,
    );
    errorIn(secure, 'BAD_REQUEST');
    const plain = await handlersOf(world(), { scheme: 'http' }).refresh(
      restEvent('refresh', { cookies: ['__Host-refresh_token=x'] }),
      context,
    );
    errorIn(plain, 'BAD_REQUEST');
  });
  test('is found in any of several Cookie headers, as HTTP/2 may send them', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const headers = { cookie: ['theme=dark', `__Host-refresh_token=${refreshToken}`] };
    expect(
      await handlersOf(ports).refresh(restEvent('refresh', { headers }), context),
    ).toMatchObject({ statusCode: 200 });
  });
});

describe('every response', () => {
  const handlers = {
    'a success': handlerOf('session', async () => ({ body: {} })),
    'a success without a body': handlerOf('session', async () => ({
      cookies: [{ kind: 'refresh', clear: true }],
    })),
    'a failure': handlerOf('session', async () => {
      throw new Error('bug');
    }),
  };
  test.each(Object.entries(handlers))(
    'has the request ID, no-store and the security headers: %s',
    async (_, handler) => {
      const response = await handler(restEvent('session'), context);
      const headers = Object.fromEntries(
        Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      );
      expect(headers).toMatchObject({
        'x-request-id': REQUEST_ID,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
      });
      for (const name of ['server', 'x-powered-by']) {
        expect(headers).not.toHaveProperty(name);
      }
    },
  );
  test('has no HSTS header over http', async () => {
    const handler = handlerOf('session', async () => ({ body: {} }), { scheme: 'http' });
    expect(
      headerIn(await handler(restEvent('session'), context), 'strict-transport-security'),
    ).toBeUndefined();
  });
  test('has a content type only if it has a body', async () => {
    expect(
      headerIn(await handlers['a success'](restEvent('session'), context), 'content-type'),
    ).toBe('application/json');
    expect(
      headerIn(
        await handlers['a success without a body'](restEvent('session'), context),
        'content-type',
      ),
    ).toBeUndefined();
  });
});
