/** The routes of an account, over HTTP: what their users see, and what a thief of a JWT cannot do. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { ACCOUNT, ATTEMPTS } from '../../../contract/limits.ts';
import { accountResponse } from '../../../contract/schemas/index.ts';
import {
  type AccountRoute,
  type AccountWorld,
  accountHandlersOf,
  accountWorld,
  PASSWORD,
  signedIn,
  typedCode,
  USER,
} from '../../support/account-world.ts';
import { cookieIn, errorIn, headersIn } from '../../support/answer.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';
import { DEVICE_ENTRY } from '../../support/world.ts';

const NEW_PASSWORD = 'plum-orbit-canyon-42';
const NEW_EMAIL = 'new@example.com';
const LONG_AGO = ACCOUNT.recentSignIn + 1;

let ports: AccountWorld;
let handlers: ReturnType<typeof accountHandlersOf>;
beforeEach(() => {
  ports = accountWorld();
  handlers = accountHandlersOf(ports);
});

type Caller = Awaited<ReturnType<typeof signedIn>>;
const send = (
  name: AccountRoute,
  { jwt }: Pick<Caller, 'jwt'>,
  body?: object,
  cookies: string[] = [],
) =>
  handlers[name](
    restEvent(name, {
      headers: { Authorization: `Bearer ${jwt}` },
      cookies,
      ...(body && { body: JSON.stringify(body) }),
    }),
    lambdaContext(),
  );
const reauthenticate = (caller: Caller, password: string) =>
  send('reauthenticate', caller, { password });
const changePassword = (caller: Caller, current = PASSWORD, next = NEW_PASSWORD) =>
  send('changePassword', caller, { current_password: current, new_password: next });
/** Device cookies that are void include those of the same second. */
const endOfSecond = () => ports.clock.seconds() + 1;
const sessionOf = (sid: string) => ports.sessions.rows().find((row) => row.sid === sid);
const isAccepted = async ({ jwt }: Pick<Caller, 'jwt'>) => {
  const event = restEvent('session', { headers: { Authorization: `Bearer ${jwt}` } });
  return (await handlersOf(ports).session(event, lambdaContext())).statusCode === 200;
};
/** The cookie of a device that is known to the user, and its nonce. */
const deviceCookie = async () => {
  const account = await accountOf(USER.email ?? '');
  const entry = { ...DEVICE_ENTRY, account, issuedAt: ports.clock.seconds() };
  const cookie = await ports.devices.write([entry]);
  if ('clear' in cookie) throw new Error('no cookie');
  return { cookie: `__Host-device=${cookie.value}`, nonce: entry.nonce };
};
async function accountOf(name: string): Promise<string> {
  const { fingerprintNames } = await import('../../../functions/core/account/user-devices.ts');
  return (await fingerprintNames(ports, [name]))[0] ?? '';
}
const devicesIn = async (response: Awaited<ReturnType<typeof send>>) =>
  ports.devices.read(
    headersIn(response, 'set-cookie').map((cookie) => cookie.split(';')[0]?.split('=')[1] ?? ''),
  );

