/** Who may have a mail sent, and how often. */

import { describe, expect, test } from '@jest/globals';
import { MAILS } from '../../../../contract/limits.ts';
import { mailDoorWorld } from '../../../support/mail-door-world.ts';

const OWNER = 'owner@example.com';
const elsewhere = (index: number): string => `198.51.100.${index}`;
const MINUTE = 60;
const HOUR = 3_600;

/** A world with a user, whose browser is known. */
async function worldWithOwner() {
  const world = await mailDoorWorld();
  await world.addUser(OWNER);
  return { world, browser: {} };
}

describe('a CAPTCHA', () => {
  test('is needed from a stranger, and is bound to the account', async () => {
    const { world } = await worldWithOwner();
    const captcha = await world.solve('other@example.com');
    for (const body of [{ username: OWNER }, { username: OWNER, captcha }]) {
      const { status, error } = await world.call('forgotPassword', body);
      expect([status, error?.code]).toEqual([403, 'CAPTCHA_REQUIRED']);
      expect(error?.details.captcha).toMatchObject({
        challenge_url: expect.stringContaining('/api/auth/captcha?account='),
      });
    }
    expect(world.asked).toEqual([]);
  });

  test('can be used for one mail only', async () => {
    const { world } = await worldWithOwner();
    const captcha = await world.solve(OWNER);
    const statuses = [];
    for (const route of ['forgotPassword', 'signUp', 'login'] as const) {
      const { status, error } = await world.call(route, {
        username: OWNER,
        captcha,
        password: 'x',
      });
      statuses.push([status, error?.details.issue]);
    }
    expect(statuses.slice(0, 2)).toEqual([
      [202, undefined],
      [403, 'The CAPTCHA solution was used before'],
    ]);
  });

  test('is not needed from a device on which the account has signed in', async () => {
    const { world, browser } = await worldWithOwner();
    await world.logIn(OWNER, 'correct horse battery', { browser });
    const known = await world.call('forgotPassword', { username: OWNER }, { browser });
    expect(known.status).toBe(202);
    expect(world.mailsTo(OWNER)).toHaveLength(1);
    const other = await world.call(
      'forgotPassword',
      { username: 'other@example.com' },
      { browser },
    );
    expect(other.error?.code).toBe('CAPTCHA_REQUIRED');
  });
});

describe('mails to one account', () => {
  test('are a minute apart and three in any hour, and the answer does not tell', async () => {
    const { world } = await worldWithOwner();
    const answers = [];
    const mails = [];
    for (const [index, wait] of [0, 59, 1, 60, 60, HOUR - 180, 0, 61].entries()) {
      world.clock.advance(wait);
      const { status, text } = await world.order('forgotPassword', OWNER, {
        from: elsewhere(index),
      });
      answers.push([status, text]);
      mails.push(world.mailsTo(OWNER).length);
    }
    expect(mails).toEqual([1, 1, 2, 3, 3, 4, 4, 5]);
    expect(new Set(answers.map(String)).size).toBe(1);
  });

  test('if nothing is sent, the last code stays valid', async () => {
    const { world } = await worldWithOwner();
    await world.order('forgotPassword', OWNER);
    const code = world.codeFor(OWNER);
    await world.order('forgotPassword', OWNER);
    const body = { username: OWNER, code, password: 'staple of a new battery' };
    expect((await world.call('resetPassword', body)).status).toBe(204);
  });

  test('are counted for each purpose', async () => {
    const world = await mailDoorWorld();
    await world.order('signUp', OWNER);
    await world.order('forgotPassword', OWNER);
    expect(world.asked).toEqual(['ResendConfirmationCode', 'SignUp', 'ForgotPassword']);
  });

  test('sign-up and sending again share a budget', async () => {
    const world = await mailDoorWorld();
    await world.order('signUp', OWNER);
    await world.order('resendCode', OWNER);
    expect(world.mailsTo(OWNER)).toHaveLength(1);
    world.clock.advance(MINUTE);
    await world.order('resendCode', OWNER);
    expect(world.mailsTo(OWNER)).toHaveLength(2);
  });

  test('a mail that was certainly not sent does not count', async () => {
    const { world } = await worldWithOwner();
    world.control.triggerFails = true;
    expect((await world.order('forgotPassword', OWNER)).status).toBe(202);
    expect(world.mailsTo(OWNER)).toEqual([]);
    expect(world.events).toContain('mail_failed');
    world.control.triggerFails = false;
    expect((await world.order('forgotPassword', OWNER)).status).toBe(202);
    expect(world.mailsTo(OWNER)).toHaveLength(1);
  });

  test('a mail whose fate is unclear counts', async () => {
    const { world } = await worldWithOwner();
    world.control.before = (step) => {
      if (step === 'after ForgotPassword') throw new Error('the answer is lost');
    };
    expect((await world.order('forgotPassword', OWNER)).status).toBe(502);
    world.control.before = () => {};
    expect((await world.order('forgotPassword', OWNER)).status).toBe(202);
    expect(world.mailsTo(OWNER)).toHaveLength(1);
  });
});

