import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anchorOf, ERROR_CODES, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { ATTEMPTS } from '../../contract/limits.ts';
import { COMMON_CODES, publicPath, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { errorEnvelope, tokenResponse } from '../../contract/schemas/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { FAULTS, faultUsername, findFault, RIGHT_CODE } from '../../scenarios/faults.ts';
import { type Recipe, recipeStatus, recipesWith } from '../../scenarios/recipes.ts';
import { type Exchange, runRecipe } from '../../scenarios/run-recipe.ts';
import { temporaryDirectory } from '../sandbox/support.ts';

const RECIPES = recipesWith({ passkeys: true });

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
const exchanges = new Map<Recipe, Exchange[]>();

/**
 * Creates a clock that advances by a second at each reading, so that the gateway never throttles.
 * It starts in the past: the functions use the system clock, and a key from the future cannot sign.
 */
function tickingClock(): () => number {
  let time = Date.now() - 86_400_000;
  return () => {
    time += 1_000;
    return time;
  };
}

/** Runs each recipe on a domain of its own, so that their failures are counted separately. */
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    stateDir,
    quiet: true,
    clock: tickingClock(),
    passkeys: true,
  });
  const run = async (recipe: Recipe) => {
    const context = {
      origin: sandbox.url,
      expiredToken: sandbox.expiredToken,
      domain: `${recipe.id}.example`,
    };
    exchanges.set(recipe, await runRecipe(recipe, context));
  };
  const isFault = (recipe: Recipe) => FAULTS.some(({ name }) => name === recipe.id);
  const faults = Promise.all(RECIPES.filter(isFault).map(run));
  for (const recipe of RECIPES.filter((candidate) => !isFault(candidate))) await run(recipe);
  await faults;
});
afterAll(() => sandbox.close());

const lastExchange = (recipe: Recipe) => (exchanges.get(recipe) as Exchange[]).at(-1) as Exchange;

describe('the recipes', () => {
  test.each(ERROR_CODES)('produce %s', (code) => {
    expect(RECIPES.map((recipe) => recipe.code)).toContain(code);
  });

  test('produce each code on a route that lists it', () => {
    for (const { id, code, steps } of RECIPES) {
      const last = steps.at(-1);
      const name = ROUTE_NAMES.find(
        (route) => publicPath(route) === last?.path && routeOf(route).method === last.method,
      );
      if (code === undefined || code === 'NOT_FOUND') continue;
      const listed: readonly ErrorCode[] = [
        ...(name === undefined ? [] : routeOf(name).codes),
        ...COMMON_CODES,
      ];
      expect({ id, listed }).toEqual({ id, listed: expect.arrayContaining([code]) });
    }
  });

  test('have unique ids', () => {
    expect(new Set(RECIPES.map(({ id }) => id)).size).toBe(RECIPES.length);
  });
});

test('findFault finds a fault by its username, ignoring domain and case', () => {
  for (const fault of FAULTS) {
    expect(findFault(faultUsername(fault))).toBe(fault);
    expect(findFault(`${fault.name.toUpperCase()}@another.example`)).toBe(fault);
  }
  expect(findFault('unavailable')).toBeUndefined();
  expect(findFault('test@example.com')).toBeUndefined();
});

const failing = RECIPES.filter(({ code }) => code !== undefined).map(
  (recipe) => [recipe.id, recipe] as const,
);

describe('a recipe', () => {
  test.each(failing)('returns its code in the envelope: %s', (_id, recipe) => {
    const code = recipe.code as ErrorCode;
    const { status, headers, body } = lastExchange(recipe).response;
    const { error } = errorEnvelope.parse(JSON.parse(body));
    expect(error).toMatchObject({
      code,
      status: errorRow(code).status,
      documentation_url: `${sandbox.documentationUrl}#${anchorOf(code)}`,
    });
    expect(status).toBe(error.status);
    const received = new Map(headers);
    expect(received.get('cache-control')).toBe('no-store');
    expect(received.get('x-request-id')).toMatch(/\S/);
    if (status >= 500) expect(error.details.request_id).toBe(received.get('x-request-id'));
    if (error.details.retry_after !== undefined) {
      expect(received.get('retry-after')).toBe(String(error.details.retry_after));
    }
  });

  test('succeeds in all steps before the last, except for wrong passwords and pending steps', () => {
    for (const recipe of RECIPES) {
      const before = (exchanges.get(recipe) as Exchange[]).slice(0, -1);
      const statuses = before
        .filter(({ response }) => !response.body.includes('"CHALLENGE_REQUIRED"'))
        .map(({ response }) => response.status);
      const { wrongPasswords = 0 } = FAULTS.find(({ name }) => name === recipe.id) ?? {};
      expect(statuses.filter((status) => status === 401)).toHaveLength(wrongPasswords);
      expect(statuses.filter((status) => ![200, 202, 204, 401].includes(status))).toEqual([]);
    }
  });

  test('signs in with the test credentials', () => {
    const successes = RECIPES.filter((recipe) => recipeStatus(recipe) === 200);
    expect(successes.map(({ id }) => id)).toEqual(['success', 'second-factor']);
    for (const recipe of successes) {
      expect(tokenResponse.safeParse(JSON.parse(lastExchange(recipe).response.body)).success).toBe(
        true,
      );
    }
  });

  test('has no body if it ends in a 204', () => {
    const empty = RECIPES.filter(({ success }) => success === 204);
    expect(empty.map(({ id }) => id)).toEqual(['confirmed-identity']);
    for (const recipe of empty) {
      expect(lastExchange(recipe).response).toMatchObject({ status: 204, body: '' });
    }
  });

  test('does not reveal a disabled, an unconfirmed or a resetting user', () => {
    const bodies = ['wrong-password', 'disabled', 'unconfirmed', 'reset'].map(
      (id) => lastExchange(RECIPES.find((recipe) => recipe.id === id) as Recipe).response.body,
    );
    expect(new Set(bodies).size).toBe(1);
  });
});

