/** Getting into an account without its password. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import {
  type Answer,
  type Browser,
  type MailDoorWorld,
  mailDoorWorld,
  NEW_PASSWORD,
  PASSWORD,
} from '../../../support/mail-door-world.ts';

const OWNER = 'owner@example.com';
const NEW_DEVICE = '203.0.113.7';
const elsewhere = (index: number): string => `198.51.100.${index}`;

let world: MailDoorWorld;
let sub: string;
beforeEach(async () => {
  world = await mailDoorWorld();
  sub = await world.addUser(OWNER);
});

/** Asks for a code and returns it. */
async function forget(from = NEW_DEVICE): Promise<string> {
  await world.order('forgotPassword', OWNER, { from });
  return world.codeFor(OWNER);
}
const reset = (code: string, sending: { browser?: Browser; from?: string } = {}) =>
  world.call('resetPassword', { username: OWNER, code, password: NEW_PASSWORD }, sending);
const tokenOf = ({ text }: Answer): string => (JSON.parse(text) as { token: string }).token;
const check = (token: string) =>
  world.call('session', undefined, { headers: { Authorization: `Bearer ${token}` } });

test('the owner resets the password and signs in with it, and the old one does not work', async () => {
  const browser: Browser = {};
  expect((await reset(await forget(), { browser })).status).toBe(204);
  expect(browser.device).toBeDefined();
  expect((await world.logIn(OWNER, PASSWORD)).status).toBe(401);
  expect((await world.logIn(OWNER, NEW_PASSWORD, { browser })).status).toBe(200);
  expect(world.events).toContain('password_reset');
});

test('a reader of the mailbox does not get past the second factor', async () => {
  await world.switchFactorOn(OWNER);
  const browser: Browser = {};
  expect((await reset(await forget(), { browser })).status).toBe(204);
  const { error } = await world.logIn(OWNER, NEW_PASSWORD, { browser });
  expect(error).toMatchObject({
    code: 'CHALLENGE_REQUIRED',
    details: { challenge: { name: 'SOFTWARE_TOKEN_MFA' } },
  });
});

test('all sessions end, with their tokens at Cognito', async () => {
  const tokens = [];
  for (let count = 0; count < 3; count += 1) {
    tokens.push(tokenOf(await world.logIn(OWNER, PASSWORD, { from: elsewhere(count) })));
  }
  expect((await check(tokens[0] ?? '')).status).toBe(200);
  await reset(await forget());
  for (const token of tokens) expect((await check(token)).error?.code).toBe('INVALID_TOKEN');
  expect(world.asked.filter((operation) => operation === 'RevokeToken')).toHaveLength(3);
});

test('a session that a login stores during the reset ends, too', async () => {
  const code = await forget();
  let token = '';
  let isListed = false;
  const { list } = world.userSessions;
  world.userSessions.list = async (...args) => {
    const listed = await list(...args);
    // The login had Cognito's answer before the reset, and stores its session only now.
    if (!isListed) {
      isListed = true;
      token = await world.addSession(sub);
    }
    return listed;
  };
  expect((await reset(code)).status).toBe(204);
  expect(token).not.toBe('');
  expect((await check(token)).error?.code).toBe('INVALID_TOKEN');
});

test('a login with the old password whose answer arrives after the reset gets no session', async () => {
  const code = await forget();
  const gate = Promise.withResolvers<void>();
  const accepted = Promise.withResolvers<void>();
  const { handle } = world.fake;
  world.fake.handle = async (operation, request) => {
    const output = await handle(operation, request);
    if (operation === 'InitiateAuth') {
      accepted.resolve();
      await gate.promise;
    }
    return output;
  };
  const thief: Browser = {};
  const login = world.logIn(OWNER, PASSWORD, { browser: thief, from: elsewhere(1) });
  await accepted.promise;
  expect((await reset(code)).status).toBe(204);
  gate.resolve();
  const { error, cookies } = await login;
  expect([error?.code, cookies]).toEqual(['INVALID_CREDENTIALS', []]);
  expect(world.sessions.rows()).toEqual([]);
});

test('device cookies that were issued before are void', async () => {
  const thief: Browser = {};
  await world.logIn(OWNER, PASSWORD, { browser: thief });
  await reset(await forget());
  const asStranger = await world.call('forgotPassword', { username: OWNER }, { browser: thief });
  expect(asStranger.error?.code).toBe('CAPTCHA_REQUIRED');
});

