/** The sandbox responds as the errors page and openapi.json describe. */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath, ROUTES, type RouteName } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { FAULTS } from '../../scenarios/faults.ts';
import { RECIPES } from '../../scenarios/recipes.ts';
import { type Exchange, runRecipe } from '../../scenarios/run-recipe.ts';
import { browserFetch } from './browser-fetch.ts';
import { validateResponse } from './openapi-validator.ts';
import { type RunningSandbox, startSandboxProcess } from './sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox?.close());

/** Returns a client that calls routes and compares each response with openapi.json. */
function createClient() {
  const send = browserFetch(sandbox.url);
  return async (
    route: RouteName,
    {
      body,
      token,
      query,
    }: { body?: object; token?: string | undefined; query?: Record<string, string> } = {},
  ) => {
    const response = await send(
      `${publicPath(route)}${query ? `?${new URLSearchParams(query)}` : ''}`,
      {
        method: ROUTES[route].method,
        ...(body && { body: JSON.stringify(body) }),
        headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      },
    );
    const text = await response.text();
    const setCookie = response.headers.getSetCookie();
    const headers = {
      ...Object.fromEntries(response.headers),
      ...(setCookie.length > 0 && { 'set-cookie': setCookie }),
    };
    expect(validateResponse(route, response.status, headers, text)).toEqual([]);
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

test('a session can be started, read, refreshed and ended', async () => {
  const call = createClient();
  const { body } = await call('login', { body: TEST_USER });
  expect((await call('session', { token: body.token })).body.user.email).toBe(TEST_USER.username);
  const refreshed = await call('refresh');
  expect(refreshed.status).toBe(200);
  expect((await call('logout')).status).toBe(204);
  expect((await call('session', { token: refreshed.body.token })).body.error.code).toBe(
    'INVALID_TOKEN',
  );
  expect((await call('captcha', { query: { account: 'a'.repeat(43) } })).status).toBe(200);
});

test('the published test credentials return the published results', async () => {
  expect((await createClient()('login', { body: TEST_USER })).status).toBe(200);
  expect(
    (await createClient()('login', { body: { ...TEST_USER, password: 'wrongpass' } })).body.error
      .code,
  ).toBe('INVALID_CREDENTIALS');
  expect((await createClient()('session', { token: sandbox.expiredToken })).body.error.code).toBe(
    'TOKEN_EXPIRED',
  );
});

test('requests without a credential or a body return their errors', async () => {
  expect((await createClient()('login', { body: {} })).body.error.details).toMatchObject({
    field: 'username',
  });
  expect((await createClient()('refresh')).body.error.message).toBe('No refresh token available');
  expect((await createClient()('session')).body.error.code).toBe('NOT_AUTHENTICATED');
  expect((await createClient()('session', { token: 'a.b.c' })).body.error.code).toBe(
    'INVALID_TOKEN',
  );
});

describe('fault credentials', () => {
  test.concurrent.each(FAULTS.map(({ name, route, code }) => ({ name, route, code })))(
    '$name: $route returns $code',
    async ({ name, route, code }) => {
      const recipe = RECIPES.find(({ id }) => id === name);
      if (!recipe) throw new Error(`there must be a recipe for ${name}`);
      const exchanges = await runRecipe(recipe, {
        origin: sandbox.url,
        expiredToken: sandbox.expiredToken,
        domain: `${name}.answers.example`,
      });
      const { status, headers, body } = (exchanges.at(-1) as Exchange).response;
      const setCookie = headers.filter(([key]) => key === 'set-cookie').map(([, value]) => value);
      const received = {
        ...Object.fromEntries(headers),
        ...(setCookie.length > 0 && { 'set-cookie': setCookie }),
      };
      expect(validateResponse(route, status, received, body)).toEqual([]);
      expect(JSON.parse(body).error.code).toBe(code);
    },
  );
});
