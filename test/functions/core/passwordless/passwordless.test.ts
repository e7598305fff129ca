/** A sign-in with a mailed code, over the fake of Cognito. */

import { describe, expect, test } from '@jest/globals';
import { CHALLENGE, MAILS } from '../../../../contract/limits.ts';
import type { PasswordlessResponse } from '../../../../contract/schemas/index.ts';
import { createCodeSuffix } from '../../../../functions/core/mail-door/mailed-code.ts';
import {
  type Answer,
  type Browser,
  type MailDoorWorld,
  mailDoorWorld,
  PASSWORD,
} from '../../../support/mail-door-world.ts';

const JANE = 'jane@example.com';
const MALLORY = 'mallory@example.com';

/** Asks for a code in a browser. Returns the token of the challenge. */
async function begin(world: MailDoorWorld, browser: Browser, username = JANE): Promise<string> {
  const { status, text } = await world.order('passwordless', username, { browser });
  expect(status).toBe(202);
  return (JSON.parse(text) as PasswordlessResponse).challenge.token;
}

const enter = (
  world: MailDoorWorld,
  browser: Browser,
  challenge_token: string,
  code: string,
): Promise<Answer> => world.call('challenge', { challenge_token, code }, { browser });

const tokenIn = ({ error }: Answer): string =>
  (error?.details.challenge as { token: string } | undefined)?.token ?? '';

/** Creates a user who asks for a code in a browser. */
async function start(username = JANE) {
  const world = await mailDoorWorld();
  const sub = await world.addUser(username);
  const browser: Browser = {};
  const token = await begin(world, browser, username);
  return { world, sub, browser, token, code: world.codeFor(username) };
}

describe('the owner of the mailbox', () => {
  test('signs in with the code, and the device is known', async () => {
    const { world, sub, browser, token, code } = await start();
    expect(code).toMatch(/^\d{8}[0-9A-Z]{8}$/);
    const answer = await enter(world, browser, token, ` ${code.toLowerCase()} `);
    expect(answer.status).toBe(200);
    expect(browser.device).toMatch(/^__Host-device=./);
    expect(world.sessions.rows()).toMatchObject([{ sub, amr: ['otp'] }]);
    // A known device needs no CAPTCHA for the next code.
    world.clock.advance(60);
    const body = { username: JANE, method: 'email_code' };
    expect((await world.call('passwordless', body, { browser })).status).toBe(202);
  });

  test('may correct a code, and a made-up one reaches neither Cognito nor a counter', async () => {
    const { world, browser, token, code } = await start();
    for (let guess = 0; guess < 2 * CHALLENGE.triesInWindow; guess += 1) {
      const { error } = await enter(world, browser, token, '12345678KQ2M8XDA');
      expect(error).toMatchObject({ code: 'INVALID_CODE', details: { challenge: { token } } });
    }
    expect(world.asked).not.toContain('RespondToAuthChallenge');
    expect((await enter(world, browser, token, code)).status).toBe(200);
  });

  test('uses the last code if another request comes too soon', async () => {
    const { world, browser, code } = await start();
    world.clock.advance(30);
    const second = await begin(world, browser);
    expect(world.mailsTo(JANE)).toHaveLength(1);
    expect((await enter(world, browser, second, code)).status).toBe(200);
  });

  test('has the time of the code, not that of the last request', async () => {
    const { world, browser, code } = await start();
    world.clock.advance(59);
    const second = await begin(world, browser);
    world.clock.advance(300 - 59);
    const { error } = await enter(world, browser, second, code);
    expect(error?.code).toBe('CODE_EXPIRED');
  });

  test('signs in with a code right after a reset', async () => {
    const { world } = await start();
    await world.order('forgotPassword', JANE);
    const proof = {
      username: JANE,
      code: world.codeFor(JANE),
      password: 'staple of a new battery',
    };
    world.clock.advance(60);
    expect((await world.call('resetPassword', proof)).status).toBe(204);
    const browser: Browser = {};
    const token = await begin(world, browser);
    expect((await enter(world, browser, token, world.codeFor(JANE))).status).toBe(200);
    expect(world.sessions.rows()).toHaveLength(1);
  });

  test('keeps the last code if the next mail cannot be sent', async () => {
    const { world, browser, code } = await start();
    world.clock.advance(60);
    world.control.triggerFails = true;
    const second = await begin(world, browser);
    expect((await enter(world, browser, second, code)).status).toBe(200);
  });

  test('gets in while strangers guess at the password from everywhere', async () => {
    const world = await mailDoorWorld();
    await world.addUser(JANE);
    for (let guess = 0; guess < 4; guess += 1) {
      await world.logIn(JANE, `guess ${guess}`, { from: `203.0.113.${guess}` });
    }
    const browser: Browser = {};
    expect((await world.logIn(JANE, PASSWORD, { browser })).status).toBe(429);
    const token = await begin(world, browser);
    expect((await enter(world, browser, token, world.codeFor(JANE))).status).toBe(200);
    expect((await world.logIn(JANE, PASSWORD, { browser })).status).toBe(200);
  });
});