test('a sign-in in the second of the reset leaves its device known', async () => {
  const browser: Browser = {};
  await reset(await forget(), { browser });
  expect((await world.logIn(OWNER, NEW_PASSWORD, { browser })).status).toBe(200);
  const asKnown = await world.call('forgotPassword', { username: OWNER }, { browser });
  expect(asKnown.status).toBe(202);
});

test('the passwords that somebody tried with a stolen session are forgotten', async () => {
  const tries = async (password: string) => world.passwords.begin(sub, password);
  for (let count = 0; count < ATTEMPTS.devices.inARow; count += 1) {
    const attempt = await tries(`guess ${count}`);
    await attempt.failed(new AuthError('INVALID_CREDENTIALS'));
  }
  await expect(tries(PASSWORD)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect((await reset(await forget())).status).toBe(204);
  await expect(tries(NEW_PASSWORD)).resolves.toBeDefined();
});

test('a user who must reset the password can do so, and a wrong password before is no matter', async () => {
  await world.admin('AdminResetUserPassword', OWNER);
  await world.logIn(OWNER, 'wrong');
  expect((await reset(await forget())).status).toBe(204);
  expect((await world.logIn(OWNER, NEW_PASSWORD)).status).toBe(200);
});

describe('under attack', () => {
  /** Strangers guess from everywhere until the account takes no guess of theirs. */
  async function attack(from = 0): Promise<void> {
    for (let index = 0; index < 20; index += 1) {
      await world.logIn(OWNER, `guess ${from + index}`, { from: elsewhere(from + index) });
    }
  }

  test('the owner on a new device gets in by the mail door, and stays in', async () => {
    await attack();
    const locked = await world.logIn(OWNER, PASSWORD, { from: NEW_DEVICE });
    expect(locked.error).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { action: 'reset_password' },
    });

    const browser: Browser = {};
    expect((await reset(await forget(), { browser, from: NEW_DEVICE })).status).toBe(204);
    // They do not stop.
    await attack(100);
    const signIn = { browser, from: NEW_DEVICE };
    let answer = await world.logIn(OWNER, NEW_PASSWORD, signIn);
    for (let tries = 0; tries < 5 && answer.status === 429; tries += 1) {
      // Cognito's own lockout, which begins anew after each of its attempts.
      world.clock.advance(Number(answer.error?.details.retry_after));
      answer = await world.logIn(OWNER, NEW_PASSWORD, signIn);
    }
    expect(answer.status).toBe(200);
    await attack(200);
    expect((await world.logIn(OWNER, NEW_PASSWORD, signIn)).status).toBe(200);
  });

  test('it works even if only the mail door is open', async () => {
    for (let index = 0; index < ATTEMPTS.strangers.inTotal; index += 1) {
      if (index % 4 === 0) world.clock.advance(901);
      await world.logIn(OWNER, `guess ${index}`, { from: `2001:db8:${index.toString(16)}::1` });
    }
    world.clock.advance(901);
    const refused = await world.logIn(OWNER, PASSWORD, { from: NEW_DEVICE });
    expect(refused.error?.details).toMatchObject({ action: 'reset_password' });
    expect(refused.error?.details).not.toHaveProperty('retry_after');

    const browser: Browser = {};
    await reset(await forget(), { browser, from: NEW_DEVICE });
    expect((await world.logIn(OWNER, NEW_PASSWORD, { browser })).status).toBe(200);
    // A second device of the owner is a stranger again, and welcome.
    expect((await world.logIn(OWNER, NEW_PASSWORD, { from: elsewhere(250) })).status).toBe(200);
  });

  test('strangers who enter codes, in parallel and one after the other, spend no entry', async () => {
    const code = await forget();
    world.asked.length = 0;
    const made = Array.from({ length: 50 }, (_, index) => `${code.slice(0, 6)}AAAAAA${10 + index}`);
    const answers = await Promise.all(made.map((each) => reset(each, { from: elsewhere(1) })));
    expect(new Set(answers.map(({ error }) => error?.code))).toEqual(new Set(['INVALID_CODE']));
    expect(world.asked).toEqual([]);
    expect((await reset(code)).status).toBe(204);
  });
});