describe('POST /auth/reauthenticate', () => {
  test('makes the session count as just signed in', async () => {
    const caller = await signedIn(ports);
    ports.clock.advance(LONG_AGO);
    errorIn(await send('deleteAccount', caller), 'REAUTHENTICATION_REQUIRED');
    expect((await reauthenticate(caller, PASSWORD)).statusCode).toBe(204);
    expect(sessionOf('session-1')?.authenticatedAt).toBe(ports.clock.seconds());
    expect((await send('deleteAccount', caller)).statusCode).toBe(204);
  });

  test('revokes the upstream session that the check opens, and keeps the own one', async () => {
    await reauthenticate(await signedIn(ports), PASSWORD);
    expect(ports.upstreamCalls).toEqual([
      `signIn ${USER.username} ${PASSWORD}`,
      'revoke another-token',
    ]);
    expect(ports.sessions.upstreams()).toHaveLength(1);
  });

  test('a refresh is no proof of the identity', async () => {
    const { jwt, refreshToken } = await signedIn(ports);
    ports.clock.advance(LONG_AGO);
    const cookies = [`__Host-refresh_token=${refreshToken}`];
    await handlersOf(ports).refresh(restEvent('refresh', { cookies }), lambdaContext());
    errorIn(await send('deleteAccount', { jwt }), 'REAUTHENTICATION_REQUIRED');
  });

  test('the answer to a wrong password is 400, so that clients do not refresh', async () => {
    const caller = await signedIn(ports);
    const { details } = errorIn(await reauthenticate(caller, 'wrong'), 'WRONG_PASSWORD');
    expect(details.action).toBe('reenter_password');
    expect(await isAccepted(caller)).toBe(true);
  });

  test('the right password with a factor that must follow renews nothing', async () => {
    const caller = await signedIn(ports);
    if (ports.state.user) ports.state.user.hasFactor = true;
    ports.clock.advance(LONG_AGO);
    errorIn(await reauthenticate(caller, PASSWORD), 'CHALLENGE_REQUIRED');
    errorIn(await send('deleteAccount', caller), 'REAUTHENTICATION_REQUIRED');
  });

  test('the password of another person, who has the name by now, looks wrong', async () => {
    const caller = await signedIn(ports);
    if (ports.state.user) ports.state.user.sub = 'another-sub';
    ports.clock.advance(LONG_AGO);
    errorIn(await reauthenticate(caller, PASSWORD), 'WRONG_PASSWORD');
    errorIn(await send('deleteAccount', caller), 'REAUTHENTICATION_REQUIRED');
    expect(ports.upstreamCalls).toContain('revoke another-token');
  });

  test('a session that ends in the meantime is not brought back', async () => {
    const caller = await signedIn(ports);
    const { signIn } = ports.upstream;
    ports.upstream.signIn = async (...args) => {
      await ports.sessions.endAll(USER.sub);
      return signIn(...args);
    };
    errorIn(await reauthenticate(caller, PASSWORD), 'INVALID_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });
});

describe('a thief of a JWT', () => {
  test.each<[AccountRoute, object | undefined]>([
    ['deleteAccount', undefined],
    ['changeEmail', { email: 'thief@example.com' }],
  ])('cannot use %s', async (route, body) => {
    const caller = await signedIn(ports);
    ports.clock.advance(LONG_AGO);
    const { details } = errorIn(await send(route, caller, body), 'REAUTHENTICATION_REQUIRED');
    expect(details.action).toBe('reauthenticate');
    expect(ports.state.user).toMatchObject({ pendingEmail: undefined });
  });

  test('cannot change the password without the password', async () => {
    const caller = await signedIn(ports);
    errorIn(await changePassword(caller, 'wrong'), 'WRONG_PASSWORD');
    expect(ports.state.user?.password).toBe(PASSWORD);
  });

  test('has five guesses in 15 minutes, from whatever session and route', async () => {
    const [here, there] = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
    for (let guess = 0; guess < ATTEMPTS.devices.inARow; guess += 1) {
      const wrong = `wrong ${guess}`;
      const answer =
        guess % 2 ? await changePassword(here, wrong) : await reauthenticate(there, wrong);
      errorIn(answer, 'WRONG_PASSWORD');
    }
    const asked = ports.upstreamCalls.length;
    for (const answer of [await reauthenticate(here, PASSWORD), await changePassword(there)]) {
      const { details } = errorIn(answer, 'TOO_MANY_REQUESTS');
      expect(details).toMatchObject({ action: 'reset_password', retry_after: 901 });
    }
    expect(ports.upstreamCalls).toHaveLength(asked);
    ports.clock.advance(901);
    expect((await reauthenticate(here, PASSWORD)).statusCode).toBe(204);
  });

  test('cannot exceed the limit by parallel guesses', async () => {
    const caller = await signedIn(ports);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => reauthenticate(caller, `wrong ${index}`)),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 400)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15);
    expect(ports.upstreamCalls).toHaveLength(5);
  });

  test('has 100 guesses until the password is right once or is reset', async () => {
    ports.freshness.check = async () => {};
    const caller = await signedIn(ports);
    for (let guess = 0; guess < ATTEMPTS.strangers.inTotal; guess += 1) {
      errorIn(await reauthenticate(caller, `wrong ${guess}`), 'WRONG_PASSWORD');
      ports.clock.advance(901);
    }
    const { details } = errorIn(await reauthenticate(caller, PASSWORD), 'TOO_MANY_REQUESTS');
    expect(details).not.toHaveProperty('retry_after');
    expect(ports.events).toContain('reauthentication_throttled: total');
  });

  test('the published retries of one wrong password are one guess', async () => {
    const caller = await signedIn(ports);
    for (let repeat = 0; repeat < 10; repeat += 1) {
      errorIn(await reauthenticate(caller, 'wrong'), 'WRONG_PASSWORD');
    }
    expect(ports.upstreamCalls).toHaveLength(1);
  });

  test('writes nothing to the row of a name, so the owner can sign in', async () => {
    const caller = await signedIn(ports);
    const changed: string[] = [];
    const { changeName } = ports.attemptStore;
    ports.attemptStore.changeName = (id, ...rest) => {
      changed.push(id);
      return changeName(id, ...rest);
    };
    await reauthenticate(caller, 'wrong');
    expect(changed.every((id) => id.startsWith('sub.'))).toBe(true);
  });
});

