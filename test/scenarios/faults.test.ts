import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anchorOf, ERROR_CODES, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { ATTEMPTS } from '../../contract/limits.ts';
import { COMMON_CODES, publicPath, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { errorEnvelope, tokenResponse } from '../../contract/schemas/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { FAULTS, faultOf, faultUsername } from '../../scenarios/faults.ts';
import { type Recipe, TRY } from '../../scenarios/recipes.ts';
import { type Exchange, runRecipe } from '../../scenarios/run-recipe.ts';
import { temporaryDirectory } from '../sandbox/support.ts';

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
const exchanges = new Map<Recipe, Exchange[]>();

/**
 * A second goes by whenever it is read, so that the gateway's throttle, which has tests of its own,
 * never bites. It begins in the past: the functions have the system's time, and a key of the future
 * signs nothing.
 */
function hastyClock(): () => number {
  let time = Date.now() - 86_400_000;
  return () => {
    time += 1_000;
    return time;
  };
}

/** Each recipe has a domain of its own, so that they are strangers to each other. */
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, clock: hastyClock() });
  const run = async (recipe: Recipe) => {
    const context = {
      origin: sandbox.url,
      expiredToken: sandbox.expiredToken,
      domain: `${recipe.id}.example`,
    };
    exchanges.set(recipe, await runRecipe(recipe, context));
  };
  const ofFaults = (recipe: Recipe) => FAULTS.some(({ name }) => name === recipe.id);
  const together = Promise.all(TRY.filter(ofFaults).map(run));
  for (const recipe of TRY.filter((candidate) => !ofFaults(candidate))) await run(recipe);
  await together;
});
afterAll(() => sandbox.close());

const lastOf = (recipe: Recipe) => (exchanges.get(recipe) as Exchange[]).at(-1) as Exchange;

describe('the table', () => {
  test.each(ERROR_CODES)('reaches %s', (code) => {
    expect(TRY.map((recipe) => recipe.code)).toContain(code);
  });

  test('reaches each code on a route that lists it', () => {
    for (const { id, code, steps } of TRY) {
      const name = ROUTE_NAMES.find((route) => publicPath(route) === steps.at(-1)?.path);
      if (code === undefined || code === 'NOT_FOUND') continue;
      const listed: readonly ErrorCode[] = [
        ...(name === undefined ? [] : routeOf(name).codes),
        ...COMMON_CODES,
      ];
      expect({ id, listed }).toEqual({ id, listed: expect.arrayContaining([code]) });
    }
  });

  test('names each recipe once', () => {
    expect(new Set(TRY.map(({ id }) => id)).size).toBe(TRY.length);
  });

  test('knows a fault credential whatever its domain and case, and nobody else', () => {
    for (const fault of FAULTS) {
      expect(faultOf(faultUsername(fault))).toBe(fault);
      expect(faultOf(`${fault.name.toUpperCase()}@another.example`)).toBe(fault);
    }
    expect(faultOf('unavailable')).toBeUndefined();
    expect(faultOf('test@example.com')).toBeUndefined();
  });
});

const refused = TRY.filter(({ code }) => code !== undefined).map(
  (recipe) => [recipe.id, recipe] as const,
);

describe('each recipe', () => {
  test.each(refused)('%s gets its code, in the envelope', (_id, recipe) => {
    const code = recipe.code as ErrorCode;
    const { status, headers, body } = lastOf(recipe).response;
    const { error } = errorEnvelope.parse(JSON.parse(body));
    expect(error).toMatchObject({
      code,
      status: errorRow(code).status,
      documentation_url: `${sandbox.documentationUrl}#${anchorOf(code)}`,
    });
    expect(status).toBe(error.status);
    const sent = new Map(headers);
    expect(sent.get('cache-control')).toBe('no-store');
    expect(sent.get('x-request-id')).toMatch(/\S/);
    if (status >= 500) expect(error.details.request_id).toBe(sent.get('x-request-id'));
    if (error.details.retry_after !== undefined) {
      expect(sent.get('retry-after')).toBe(String(error.details.retry_after));
    }
  });

  test('all steps before the last are as usual', () => {
    for (const recipe of TRY) {
      const before = (exchanges.get(recipe) as Exchange[])
        .slice(0, -1)
        .map(({ response }) => response.status);
      const usual = recipe.code === 'CAPTCHA_REQUIRED' ? [401] : [200, 204];
      for (const status of before) expect(usual).toContain(status);
    }
  });

  test('the test credentials sign in', () => {
    const success = TRY.filter(({ code }) => code === undefined);
    expect(success).toHaveLength(1);
    for (const recipe of success) {
      expect(tokenResponse.safeParse(JSON.parse(lastOf(recipe).response.body)).success).toBe(true);
    }
  });

  test('nothing tells a disabled, an unconfirmed or a resetting user from a wrong password', () => {
    const bodies = ['wrong-password', 'disabled', 'unconfirmed', 'reset'].map(
      (id) => lastOf(TRY.find((recipe) => recipe.id === id) as Recipe).response.body,
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

  test('needs the right password', async () => {
    expect(await signIn('unavailable@wrong.example', 'wrong')).toMatchObject({ status: 401 });
  });

  test('locks nobody out on another domain', async () => {
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

  test('whose refresh meets an outage stays signed in', async () => {
    const { cookie } = await signIn('outage-later@stays.example', sandbox.user.password);
    expect([await refresh(cookie), await refresh(cookie)]).toEqual([502, 502]);
  });

  test('whose token was revoked upstream is signed out', async () => {
    const { cookie } = await signIn('revoked@ends.example', sandbox.user.password);
    expect([await refresh(cookie), await refresh(cookie)]).toEqual([401, 401]);
  });
});

describe('after many failures', () => {
  const wrong = (username: string, password: string) =>
    fetch(sandbox.url + publicPath('login'), {
      method: 'POST',
      body: JSON.stringify({ username, password }),
    });

  beforeAll(async () => {
    for (let guess = 0; guess <= ATTEMPTS.captchaAfter.ip; guess += 1) {
      await wrong(`nobody-${guess}@guesses.example`, 'wrong');
    }
    for (let guess = 0; guess <= ATTEMPTS.refuseAfter; guess += 1) {
      await wrong(sandbox.user.username, `wrong ${guess}`);
    }
  });

  test('the developer’s own sign-in is limited, as on a deployment', async () => {
    expect((await wrong(sandbox.user.username, sandbox.user.password)).status).toBe(429);
  });

  /** Their users, but for the domain, have failed before. */
  test.each(['success', 'wrong-password', 'tampered-token', 'signed-out', 'captcha', 'revoked'])(
    '%s answers the fourth time as the first',
    async (id) => {
      const recipe = TRY.find((candidate) => candidate.id === id) as Recipe;
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
          status: recipe.code ? errorRow(recipe.code).status : 200,
          code: recipe.code,
        });
      }
    },
  );
});
