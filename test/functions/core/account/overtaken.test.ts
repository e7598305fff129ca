/** Sign-ins that Cognito accepts before the account is closed to them, and answers after. */

import { beforeEach, expect, test } from '@jest/globals';
import { attempts } from '../../../../functions/core/login/attempts.ts';
import type { Captchas } from '../../../../functions/core/login/captcha.ts';
import { login } from '../../../../functions/core/login/login.ts';
import {
  type AccountRoute,
  type AccountWorld,
  accountHandlersOf,
  accountWorld,
  PASSWORD,
  signedIn,
  USER,
} from '../../../support/account-world.ts';
import { lambdaContext, restEvent } from '../../../support/event.ts';

const NEW_PASSWORD = 'plum-orbit-canyon-42';
const NO_CAPTCHAS: Captchas = {
  challenge: () => Promise.reject(new Error('no challenge is asked for')),
  check: () => Promise.reject(new Error('no solution is shown')),
};

let real: AccountWorld;
let token: string;
beforeEach(async () => {
  real = accountWorld();
  ({ jwt: token } = await signedIn(real));
});

/** Begins a sign-in with the old password. Cognito's answer arrives when `arrive` is called. */
async function beginSignIn() {
  const [accepted, arrival] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const signIn = async (_username: string, password: string) => {
    const outcome = await real.identity.signIn(USER.username, password);
    accepted.resolve();
    await arrival.promise;
    return outcome;
  };
  const answer = login(
    {
      ...real,
      attempts: attempts({ ...real, store: real.attemptStore, captchas: NO_CAPTCHAS }),
      identity: { ...real.identity, signIn },
    },
    {
      body: { username: USER.email ?? '', password: PASSWORD },
      refreshTokens: [],
      deviceCookies: [],
      challengeCookies: [],
      authorization: undefined,
      userAgent: undefined,
      origins: [],
      address: '203.0.113.9',
    },
  );
  await accepted.promise;
  return { answer, arrive: arrival.resolve };
}

async function send(route: AccountRoute, body?: object): Promise<number> {
  const event = restEvent(route, {
    headers: { Authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await accountHandlersOf(real)[route](event, lambdaContext())).statusCode;
}
const change = { current_password: PASSWORD, new_password: NEW_PASSWORD };
const sids = () => real.sessions.rows().map(({ sid }) => sid);

test.each<[AccountRoute, object | undefined, string[]]>([
  ['changePassword', change, ['session-1']],
  ['deleteAccount', undefined, []],
])('a sign-in that %s has overtaken gets no session', async (route, body, left) => {
  const { answer, arrive } = await beginSignIn();
  expect(await send(route, body)).toBe(204);
  arrive();
  await expect(answer).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  expect(sids()).toEqual(left);
});

test.each<[AccountRoute, object | undefined, string[]]>([
  ['changePassword', change, ['session-1']],
  ['deleteAccount', undefined, []],
])('a sign-in that stores its session during %s keeps none', async (route, body, left) => {
  const { answer, arrive } = await beginSignIn();
  const { changeName } = real.attemptStore;
  const store = real.attemptStore as { changeName: typeof changeName };
  let isFirst = true;
  // The devices are about to become void. Until then, the sign-in sees no change.
  store.changeName = async (id, seen, update) => {
    const isVoiding = isFirst && (update(undefined)?.devicesSince ?? 0) > 0;
    if (isVoiding) {
      isFirst = false;
      arrive();
      await answer;
    }
    return changeName(id, seen, update);
  };
  expect(await send(route, body)).toBe(204);
  expect(isFirst).toBe(false);
  expect(sids()).toEqual(left);
});

test.each<[AccountRoute, object | undefined, string[]]>([
  ['changePassword', change, ['session-1']],
  ['deleteAccount', undefined, []],
])('a sign-in whose session is stored only after %s keeps none', async (route, body, left) => {
  const { answer, arrive } = await beginSignIn();
  const { create } = real.sessions;
  const [begun, stored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  real.sessions.create = async (...args) => {
    begun.resolve();
    await stored.promise;
    await create(...args);
  };
  arrive();
  await begun.promise;
  // Whatever the sign-in does beside that write is done before the devices become void.
  await new Promise(setImmediate);
  expect(await send(route, body)).toBe(204);
  stored.resolve();
  await expect(answer).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  expect(sids()).toEqual(left);
});
