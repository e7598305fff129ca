/** Second factors, over HTTP: how users set them up, and what a thief of a JWT cannot do. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { ACCOUNT, CHALLENGE } from '../../../contract/limits.ts';
import { AuthError } from '../../../functions/core/error.ts';
import {
  type AccountRoute,
  type AccountWorld,
  accountHandlersOf,
  accountWorld,
  CODE,
  PASSWORD,
  SECRET,
  signedIn,
  type UpstreamUser,
  USER,
} from '../../support/account-world.ts';
import { errorIn } from '../../support/answer.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';

const WITH_FACTOR = { amr: ['pwd', 'otp', 'mfa'] } as const;
const WRONG = '000000';

let ports: AccountWorld;
beforeEach(() => {
  ports = accountWorld();
});

type Caller = Awaited<ReturnType<typeof signedIn>>;
const send = (route: AccountRoute, { jwt }: Pick<Caller, 'jwt'>, body?: object) =>
  accountHandlersOf(ports)[route](
    restEvent(route, {
      headers: { Authorization: `Bearer ${jwt}` },
      ...(body && { body: JSON.stringify(body) }),
    }),
    lambdaContext(),
  );
const enter = (caller: Caller, code = CODE) => send('enableTotp', caller, { code });
const start = async (caller: Caller) => JSON.parse((await send('startTotp', caller)).body);

function userOf({ state }: AccountWorld): UpstreamUser {
  if (!state.user) throw new Error('no user');
  return state.user;
}
function giveFactor(): void {
  userOf(ports).hasFactor = true;
}

/** Records the calls that change factors, in their order. */
function watchPreference(): object[] {
  const calls: object[] = [];
  const { setFactors } = ports.preference;
  ports.preference.setFactors = (token, change) => {
    calls.push(change);
    return setFactors(token, change);
  };
  return calls;
}

/** Records the codes that reach the upstream. */
function watchCodes(): string[] {
  const codes: string[] = [];
  const { verify } = ports.apps;
  ports.apps.verify = (token, code) => {
    codes.push(code);
    return verify(token, code);
  };
  return codes;
}

describe('GET /auth/mfa', () => {
  test.each([
    ['optional', false, { totp: { enabled: false }, required: false }],
    ['optional', true, { totp: { enabled: true }, required: false }],
    ['required', true, { totp: { enabled: true }, required: true }],
  ] as const)('in a stage where it is %s: %j', async (mfa, hasFactor, expected) => {
    ports.mfa = mfa;
    userOf(ports).hasFactor = hasFactor;
    const response = await send('getMfa', await signedIn(ports));
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body)).toEqual(expected);
  });
});

describe('an authenticator app', () => {
  test('is switched on by its first code', async () => {
    const caller = await signedIn(ports);
    expect(await start(caller)).toEqual({
      secret: SECRET,
      otpauth_uri: `otpauth://totp/Example:test%40example.com?secret=${SECRET}&issuer=Example`,
    });
    expect(userOf(ports).hasFactor).toBe(false);
    expect(await enter(caller)).toMatchObject({ statusCode: 204, body: '' });
    expect(userOf(ports).hasFactor).toBe(true);
    errorIn(await send('reauthenticate', caller, { password: PASSWORD }), 'CHALLENGE_REQUIRED');
  });

  test('sends a mail to the owner and a line to the log, when it is switched on and off', async () => {
    const caller = await signedIn(ports, WITH_FACTOR);
    await start(caller);
    await enter(caller);
    expect((await send('disableTotp', caller)).statusCode).toBe(204);
    expect(ports.sentNotices).toEqual([
      { kind: 'totp_enabled', to: USER.email },
      { kind: 'totp_disabled', to: USER.email },
    ]);
    const fields = { sub: USER.sub, sid: 'session-1', factor: 'totp' };
    expect(ports.audits).toEqual([
      { event: 'factor_enabled', fields },
      { event: 'factor_disabled', fields },
    ]);
  });

  test('is not switched on by a wrong code, which can be corrected', async () => {
    const caller = await signedIn(ports);
    await start(caller);
    errorIn(await enter(caller, WRONG), 'INVALID_CODE');
    expect(userOf(ports).hasFactor).toBe(false);
    expect(ports.sentNotices).toEqual([]);
    expect((await enter(caller, '123 456')).statusCode).toBe(204);
  });

  test('that was not begun is a conflict', async () => {
    const { message, details } = errorIn(await enter(await signedIn(ports)), 'CONFLICT');
    expect(message).toBe('totp must be started first');
    expect(details.field).toBe('totp');
  });

  test('replaces the one that is on', async () => {
    giveFactor();
    const caller = await signedIn(ports, WITH_FACTOR);
    await start(caller);
    expect(userOf(ports).hasFactor).toBe(true);
    expect((await enter(caller)).statusCode).toBe(204);
  });

  test('that is off already is switched off without a notice', async () => {
    const calls = watchPreference();
    expect((await send('disableTotp', await signedIn(ports))).statusCode).toBe(204);
    expect([calls, ports.sentNotices, ports.audits]).toEqual([[], [], []]);
  });

  test('cannot be switched off where the stage requires one', async () => {
    ports.mfa = 'required';
    giveFactor();
    const caller = await signedIn(ports, WITH_FACTOR);
    const { message } = errorIn(await send('disableTotp', caller), 'CONFLICT');
    expect(message).toBe('totp is required');
    expect(userOf(ports).hasFactor).toBe(true);
    // It can be replaced.
    await start(caller);
    expect((await enter(caller)).statusCode).toBe(204);
  });

  test('whose user has no e-mail address works without a notice', async () => {
    const caller = await signedIn(ports, { user: { ...USER, email: null } });
    expect((await start(caller)).otpauth_uri).toContain(`Example:${USER.username}?`);
    expect((await enter(caller)).statusCode).toBe(204);
    expect(ports.sentNotices).toEqual([]);
  });
});