describe('while strangers use up the codes of every hour', () => {
  /** The owner has signed in before, and strangers ask for a code as often as they may. */
  async function besiege() {
    const { world, browser, token, code } = await start();
    expect((await enter(world, browser, token, code)).status).toBe(200);
    world.clock.advance(7_200);
    for (let order = 0; order < MAILS.perAccount; order += 1) {
      await begin(world, {}, JANE);
      world.clock.advance(MAILS.spacing);
    }
    // The codes of these mails have expired.
    world.clock.advance(CHALLENGE.lifetime.longest);
    return { world, browser };
  }

  test('a known device gets a code, and signs in', async () => {
    const { world, browser } = await besiege();
    const token = await begin(world, browser);
    expect((await enter(world, browser, token, world.codeFor(JANE))).status).toBe(200);
  });

  test('a known device has the limits of mails, too', async () => {
    const { world, browser, token, code } = await start();
    expect((await enter(world, browser, token, code)).status).toBe(200);
    world.clock.advance(7_200);
    const before = world.mailsTo(JANE).length;
    for (let order = 0; order <= MAILS.perAccount; order += 1) {
      await begin(world, browser);
      world.clock.advance(MAILS.spacing);
    }
    expect(world.mailsTo(JANE)).toHaveLength(before + MAILS.perAccount);
  });

  test('another device of the owner gets in by a reset', async () => {
    const { world } = await besiege();
    await world.order('forgotPassword', JANE, { from: '203.0.113.9' });
    const password = 'staple of a new battery';
    const proof = { username: JANE, code: world.codeFor(JANE), password };
    expect((await world.call('resetPassword', proof)).status).toBe(204);
  });
});

describe('a thief', () => {
  test('cannot use a code in another browser', async () => {
    const { world, token, browser, code } = await start();
    const other: Browser = {};
    await begin(world, other, MALLORY);
    for (const thief of [{}, other]) {
      expect((await enter(world, thief, token, code)).error?.code).toBe('INVALID_CHALLENGE');
    }
    expect((await enter(world, browser, token, code)).status).toBe(200);
  });

  test('cannot use a code twice, or with another challenge of the same code', async () => {
    const { world, browser, token, code } = await start();
    const other: Browser = {};
    const second = await begin(world, other);
    const again = { ...browser };
    expect((await enter(world, browser, token, code)).status).toBe(200);
    expect((await enter(world, again, token, code)).error?.code).toBe('INVALID_CHALLENGE');
    expect((await enter(world, other, second, code)).error?.code).toBe('INVALID_CHALLENGE');
    expect(world.sessions.rows()).toHaveLength(1);
  });

  test('cannot sign in to an account with the code of another', async () => {
    const { world, browser, token } = await start();
    await world.addUser(MALLORY);
    await begin(world, {}, MALLORY);
    const answer = await enter(world, browser, token, world.codeFor(MALLORY));
    expect(answer.error?.code).toBe('INVALID_CODE');
    expect(world.asked).not.toContain('RespondToAuthChallenge');
  });

  test('cannot use the code of a reset, nor the code of a sign-in for a reset', async () => {
    const { world, browser, token, code } = await start();
    await world.order('forgotPassword', JANE);
    const answer = await enter(world, browser, token, world.codeFor(JANE));
    expect(answer.error?.code).toBe('INVALID_CODE');
    const proof = { username: JANE, code, password: 'staple of a new battery' };
    expect((await world.call('resetPassword', proof)).error?.code).toBe('INVALID_CODE');
  });

  test('who signed the victim up first gains nothing: the account stays unconfirmed', async () => {
    const world = await mailDoorWorld();
    await world.order('signUp', JANE, { from: '203.0.113.1' });
    const browser: Browser = {};
    await begin(world, browser);
    expect(world.mailsTo(JANE)).toHaveLength(1);
    await expect(world.admin('AdminGetUser', JANE)).resolves.toMatchObject({
      UserStatus: 'UNCONFIRMED',
    });
  });

  test('who reads the mailbox has five wrong codes in 15 minutes', async () => {
    const { world, browser, token, code } = await start();
    const suffix = code.slice(8);
    const codes: unknown[] = [];
    let next = token;
    for (let guess = 0; guess < CHALLENGE.triesInWindow; guess += 1) {
      const answer = await enter(world, browser, next, `0000000${guess}${suffix}`);
      codes.push(answer.error?.code);
      if (answer.error?.code === 'INVALID_CODE') next = tokenIn(answer);
    }
    expect(codes).toEqual([...Array(4).fill('INVALID_CODE'), 'INVALID_CHALLENGE']);
    const second = await begin(world, browser);
    const { error } = await enter(world, browser, second, code);
    expect(error?.code).toBe('TOO_MANY_REQUESTS');
    expect(world.asked.filter((each) => each === 'RespondToAuthChallenge')).toHaveLength(5);
  });
});