describe('POST /auth/password/change', () => {
  test('ends the other sessions and keeps this one', async () => {
    const [here, there] = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
    ports.clock.advance(LONG_AGO);
    expect((await changePassword(here)).statusCode).toBe(204);
    expect(ports.state.user?.password).toBe(NEW_PASSWORD);
    expect([await isAccepted(here), await isAccepted(there)]).toEqual([true, false]);
    expect(sessionOf('session-1')?.authenticatedAt).toBe(ports.clock.seconds());
    expect(ports.events).toContain('session_ended: password changed');
    expect(ports.events).toContain('password_changed');
  });

  test('tells the owner and the app', async () => {
    const here = await signedIn(ports);
    await signedIn(ports, { sid: 'session-2' });
    await changePassword(here);
    expect(ports.sentNotices).toEqual([{ kind: 'password_changed', to: USER.email }]);
    const { sub } = USER;
    expect(ports.publishedEvents).toEqual([
      { kind: 'sessions_ended', sub, reason: 'password_changed', session_ids: ['session-2'] },
      { kind: 'password_changed', sub },
    ]);
  });

  test('voids the device cookies, and gives the own device a new one', async () => {
    const { cookie, nonce } = await deviceCookie();
    const caller = await signedIn(ports, { device: nonce });
    ports.clock.advance(60);
    const response = await send(
      'changePassword',
      caller,
      { current_password: PASSWORD, new_password: NEW_PASSWORD },
      [cookie],
    );
    const [entry] = await devicesIn(response);
    expect(entry).toMatchObject({ issuedAt: endOfSecond() });
    expect(entry?.nonce).not.toBe(nonce);
    expect(sessionOf('session-1')?.device).toBe(entry?.nonce);
    const row = await rowOf(USER.email ?? '');
    expect(row?.devicesSince).toBe(endOfSecond());
  });

  test('a client that shows no device becomes none', async () => {
    const response = await changePassword(await signedIn(ports, { device: DEVICE_ENTRY.nonce }));
    expect(cookieIn(response)).toBe('');
    expect(sessionOf('session-1')?.device).toBeUndefined();
  });

  test('a password that breaks rules changes nothing and is not counted', async () => {
    const [here, there] = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
    const { details } = errorIn(await changePassword(here, PASSWORD, 'short'), 'PASSWORD_REJECTED');
    expect(details.rules).toContain('too_short');
    expect(ports.upstreamCalls).toEqual([]);
    expect(await isAccepted(there)).toBe(true);
  });

  test('the name of the user is no password', async () => {
    const answer = await changePassword(await signedIn(ports), PASSWORD, USER.email ?? '');
    expect(errorIn(answer, 'PASSWORD_REJECTED').details.rules).toContain('username');
  });

  test('with a factor, the password alone is not enough', async () => {
    const caller = await signedIn(ports, { amr: ['pwd', 'otp', 'mfa'] });
    if (ports.state.user) ports.state.user.hasFactor = true;
    ports.clock.advance(LONG_AGO);
    errorIn(await changePassword(caller), 'REAUTHENTICATION_REQUIRED');
    expect(ports.state.user?.password).toBe(PASSWORD);
  });

  test('with a factor, a recent sign-in by the password alone is not enough either', async () => {
    const caller = await signedIn(ports, { amr: ['pwd'] });
    if (ports.state.user) ports.state.user.hasFactor = true;
    errorIn(await changePassword(caller), 'REAUTHENTICATION_REQUIRED');
    expect(ports.state.user?.password).toBe(PASSWORD);
  });

  test('with a factor and a recent sign-in, it is changed, and the methods are kept', async () => {
    const caller = await signedIn(ports, { amr: ['pwd', 'otp', 'mfa'] });
    if (ports.state.user) ports.state.user.hasFactor = true;
    expect((await changePassword(caller)).statusCode).toBe(204);
    expect(sessionOf('session-1')?.amr).toEqual(['pwd', 'otp', 'mfa']);
  });

  test('a session that begins with the old password in between ends as well', async () => {
    const caller = await signedIn(ports);
    const { changePassword: change } = ports.account;
    ports.account.changePassword = async (...args) => {
      await signedIn(ports, { sid: 'session-of-a-thief' });
      await change(...args);
    };
    await changePassword(caller);
    expect(ports.sessions.rows().map(({ sid }) => sid)).toEqual(['session-1']);
  });
});