describe('a change whose answer', () => {
  const CHANGES = [
    ['enableTotp', { code: CODE }, 'totp_enabled'],
    ['disableTotp', undefined, 'totp_disabled'],
  ] as const;
  const failWith = (code: 'BAD_GATEWAY' | 'SERVICE_UNAVAILABLE') => {
    giveFactor();
    userOf(ports).pendingApp = SECRET;
    ports.preference.setFactors = async () => Promise.reject(new AuthError(code));
  };

  test.each(CHANGES)('was lost sends a mail to the owner: %s', async (route, body, kind) => {
    failWith('BAD_GATEWAY');
    errorIn(await send(route, await signedIn(ports, WITH_FACTOR), body), 'BAD_GATEWAY');
    expect(ports.sentNotices).toEqual([{ kind, to: USER.email }]);
  });

  test.each(CHANGES)('was a refusal sends none: %s', async (route, body, _kind) => {
    failWith('SERVICE_UNAVAILABLE');
    errorIn(await send(route, await signedIn(ports, WITH_FACTOR), body), 'SERVICE_UNAVAILABLE');
    expect([ports.sentNotices, ports.audits]).toEqual([[], []]);
  });
});

describe('beside passkeys', () => {
  beforeEach(() => {
    userOf(ports).passkeys.registered = true;
  });

  test('an app makes them a factor in the same call', async () => {
    const calls = watchPreference();
    const caller = await signedIn(ports);
    await start(caller);
    await enter(caller);
    expect(calls).toEqual([{ totp: true, passkeys: true }]);
  });

  test('an app is switched off after them, and they are a factor again with the next app', async () => {
    giveFactor();
    userOf(ports).passkeys.areFactor = true;
    const calls = watchPreference();
    const caller = await signedIn(ports, WITH_FACTOR);
    await send('disableTotp', caller);
    await start(caller);
    await enter(caller);
    expect(calls).toEqual([{ passkeys: false }, { totp: false }, { totp: true, passkeys: true }]);
  });

  test('a failure between the two calls is mended by a repetition', async () => {
    giveFactor();
    userOf(ports).passkeys.areFactor = true;
    const { setFactors } = ports.preference;
    ports.preference.setFactors = async (token, change) => {
      if (change.totp === false) throw new AuthError('BAD_GATEWAY');
      await setFactors(token, change);
    };
    const caller = await signedIn(ports, WITH_FACTOR);
    errorIn(await send('disableTotp', caller), 'BAD_GATEWAY');
    ports.preference.setFactors = setFactors;
    expect((await send('disableTotp', caller)).statusCode).toBe(204);
    expect(userOf(ports)).toMatchObject({ hasFactor: false, passkeys: { areFactor: false } });
  });
});

