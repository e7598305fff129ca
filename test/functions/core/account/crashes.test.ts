/**
 * A request may end between any two of its calls: a function is terminated, or a service fails. Each
 * test lets one call after the other fail, checks what must hold then, and repeats the request.
 */

import { describe, expect, test } from '@jest/globals';
import { AuthError } from '../../../../functions/core/error.ts';
import { passwordAttempts } from '../../../../functions/core/login/password-attempts.ts';
import {
  type AccountRoute,
  type AccountWorld,
  accountHandlersOf,
  accountWorld,
  PASSWORD,
  signedIn,
  typedCode,
  USER,
} from '../../../support/account-world.ts';
import { lambdaContext, restEvent } from '../../../support/event.ts';

const NEW_PASSWORD = 'plum-orbit-canyon-42';
const NEW_EMAIL = 'new@example.com';

/** The ports whose calls leave the process. */
const REMOTE = [
  'sessions',
  'userSessions',
  'attemptStore',
  'identity',
  'userTokens',
  'account',
  'accounts',
  'mails',
] as const satisfies readonly (keyof AccountWorld)[];

/** Lets a numbered call fail: before it has an effect, or after it with a lost answer. */
function fallible(ports: AccountWorld) {
  const plan = { calls: 0, failAt: Number.POSITIVE_INFINITY, when: 'before' as 'before' | 'after' };
  const failure = () => new AuthError('INTERNAL_ERROR', { cause: new Error('the call failed') });
  const wrap = (port: object) =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        async (...args: unknown[]) => {
          plan.calls += 1;
          // Everything after the failure fails as well, as after the end of a function.
          const fails = plan.calls >= plan.failAt;
          if (fails && (plan.when === 'before' || plan.calls > plan.failAt)) throw failure();
          const result = await (method as (...all: unknown[]) => unknown)(...args);
          if (fails) throw failure();
          return result;
        },
      ]),
    );
  const wrapped = Object.fromEntries(REMOTE.map((name) => [name, wrap(ports[name])]));
  const all = { ...ports, ...wrapped } as AccountWorld;
  return { plan, ports: { ...all, passwords: passwordAttempts(all) } };
}

interface Scene {
  route: AccountRoute;
  body?: (world: AccountWorld) => Promise<object>;
  prepare?: (world: AccountWorld) => Promise<void>;
}

async function play({ route, body, prepare }: Scene, failAt: number, when: 'before' | 'after') {
  const real = accountWorld();
  real.freshness.check = async () => {};
  await prepare?.(real);
  const here = await signedIn(real, {
    ...(route === 'confirmEmail' && {
      emailChange: { email: NEW_EMAIL, requestedAt: real.clock.seconds() },
    }),
  });
  await signedIn(real, { sid: 'session-2' });
  real.clock.advance(30);
  const { plan, ports } = fallible(real);
  const handlers = accountHandlersOf(ports);
  const options = {
    headers: { Authorization: `Bearer ${here.jwt}` },
    ...(body && { body: JSON.stringify(await body(real)) }),
  };
  const send = async () =>
    (await handlers[route](restEvent(route, options), lambdaContext())).statusCode;
  Object.assign(plan, { failAt, when });
  const status = await send();
  const { calls } = plan;
  Object.assign(plan, { calls: 0, failAt: Number.POSITIVE_INFINITY });
  return { real, status, calls, repeat: send };
}

/** Plays a scene once for each call that may fail, and in both ways. */
async function playAll(scene: Scene, check: (played: Awaited<ReturnType<typeof play>>) => unknown) {
  const { calls } = await play(scene, Number.POSITIVE_INFINITY, 'before');
  expect(calls).toBeGreaterThan(3);
  for (let failAt = 1; failAt <= calls; failAt += 1) {
    for (const when of ['before', 'after'] as const) await check(await play(scene, failAt, when));
  }
}

const sids = (real: AccountWorld) => real.sessions.rows().map(({ sid }) => sid);

describe('a request that fails on the way', () => {
  test('changes the password only after the other sessions have ended', async () => {
    const scene: Scene = {
      route: 'changePassword',
      body: async () => ({ current_password: PASSWORD, new_password: NEW_PASSWORD }),
    };
    await playAll(scene, async ({ real, status, repeat }) => {
      const isChanged = real.state.user?.password === NEW_PASSWORD;
      if (isChanged) expect(sids(real)).not.toContain('session-2');
      else expect(status).toBeGreaterThanOrEqual(500);
      // The repetition changes what was not changed, or says that the old password is wrong.
      real.clock.advance(61);
      expect(await repeat()).toBe(isChanged ? 400 : 204);
      expect(real.state.user?.password).toBe(NEW_PASSWORD);
      expect(sids(real)).toEqual(['session-1']);
    });
  });

  test('deletes the account only after the other sessions have ended', async () => {
    await playAll({ route: 'deleteAccount' }, async ({ real, status, repeat }) => {
      if (real.state.user) expect(status).toBeGreaterThanOrEqual(500);
      else expect(sids(real)).not.toContain('session-2');
      const repeated = await repeat();
      expect(real.state.user).toBeUndefined();
      expect(sids(real)).toEqual([]);
      // Without a user, the token is refused, and so is every other one.
      expect([204, 401]).toContain(repeated);
    });
  });

  test('confirms the new address once, and a repetition does the rest', async () => {
    const scene: Scene = {
      route: 'confirmEmail',
      prepare: async (real) => {
        if (real.state.user) real.state.user.pendingEmail = NEW_EMAIL;
      },
      body: async (real) => ({ code: await typedCode(real) }),
    };
    await playAll(scene, async ({ real, repeat }) => {
      await repeat();
      expect(real.state.user?.attributes.email).toBe(NEW_EMAIL);
      for (const { user, emailChange } of real.sessions.rows()) {
        expect(user.email).toBe(NEW_EMAIL);
        expect(emailChange).toBeUndefined();
      }
      // Rather twice than not at all.
      expect(real.sentNotices).toContainEqual({ kind: 'email_changed', to: USER.email });
      expect(sids(real)).toEqual(['session-1', 'session-2']);
    });
  });

  test('asks for the new address, or can be repeated a minute later', async () => {
    const scene: Scene = { route: 'changeEmail', body: async () => ({ email: NEW_EMAIL }) };
    await playAll(scene, async ({ real, repeat }) => {
      expect(real.state.user?.attributes.email).toBe(USER.email);
      real.clock.advance(61);
      expect(await repeat()).toBe(202);
      expect(real.state.user?.pendingEmail).toBe(NEW_EMAIL);
    });
  });

  test('renews the sign-in only after the password was right', async () => {
    const scene: Scene = {
      route: 'reauthenticate',
      body: async () => ({ password: 'wrong' }),
    };
    await playAll(scene, async ({ real }) => {
      const [session] = real.sessions.rows();
      expect(session?.authenticatedAt).toBe(real.clock.seconds() - 30);
    });
  });
});