describe('mails of one network', () => {
  test('are ten an hour whatever the names, then 429 with a true wait and no CAPTCHA', async () => {
    const world = await mailDoorWorld();
    for (let index = 0; index < MAILS.perNetwork; index += 1) {
      expect((await world.order('forgotPassword', `user${index}@example.com`)).status).toBe(202);
    }
    const { status, error, headers } = await world.call('signUp', { username: OWNER });
    expect([status, error?.code, error?.details.action]).toEqual([
      429,
      'TOO_MANY_REQUESTS',
      'retry',
    ]);
    const wait = Number(error?.details.retry_after);
    expect(headers['Retry-After']).toBe(String(wait));
    expect(wait).toBeLessThanOrEqual(HOUR);
    world.clock.advance(wait - 1);
    expect((await world.order('forgotPassword', OWNER)).status).toBe(429);
    world.clock.advance(1);
    expect((await world.order('forgotPassword', OWNER)).status).toBe(202);
  });

  test('do not limit a device that is known to the account', async () => {
    const { world, browser } = await worldWithOwner();
    await world.logIn(OWNER, 'correct horse battery', { browser });
    for (let index = 0; index < MAILS.perNetwork; index += 1) {
      await world.order('forgotPassword', `user${index}@example.com`);
    }
    const known = await world.call('forgotPassword', { username: OWNER }, { browser });
    expect(known.status).toBe(202);
    expect(world.mailsTo(OWNER)).toHaveLength(1);
  });

  test('of IPv6 are counted for a /64, and five times as many for a /48', async () => {
    const world = await mailDoorWorld();
    const ask = (index: number, from: string) =>
      world.order('forgotPassword', `user${index}@example.com`, { from });
    for (let index = 0; index < MAILS.perNetwork; index += 1) await ask(index, '2001:db8:1:1::1');
    expect((await ask(10, '2001:db8:1:1::2')).status).toBe(429);
    for (let index = 10; index < 50; index += 1) {
      expect((await ask(index, `2001:db8:1:${index}::1`)).status).toBe(202);
    }
    expect((await ask(50, '2001:db8:1:50::1')).status).toBe(429);
    expect((await ask(51, '2001:db8:2:1::1')).status).toBe(202);
  });

  test('many at the same time do not exceed the limit', async () => {
    const world = await mailDoorWorld();
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, index) =>
        world.order('forgotPassword', `user${index}@example.com`),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(MAILS.perNetwork);
  });
});

test.each(['jane', 'B2C7F0D1-1111-4222-8333-123456789abc', '@example.com', 'jane@'])(
  '%s, which is no e-mail address, is BAD_REQUEST before anything is counted',
  async (username) => {
    const world = await mailDoorWorld();
    for (const route of ['signUp', 'resendCode', 'forgotPassword'] as const) {
      const { error } = await world.call(route, { username });
      expect(error).toMatchObject({ code: 'BAD_REQUEST', details: { field: 'username' } });
    }
    expect(world.steps).toEqual([]);
  },
);