describe('a thief of a JWT', () => {
  const CHANGES: [AccountRoute, object | undefined][] = [
    ['startTotp', undefined],
    ['enableTotp', { code: CODE }],
    ['disableTotp', undefined],
  ];

  test.each(CHANGES)('cannot use %s without a recent sign-in', async (route, body) => {
    const caller = await signedIn(ports, WITH_FACTOR);
    userOf(ports).pendingApp = SECRET;
    const [calls, codes] = [watchPreference(), watchCodes()];
    ports.clock.advance(ACCOUNT.recentSignIn + 1);
    errorIn(await send(route, caller, body), 'REAUTHENTICATION_REQUIRED');
    expect([calls, codes]).toEqual([[], []]);
  });

  test.each<[AccountRoute, object | undefined]>([
    ...CHANGES,
    ['deleteAccount', undefined],
    ['changeEmail', { email: 'thief@example.com' }],
  ])('cannot use %s with the stolen password alone, if a factor is on', async (route, body) => {
    giveFactor();
    userOf(ports).pendingApp = SECRET;
    const [calls, codes] = [watchPreference(), watchCodes()];
    const caller = await signedIn(ports, { amr: ['pwd'] });
    errorIn(await send(route, caller, body), 'REAUTHENTICATION_REQUIRED');
    expect([calls, codes]).toEqual([[], []]);
    expect(userOf(ports)).toMatchObject({ hasFactor: true, pendingEmail: undefined });
  });

  test('learns nothing of the secret that the owner is setting up', async () => {
    await start(await signedIn(ports));
    const codes = watchCodes();
    const thief = await signedIn(ports, { sid: 'session-2', amr: ['pwd'] });
    expect(JSON.parse((await send('getMfa', thief)).body)).toEqual({
      totp: { enabled: false },
      required: false,
    });
    expect(codes).toEqual([]);
  });

  test('who sets up an app does not get a session with two factors by that', async () => {
    const caller = await signedIn(ports);
    await start(caller);
    await enter(caller);
    expect(ports.sessions.rows()).toMatchObject([{ amr: ['pwd'] }]);
    errorIn(await send('deleteAccount', caller), 'REAUTHENTICATION_REQUIRED');
    errorIn(await send('disableTotp', caller), 'REAUTHENTICATION_REQUIRED');
  });
});

describe('guesses of a code', () => {
  test('are limited over all sessions and set-ups of a user', async () => {
    const callers = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
    const codes = watchCodes();
    for (let guess = 0; guess < CHALLENGE.triesInWindow; guess += 1) {
      const caller = callers[guess % 2] as Caller;
      await start(caller);
      errorIn(await enter(caller, WRONG), 'INVALID_CODE');
    }
    for (const caller of callers) {
      const { details } = errorIn(await enter(caller), 'TOO_MANY_REQUESTS');
      expect(details.retry_after).toBe(CHALLENGE.window);
    }
    expect(codes).toHaveLength(CHALLENGE.triesInWindow);
    expect(ports.events).toContain('factor_throttled');
    ports.clock.advance(CHALLENGE.window);
    const again = await signedIn(ports, { sid: 'session-3' });
    expect((await enter(again)).statusCode).toBe(204);
  });

  test('cannot exceed the limit in parallel', async () => {
    const caller = await signedIn(ports);
    await start(caller);
    const codes = watchCodes();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => enter(caller, String(100_000 + index))),
    );
    expect(codes).toHaveLength(CHALLENGE.triesInWindow);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15);
  });

  test('do not use up the tries at a sign-in', async () => {
    const caller = await signedIn(ports);
    await start(caller);
    const rows: string[] = [];
    const { changeLimits } = ports.challengeStore;
    ports.challengeStore.changeLimits = (id, ...rest) => {
      rows.push(id);
      return changeLimits(id, ...rest);
    };
    await enter(caller, WRONG);
    expect(rows).toEqual([expect.stringMatching(/^totp\.[\w-]{43}$/)]);
  });

  test('that cannot be codes are not counted', async () => {
    const caller = await signedIn(ports);
    await start(caller);
    const codes = watchCodes();
    for (const text of ['12345', '1234567', 'abcdef', '１２３４５６', '12345x']) {
      errorIn(await enter(caller, text), 'INVALID_CODE');
    }
    expect(codes).toEqual([]);
  });

  test.each([
    ['a code that was right', undefined, 'counts as none'],
    ['a busy upstream', 'SERVICE_UNAVAILABLE', 'counts as none'],
    ['an upstream that is not reached in time', 'BAD_GATEWAY', 'counts'],
  ] as const)('%s: %s %s', async (_case, code, effect) => {
    const caller = await signedIn(ports);
    const { verify } = ports.apps;
    ports.apps.verify = async () => {
      if (code) throw new AuthError(code);
    };
    for (let guess = 0; guess < CHALLENGE.triesInWindow; guess += 1) await enter(caller);
    ports.apps.verify = verify;
    const fresh = await signedIn(ports, { ...WITH_FACTOR, sid: 'session-2' });
    await start(fresh);
    expect((await enter(fresh)).statusCode).toBe(effect === 'counts' ? 429 : 204);
  });
});

test('a user whom the upstream rejects is signed out', async () => {
  const caller = await signedIn(ports, WITH_FACTOR);
  ports.state.user = undefined;
  errorIn(await send('startTotp', caller), 'INVALID_TOKEN');
  expect(ports.sessions.rows()).toEqual([]);
});