/** Accounts to which no code is sent. */
const REFUSED: Record<string, (world: MailDoorWorld) => Promise<unknown>> = {
  'does not exist': async () => {},
  'is disabled': async (world) => {
    await world.addUser(JANE);
    await world.admin('AdminDisableUser', JANE);
  },
  'must reset the password': async (world) => {
    await world.addUser(JANE);
    await world.admin('AdminResetUserPassword', JANE);
  },
  'has an address that is not proven': (world) => world.addUser(JANE, { verified: false }),
  'has a second factor on': async (world) => {
    await world.addUser(JANE);
    await world.switchFactorOn(JANE);
  },
};

describe.each(Object.entries(REFUSED))('an account that %s', (_, prepare) => {
  test('gets no mail, and its challenge answers as one with wrong codes does', async () => {
    const world = await mailDoorWorld();
    await prepare(world);
    const mails = world.mailsTo(JANE).length;
    const real = await mailDoorWorld();
    await real.addUser(JANE);
    const stories = [];
    for (const each of [world, real]) {
      const browser: Browser = {};
      let token = await begin(each, browser);
      const { keys, clock } = each;
      const suffix = await createCodeSuffix({ keys, clock }, { purpose: 'sign_in', holder: JANE });
      const codes: unknown[] = [];
      for (let guess = 0; guess <= CHALLENGE.triesInChain; guess += 1) {
        const answer = await enter(each, browser, token, `00000000${suffix}`);
        codes.push(answer.error?.code);
        if (answer.error?.code === 'INVALID_CODE') token = tokenIn(answer);
      }
      stories.push(codes);
    }
    expect(world.mailsTo(JANE)).toHaveLength(mails);
    expect(stories[0]).toEqual(stories[1]);
    expect(world.sessions.rows()).toEqual([]);
  });
});

test('an address to which Cognito sends no more mails answers as an unknown name does', async () => {
  const full = await mailDoorWorld({ cognito: { limits: { signInMails: 0 } } });
  await full.addUser(JANE);
  const answer = await full.order('passwordless', JANE);
  expect(answer.status).toBe(202);
  expect(full.mailsTo(JANE)).toEqual([]);
  const empty = await mailDoorWorld();
  const { status, headers } = await empty.order('passwordless', JANE);
  expect({ status: answer.status, headers: answer.headers }).toEqual({ status, headers });
});

test('the last challenge of an account is of no use after its key was retired', async () => {
  const { world, browser } = await start();
  const { byId } = world.keys;
  world.keys.byId = (async (kid: string, purpose: 'challenge') =>
    purpose === 'challenge' ? undefined : byId(kid, purpose)) as typeof byId;
  // Too soon for another mail.
  const { status } = await world.order('passwordless', JANE, { browser });
  expect(status).toBe(202);
});

test('a method that does not exist is BAD_REQUEST', async () => {
  const world = await mailDoorWorld();
  const { error } = await world.call('passwordless', { username: JANE, method: 'magic' });
  expect(error).toMatchObject({ code: 'BAD_REQUEST', details: { field: 'method' } });
});