describe('a crash of a reset', () => {
  test.each([
    'AdminGetUser',
    'swap',
    'ConfirmForgotPassword',
    'after ConfirmForgotPassword',
    'changeName',
    'reset',
    'list',
    'end',
    'findUpstream',
  ])('before %s leaves no old session alive when the request is repeated', async (at) => {
    const token = tokenOf(await world.logIn(OWNER, PASSWORD));
    const code = await forget();
    let isReached = false;
    world.control.before = (step) => {
      if (step === at) {
        isReached = true;
        throw new Error('crash');
      }
    };
    expect((await reset(code)).status).toBeGreaterThanOrEqual(500);
    expect(isReached).toBe(true);
    world.control.before = () => {};

    const again = await reset(code);
    // The upstream takes a code once. The person may have to ask for another.
    if (again.status !== 204) expect(again.error?.code).toBe('INVALID_CODE');
    expect((await check(token)).error?.code).toBe('INVALID_TOKEN');
    if (again.status !== 204) {
      world.clock.advance(60);
      expect((await reset(await forget())).status).toBe(204);
    }
    expect((await world.logIn(OWNER, NEW_PASSWORD)).status).toBe(200);
  });

  test('of the revocation at Cognito does not fail the reset', async () => {
    const token = tokenOf(await world.logIn(OWNER, PASSWORD));
    const code = await forget();
    world.control.before = (step) => {
      if (step === 'RevokeToken') throw new Error('crash');
    };
    expect((await reset(code)).status).toBe(204);
    expect((await check(token)).error?.code).toBe('INVALID_TOKEN');
  });

  test('a code that was never accepted ends no session, however often it is entered', async () => {
    const token = tokenOf(await world.logIn(OWNER, PASSWORD));
    const code = await forget();
    const wrong = (code[0] === '0' ? '1' : '0') + code.slice(1);
    for (let count = 0; count < 2; count += 1) {
      expect((await reset(wrong)).error?.code).toBe('INVALID_CODE');
    }
    expect((await check(token)).status).toBe(200);
  });
});

test('an outage of Cognito ends no session', async () => {
  const token = tokenOf(await world.logIn(OWNER, PASSWORD));
  const code = await forget();
  world.control.before = (step) => {
    if (step === 'ConfirmForgotPassword') {
      throw Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' });
    }
  };
  expect((await reset(code)).status).toBe(503);
  world.control.before = () => {};
  expect((await check(token)).status).toBe(200);
});

describe('where codes have no suffix', () => {
  beforeEach(async () => {
    world = await mailDoorWorld({ codeFormat: 'plain' });
    sub = await world.addUser(OWNER);
  });

  test('the owner resets the password', async () => {
    expect((await reset(await forget())).status).toBe(204);
  });

  test('strangers who enter the same code at the same time end no session', async () => {
    const token = tokenOf(await world.logIn(OWNER, PASSWORD));
    await forget();
    const entries = [1, 2, 3].map((index) => reset('000000', { from: elsewhere(index) }));
    for (const { error } of await Promise.all(entries)) expect(error?.code).toBe('INVALID_CODE');
    expect((await check(token)).status).toBe(200);
  });

  test.each([OWNER, 'nobody@example.com'])(
    'three entries an hour of one network and four of all reach Cognito (%s)',
    async (username) => {
      await forget();
      world.asked.length = 0;
      const enter = (from: string) =>
        world.call('resetPassword', { username, code: '000000', password: NEW_PASSWORD }, { from });
      const statuses = [];
      for (const from of [1, 1, 1, 1, 2, 3].map(elsewhere)) {
        statuses.push((await enter(from)).error?.code);
      }
      expect(statuses).toEqual([
        ...Array<string>(3).fill('INVALID_CODE'),
        'TOO_MANY_REQUESTS',
        'INVALID_CODE',
        'TOO_MANY_REQUESTS',
      ]);
      const entered = world.asked.filter((operation) => operation === 'ConfirmForgotPassword');
      expect(entered).toHaveLength(4);
      world.clock.advance(3_601);
      expect((await enter(elsewhere(1))).error?.code).toBe('INVALID_CODE');
    },
  );
});
