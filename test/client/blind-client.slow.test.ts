/** A client that follows only `details.action` ends in the right place, for every recipe. */

import { afterAll, expect, test } from '@jest/globals';
import { ERROR_CODES, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { FAULTS, type Fault } from '../../scenarios/faults.ts';
import { RECIPES, type Recipe, type Step } from '../../scenarios/recipes.ts';
import { readMailedCode } from '../../scenarios/run-recipe.ts';
import { browserFetch } from '../docs/browser-fetch.ts';
import { type RunningSandbox, startSandboxProcess } from '../docs/sandbox.ts';
import { BlindClient, ENDINGS, type Ending } from './blind-client.ts';

const sandbox: RunningSandbox = await startSandboxProcess();
afterAll(() => sandbox.close());

/** Where a user must end. A code without an entry must end as the action of its row says. */
const EXPECTED: Readonly<Partial<Record<ErrorCode, Ending>>> = {
  BAD_GATEWAY: 'try later',
  SERVICE_UNAVAILABLE: 'try later',
  INTERNAL_ERROR: 'try later',
  GATEWAY_TIMEOUT: 'try later',
  INVALID_CREDENTIALS: 'sign-in form',
  NOT_AUTHENTICATED: 'sign-in form',
  INVALID_TOKEN: 'sign-in form',
  INVALID_REFRESH_TOKEN: 'sign-in form',
  CAPTCHA_REQUIRED: 'CAPTCHA',
  CHALLENGE_REQUIRED: 'challenge',
  PASSWORD_RESET_REQUIRED: 'password reset',
  USER_NOT_CONFIRMED: 'confirmation',
  FORBIDDEN: 'support',
  NOT_FOUND: 'correct the request',
  PAYLOAD_TOO_LARGE: 'correct the request',
  ORIGIN_NOT_ALLOWED: 'correct the request',
};

/** Recipes whose code alone does not tell the ending. */
const SPECIAL: Readonly<Record<string, Ending>> = {
  busy: 'try later',
  device: 'password reset',
  'no-cookie': 'sign-in form',
  'no-password': 'correct the request',
  'not-json': 'correct the request',
  'expired-token': 'sign-in form', // There is no cookie to refresh with.
};

const expectedEnding = ({ id, code }: Recipe): Ending =>
  SPECIAL[id] ??
  (code === undefined ? 'signed in' : (EXPECTED[code] ?? ENDINGS[errorRow(code).action]));

/** Whether a fault concerns the refresh of a session that stands. */
const isLater =
  ({ id }: Recipe) =>
  ({ name, route }: Fault) =>
    name === id && route === 'refresh';

let runs = 0;

/** Sends the steps before the last one as they are, then runs the last one as a blind client. */
async function runBlindly({ steps }: Recipe): Promise<{ ending: Ending; waits: number[] }> {
  runs += 1;
  const domain = `blind${runs}.example`;
  const send = browserFetch(sandbox.url);
  let token = '';
  let code = '';
  let challengeToken = '';
  const fill = (text: string) =>
    text
      .replaceAll('{token}', token)
      .replaceAll('{code}', code)
      .replaceAll('{challenge_token}', challengeToken)
      .replaceAll('{expired_token}', sandbox.expiredToken)
      .replaceAll('{tampered_token}', token.replace(/\.[^.]+$/, '.AAAA'))
      .replaceAll('{domain}', domain);
  for (const step of steps.slice(0, -1)) {
    const response = await send(step.path, requestOf(step, fill));
    const body = (await response.json().catch(() => ({}))) as {
      token?: string;
      error?: { details: { challenge?: { token: string } } };
    };
    token = body.token ?? token;
    challengeToken = body.error?.details.challenge?.token ?? challengeToken;
  }
  const last = steps.at(-1) as Step;
  if (last.body?.includes('{code}')) code = await readMailedCode(sandbox.url, domain);
  const { headers = {} } = requestOf(last, fill);
  const waits: number[] = [];
  // A step with cookies of its own is sent by another browser.
  const sendLast = headers.Cookie === undefined ? send : browserFetch(sandbox.url);
  const withHeaders: typeof fetch = (input, init = {}) =>
    sendLast(input, { ...init, headers: { ...headers, ...init.headers } });
  const bearer = headers.Authorization?.replace('Bearer ', '');
  const client = new BlindClient(withHeaders, (seconds) => waits.push(seconds), bearer);
  const ending = await client.run({
    method: last.method,
    path: last.path,
    isBearer: bearer !== undefined,
    ...(last.body !== undefined && { body: fill(last.body) }),
  });
  return { ending, waits };
}

function requestOf({ method, headers = {}, body }: Step, fill: (text: string) => string) {
  return {
    method,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, fill(value)]),
    ) as Record<string, string>,
    ...(body !== undefined && { body: fill(body) }),
  };
}

test.each(RECIPES.map((recipe) => [recipe.id, recipe] as const))('%s', async (_, recipe) => {
  const expected = expectedEnding(recipe);
  const { ending } = await runBlindly(recipe);
  // The service may confirm the user in the background while the client waits.
  const mayRecover = expected === 'try later' && FAULTS.some(isLater(recipe));
  expect(mayRecover ? ['try later', 'signed in'] : [expected]).toContain(ending);
});

test('an error that waiting cures says how long', () => {
  for (const code of ERROR_CODES) {
    const { action, retryAfter } = errorRow(code);
    if (action === 'retry') expect(retryAfter).toBeGreaterThan(0);
  }
});