/** The row of a name. */
async function rowOf(name: string) {
  const { nameIdOf } = await import('../../../functions/core/login/guess.ts');
  const unread = { row: undefined, version: undefined };
  const id = nameIdOf(await accountOf(name));
  return (await ports.attemptStore.changeName(id, unread, (row) => row)).row;
}

describe('GET and PATCH /auth/account', () => {
  const read = async (caller: Caller) =>
    z.parse(accountResponse, JSON.parse((await send('getAccount', caller)).body));

  test('returns what is stored about the user', async () => {
    const caller = await signedIn(ports);
    await signedIn(ports, { sid: 'session-2' });
    expect(await read(caller)).toMatchObject({
      sub: USER.sub,
      email: USER.email,
      email_verified: true,
      status: 'confirmed',
      created_at: '2023-11-14T22:13:20.000Z',
      attributes: { name: 'Jane' },
      groups: ['staff'],
      sessions: { count: 2, current: { id: 'session-1' } },
    });
  });

  test('leaves out attributes that are not the user’s to see', async () => {
    const caller = await signedIn(ports);
    Object.assign(ports.state.user?.attributes ?? {}, { 'custom:score': '3', identities: '[]' });
    expect((await read(caller)).attributes).toEqual({ name: 'Jane' });
  });

  test('changes and deletes attributes, and returns the account', async () => {
    const caller = await signedIn(ports);
    const response = await send('updateAccount', caller, {
      attributes: { name: null, locale: 'de' },
    });
    expect(JSON.parse(response.body)).toMatchObject({ attributes: { locale: 'de' } });
    expect(ports.events).toContain('account_changed');
  });

  test.each(['email', 'email_verified', 'sub', 'custom:role', 'phone_number', 'nickname'])(
    'refuses to change %s, and changes nothing',
    async (name) => {
      const caller = await signedIn(ports);
      const body = { attributes: { name: 'Eve', [name]: 'x' } };
      const { details } = errorIn(await send('updateAccount', caller, body), 'BAD_REQUEST');
      expect(details).toMatchObject({
        field: `attributes.${name}`,
        issue: 'cannot be changed',
      });
      expect(ports.state.user?.attributes.name).toBe('Jane');
    },
  );

  test('a user whose name belongs to another person by now is signed out', async () => {
    const caller = await signedIn(ports);
    if (ports.state.user) ports.state.user.sub = 'another-sub';
    errorIn(await send('getAccount', caller), 'INVALID_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });
});

describe('DELETE /auth/account', () => {
  test('refuses the JWTs of the user at once, and clears the cookies', async () => {
    const { cookie, nonce } = await deviceCookie();
    const here = await signedIn(ports, { device: nonce });
    const there = await signedIn(ports, { sid: 'session-2' });
    const response = await send('deleteAccount', here, undefined, [cookie]);
    expect(response.statusCode).toBe(204);
    expect(headersIn(response, 'set-cookie').map((each) => each.split(';')[0])).toEqual([
      '__Host-refresh_token=',
      '__Host-device=',
    ]);
    expect([await isAccepted(here), await isAccepted(there)]).toEqual([false, false]);
    expect(ports.state.user).toBeUndefined();
    expect(ports.sessions.upstreams()).toEqual([]);
  });

  test('forgets the names of the passkeys', async () => {
    const caller = await signedIn(ports);
    await ports.passkeyNames.change(USER.sub, () => ({ id: 'Phone' }));
    expect((await send('deleteAccount', caller)).statusCode).toBe(204);
    await expect(ports.passkeyNames.read(USER.sub)).resolves.toEqual({});
  });

  test('a new user of the address inherits neither devices nor failures', async () => {
    const caller = await signedIn(ports);
    await reauthenticate(caller, 'wrong');
    ports.clock.advance(60);
    await reauthenticate(caller, PASSWORD);
    await send('deleteAccount', caller);
    const row = await rowOf(USER.email ?? '');
    expect(row).toMatchObject({ devicesSince: endOfSecond(), failures: 0, total: 0 });
  });

  test('keeps what the device cookie holds of another account', async () => {
    const other = { ...DEVICE_ENTRY, account: 'b'.repeat(43), issuedAt: ports.clock.seconds() };
    const cookie = await ports.devices.write([other]);
    const value = 'clear' in cookie ? '' : cookie.value;
    const response = await send('deleteAccount', await signedIn(ports), undefined, [
      `__Host-device=${value}`,
    ]);
    expect(await devicesIn(response)).toEqual([other]);
  });

  test('tells the app', async () => {
    await send('deleteAccount', await signedIn(ports));
    const { sub } = USER;
    expect(ports.publishedEvents).toEqual([
      { kind: 'deleted', sub },
      { kind: 'sessions_ended', sub, reason: 'account_deleted', session_ids: ['session-1'] },
    ]);
  });
});

describe('a new e-mail address', () => {
  const ask = (caller: Caller, email = NEW_EMAIL) => send('changeEmail', caller, { email });
  const confirm = (caller: Caller, code: string, cookies?: string[]) =>
    send('confirmEmail', caller, { code }, cookies);

  test('replaces the old one when its code comes back', async () => {
    const caller = await signedIn(ports);
    const asked = await ask(caller);
    expect(asked.statusCode).toBe(202);
    expect(JSON.parse(asked.body)).toEqual({
      delivery: { medium: 'email', destination: 'n***@e***' },
    });
    expect(ports.state.user?.attributes.email).toBe(USER.email);
    expect((await confirm(caller, await typedCode(ports))).statusCode).toBe(204);
    expect(ports.state.user?.attributes.email).toBe(NEW_EMAIL);
    expect(sessionOf('session-1')).toMatchObject({ user: { email: NEW_EMAIL } });
    expect(sessionOf('session-1')).not.toHaveProperty('emailChange');
  });

  test('is told to the owner of the old address, before and after', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    await confirm(caller, await typedCode(ports));
    expect(ports.sentNotices).toEqual([
      { kind: 'email_changing', to: USER.email },
      { kind: 'email_changed', to: USER.email },
    ]);
    expect(ports.publishedEvents).toEqual([
      { kind: 'email_changed', sub: USER.sub, email: NEW_EMAIL },
    ]);
  });

  test('that belongs to another user gets the same answer, and only its owner is told', async () => {
    const caller = await signedIn(ports);
    const free = await ask(caller);
    ports = accountWorld();
    handlers = accountHandlersOf(ports);
    ports.state.taken.add(NEW_EMAIL);
    const taken = await ask(await signedIn(ports));
    expect(taken).toEqual(free);
    expect(ports.sentNotices).toEqual([
      { kind: 'email_changing', to: USER.email },
      { kind: 'address_in_use', to: NEW_EMAIL },
    ]);
  });

  test('that another user has taken since is a conflict', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    ports.state.taken.add(NEW_EMAIL);
    const { message, details } = errorIn(await confirm(caller, await typedCode(ports)), 'CONFLICT');
    expect(message).toBe('email belongs to another account');
    expect(details.field).toBe('email');
    expect(ports.state.user?.attributes.email).toBe(USER.email);
  });

  test('is not confirmed by a guess, which does not reach the upstream', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    const entries: string[] = [];
    ports.account.confirmEmail = async (_token, code) => void entries.push(code);
    for (const guess of ['123456', `${'123456'}AAAAAAAA`, 'x']) {
      const { details } = errorIn(await confirm(caller, guess), 'INVALID_CODE');
      expect(details).toMatchObject({
        action: 'reenter_code',
        alternative_action: 'request_code',
      });
    }
    expect(entries).toEqual([]);
  });

  test('is not confirmed by the code of another user', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    const foreign = await typedCode(ports, '123456', 'another-sub');
    errorIn(await confirm(caller, foreign), 'INVALID_CODE');
  });

  test('is not confirmed by another session of the same user', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    const other = await signedIn(ports, { sid: 'session-2' });
    errorIn(await confirm(other, await typedCode(ports)), 'INVALID_CODE');
    expect(ports.state.user?.attributes.email).toBe(USER.email);
  });

  test('nobody asked for is not confirmed', async () => {
    errorIn(await confirm(await signedIn(ports), await typedCode(ports)), 'INVALID_CODE');
  });

  test('is not confirmed after a day', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    const code = await typedCode(ports);
    ports.freshness.check = async () => {};
    ports.clock.advance(86_401);
    const { details } = errorIn(await confirm(caller, code), 'CODE_EXPIRED');
    expect(details.action).toBe('request_code');
  });

  test('cannot be confirmed by the same code again', async () => {
    const caller = await signedIn(ports);
    await ask(caller);
    const code = await typedCode(ports);
    await confirm(caller, code);
    errorIn(await confirm(caller, code), 'INVALID_CODE');
  });

  test('leaves the other sessions alone, with the new address and without their devices', async () => {
    const caller = await signedIn(ports);
    const other = await signedIn(ports, { sid: 'session-2', device: DEVICE_ENTRY.nonce });
    await ask(caller);
    await confirm(caller, await typedCode(ports));
    expect(await isAccepted(other)).toBe(true);
    expect(sessionOf('session-2')).toMatchObject({
      user: { email: NEW_EMAIL },
      device: undefined,
    });
  });

  test('makes the device known to the new name, and no device to the old one', async () => {
    const { cookie, nonce } = await deviceCookie();
    const caller = await signedIn(ports, { device: nonce });
    await ask(caller);
    ports.clock.advance(60);
    const response = await confirm(caller, await typedCode(ports), [cookie]);
    const entries = await devicesIn(response);
    expect(entries.map(({ account }) => account)).toEqual([await accountOf(NEW_EMAIL)]);
    for (const name of [USER.email ?? '', NEW_EMAIL]) {
      expect((await rowOf(name))?.devicesSince).toBe(endOfSecond());
    }
  });

  test('a refresh of another session does not renew its device', async () => {
    const { cookie, nonce } = await deviceCookie();
    const caller = await signedIn(ports);
    const other = await signedIn(ports, { sid: 'session-2', device: nonce });
    await ask(caller);
    await confirm(caller, await typedCode(ports));
    const cookies = [`__Host-refresh_token=${other.refreshToken}`, cookie];
    const refreshed = await handlersOf(ports).refresh(
      restEvent('refresh', { cookies }),
      lambdaContext(),
    );
    expect(refreshed.statusCode).toBe(200);
    expect(await devicesIn(refreshed)).toEqual([]);
  });

  test('is mailed three times an hour, a minute apart, and the answer does not tell', async () => {
    const caller = await signedIn(ports);
    const asked: string[] = [];
    const { requestEmail } = ports.account;
    ports.account.requestEmail = (token, email) => {
      asked.push(email);
      return requestEmail(token, email);
    };
    await ask(caller, 'one@example.com');
    expect((await ask(caller, 'two@example.com')).statusCode).toBe(202);
    expect(sessionOf('session-1')?.emailChange?.email).toBe('one@example.com');
    for (const name of ['three', 'four', 'five']) {
      ports.clock.advance(61);
      expect((await ask(caller, `${name}@example.com`)).statusCode).toBe(202);
    }
    expect(asked).toEqual(['one@example.com', 'three@example.com', 'four@example.com']);
  });

  test('is mailed to one address at most so often, whoever asks', async () => {
    await ask(await signedIn(ports));
    const other = accountWorld();
    const shared = { ...other, mails: ports.mails, clock: ports.clock };
    handlers = accountHandlersOf(shared);
    const caller = await signedIn(shared, { sub: 'another-sub' });
    expect((await ask(caller)).statusCode).toBe(202);
    expect(other.state.user?.pendingEmail).toBeUndefined();
  });

  test.each([
    [USER.email ?? '', 'is the current address'],
    ['TEST@example.com', 'is the current address'],
    ['no address', 'must be an e-mail address'],
    ['two@at@example.com', 'must be an e-mail address'],
    ['v\u0131ctim@example.com', expect.stringMatching(/^must not contain characters/)],
    ['name@localhost', 'must be an e-mail address'],
  ])('%s %s', async (email, issue) => {
    const { details } = errorIn(await ask(await signedIn(ports), email), 'BAD_REQUEST');
    expect(details).toMatchObject({ field: 'email', issue });
  });
});