describe('a fault credential', () => {
  const signIn = async (username: string, password: string) => {
    const response = await fetch(sandbox.url + publicPath('login'), {
      method: 'POST',
      body: JSON.stringify({ username, password }),
    });
    return {
      status: response.status,
      cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    };
  };
  const refresh = async (Cookie: string) =>
    (await fetch(sandbox.url + publicPath('refresh'), { method: 'POST', headers: { Cookie } }))
      .status;

  test('returns 401 for a wrong password', async () => {
    expect(await signIn('unavailable@wrong.example', 'wrong')).toMatchObject({ status: 401 });
  });

  test('is not locked by failures on another domain', async () => {
    for (const domain of ['one.example', 'two.example', 'three.example']) {
      for (const guess of [1, 2]) await signIn(`revoked@${domain}`, `wrong ${guess}`);
      expect(await signIn(`revoked@${domain}`, sandbox.user.password)).toMatchObject({
        status: 200,
      });
    }
    for (const domain of ['four.example', 'five.example', 'six.example']) {
      await signIn(`revoked@${domain}`, 'wrong');
    }
    for (const domain of ['seven.example', 'eight.example', 'nine.example']) {
      await signIn(`revoked@${domain}`, 'wrong');
    }
    expect(await signIn('revoked@ten.example', sandbox.user.password)).toMatchObject({
      status: 200,
    });
  });

  test.each([
    ['mfa', [{ code: RIGHT_CODE }]],
    ['newpassword', [{ new_password: 'a new secret phrase' }]],
    ['mfachoice', [{ answer: 'SMS_MFA' }, { code: RIGHT_CODE }]],
    ['mfasetup', [{ code: RIGHT_CODE }]],
  ])('signs in by its steps: %s', async (name, answers) => {
    const steps = [
      {
        path: 'login' as const,
        body: { username: `${name}@steps.example`, password: TEST_USER.password },
      },
      ...answers.map((given) => ({
        path: 'challenge' as const,
        body: { challenge_token: '{challenge_token}', ...given },
      })),
    ].map(({ path, body }) => ({
      method: 'POST',
      path: publicPath(path),
      body: JSON.stringify(body),
    }));
    const context = { origin: sandbox.url, expiredToken: '', domain: '' };
    const run = await runRecipe({ steps }, context);
    expect(run.map(({ response }) => response.status)).toEqual([...answers.map(() => 403), 200]);
  });

  test('stays signed in if its refresh cannot reach Cognito', async () => {
    const { cookie } = await signIn('outage-later@stays.example', sandbox.user.password);
    expect([await refresh(cookie), await refresh(cookie)]).toEqual([502, 502]);
  });

  test('is signed out if Cognito has revoked its token', async () => {
    const { cookie } = await signIn('revoked@ends.example', sandbox.user.password);
    expect([await refresh(cookie), await refresh(cookie)]).toEqual([401, 401]);
  });
});

describe('after many failures', () => {
  const login = (username: string, password: string) =>
    fetch(sandbox.url + publicPath('login'), {
      method: 'POST',
      body: JSON.stringify({ username, password }),
    });

  beforeAll(async () => {
    for (let guess = 0; guess <= ATTEMPTS.captchaAfter.network; guess += 1) {
      await login(`nobody-${guess}@guesses.example`, 'wrong');
    }
    for (let guess = 0; guess <= ATTEMPTS.captchaAfter.accountAndNetwork; guess += 1) {
      await login(sandbox.user.username, `wrong ${guess}`);
    }
  });

  test('the test user is limited like on a deployment', async () => {
    expect((await login(sandbox.user.username, sandbox.user.password)).status).toBe(403);
  });

  /** The users of these recipes have failed on other domains. */
  test.each(['success', 'wrong-password', 'tampered-token', 'signed-out', 'captcha', 'revoked'])(
    'the response stays the same in four runs of %s',
    async (id) => {
      const recipe = RECIPES.find((candidate) => candidate.id === id) as Recipe;
      for (let time = 0; time < 4; time += 1) {
        const context = {
          origin: sandbox.url,
          expiredToken: sandbox.expiredToken,
          domain: `time-${time}.${id}.example`,
        };
        const { status, body } = (await runRecipe(recipe, context)).at(-1)?.response ?? {};
        const { error } = JSON.parse(body ?? '') as { error?: { code: string } };
        expect({ time, status, code: error?.code }).toEqual({
          time,
          status: recipeStatus(recipe),
          code: recipe.code,
        });
      }
    },
  );
});
