/** Creating an account, from the first request to the first sign-in. */

import { describe, expect, test } from '@jest/globals';
import { mailDoorWorld, NEW_PASSWORD, PASSWORD } from '../../../support/mail-door-world.ts';

const JANE = 'jane@example.com';
const OTHER_DIGITS: Record<string, string> = { '0': '1' };

/** Changes the first digit, which is Cognito's. */
const mistype = (code: string): string => (OTHER_DIGITS[code[0] ?? ''] ?? '0') + code.slice(1);

async function signedUp() {
  const world = await mailDoorWorld();
  await world.order('signUp', JANE);
  return { world, code: world.codeFor(JANE) };
}

test('a person signs up, confirms with a password, and signs in on the same device', async () => {
  const world = await mailDoorWorld();
  const browser: { device?: string } = {};
  const signUp = await world.order('signUp', JANE, { browser });
  expect(signUp).toMatchObject({ status: 202, cookies: [] });
  expect(JSON.parse(signUp.text)).toEqual({
    delivery: { medium: 'email', destination: 'j***@e***' },
  });
  const code = world.codeFor(JANE);
  const body = { username: JANE, code, password: PASSWORD };
  const confirmed = await world.call('confirmSignUp', body, { browser });
  expect(confirmed).toMatchObject({ status: 204, text: '' });
  expect(browser.device).toBeDefined();
  expect((await world.logIn(JANE, PASSWORD, { browser })).status).toBe(200);
  expect(world.events).toContain('account_confirmed');
});

test('the password that a pool demands more of is random and never leaves', async () => {
  const { world } = await signedUp();
  expect(JSON.stringify(world.fake.mails())).not.toContain('aA1-');
  expect((await world.logIn(JANE, '')).status).toBe(400);
});

test('an unconfirmed name gets the code again, and the last one is valid', async () => {
  const { world, code } = await signedUp();
  world.clock.advance(60);
  await world.order('signUp', JANE);
  const again = world.codeFor(JANE);
  expect(again).not.toBe(code);
  const confirm = (typed: string) =>
    world.call('confirmSignUp', { username: JANE, code: typed, password: PASSWORD });
  expect((await confirm(code)).error?.code).toBe('INVALID_CODE');
  expect((await confirm(again)).status).toBe(204);
});

test('attributes may come with the sign-up, and those of the confirmation replace them', async () => {
  const world = await mailDoorWorld();
  await world.order('signUp', JANE, { attributes: { given_name: 'Stranger' } });
  const attributesOf = async () => {
    const { UserAttributes } = (await world.admin('AdminGetUser', JANE)) as {
      UserAttributes: { Name: string; Value: string }[];
    };
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  };
  expect(await attributesOf()).toMatchObject({ given_name: 'Stranger' });
  const body = { username: JANE, code: world.codeFor(JANE), password: PASSWORD };
  const { status } = await world.call('confirmSignUp', {
    ...body,
    attributes: { given_name: 'Jane' },
  });
  expect(status).toBe(204);
  expect(await attributesOf()).toMatchObject({ given_name: 'Jane', email_verified: 'true' });
});

test.each(['email', 'email_verified', 'custom:admin', 'sub'])(
  'the attribute %s cannot be set',
  async (name) => {
    const { world, code } = await signedUp();
    const attributes = { [name]: 'x' };
    world.asked.length = 0;
    for (const answer of [
      await world.order('signUp', JANE, { attributes }),
      await world.call('confirmSignUp', { username: JANE, code, password: PASSWORD, attributes }),
    ]) {
      expect(answer.error).toMatchObject({
        code: 'BAD_REQUEST',
        details: { field: `attributes.${name}` },
      });
    }
    expect(world.asked).toEqual([]);
  },
);

test('a sign-up whose attributes the pool refuses is 202, and the log shows it', async () => {
  const world = await mailDoorWorld();
  world.control.before = (step) => {
    if (step !== 'SignUp') return;
    throw Object.assign(new Error('given_name: The attribute is required'), {
      name: 'InvalidParameterException',
    });
  };
  expect((await world.order('signUp', JANE)).status).toBe(202);
  expect(world.audits).toContainEqual({
    event: 'mail_refused',
    fields: { purpose: 'sign_up', outcome: 'refused' },
  });
});

test('a rejected password spends nothing: not even Cognito is asked', async () => {
  const { world, code } = await signedUp();
  world.asked.length = 0;
  const short = { username: JANE, code, password: 'jane' };
  const { error } = await world.call('confirmSignUp', short);
  expect(error).toMatchObject({
    code: 'PASSWORD_REJECTED',
    details: { rules: expect.arrayContaining(['too_short']) },
  });
  expect(world.asked).toEqual([]);
  const good = { ...short, password: PASSWORD };
  expect((await world.call('confirmSignUp', good)).status).toBe(204);
});

describe('a code', () => {
  test('that is mistyped in Cognito’s part is INVALID_CODE, and can be corrected', async () => {
    const { world, code } = await signedUp();
    const confirm = (typed: string) =>
      world.call('confirmSignUp', { username: JANE, code: typed, password: PASSWORD });
    const { error } = await confirm(mistype(code));
    expect(error).toMatchObject({
      code: 'INVALID_CODE',
      details: { action: 'reenter_code', alternative_action: 'request_code' },
    });
    expect((await confirm(code)).status).toBe(204);
  });

  test('works once', async () => {
    const { world, code } = await signedUp();
    const confirm = (password: string) =>
      world.call('confirmSignUp', { username: JANE, code, password });
    expect((await confirm(PASSWORD)).status).toBe(204);
    expect((await confirm(NEW_PASSWORD)).error?.code).toBe('INVALID_CODE');
    expect((await world.logIn(JANE, PASSWORD)).status).toBe(200);
  });

  test('that is right too often for Cognito is a 429, which only a reader of the mail sees', async () => {
    const { world, code } = await signedUp();
    const answers = [];
    for (let count = 0; count < 16; count += 1) {
      const typed = mistype(code);
      answers.push(
        await world.call('confirmSignUp', { username: JANE, code: typed, password: PASSWORD }),
      );
    }
    expect(answers.at(14)?.error?.code).toBe('INVALID_CODE');
    expect(answers.at(15)?.error).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { retry_after: 3_600 },
    });
  });
});

describe('a crash of a confirmation', () => {
  const steps = [
    'find',
    'ConfirmSignUp',
    'swap',
    'AdminUpdateUserAttributes',
    'after AdminUpdateUserAttributes',
    'AdminSetUserPassword',
    'after AdminSetUserPassword',
    'changeName',
    'reset',
    'delete',
  ];
  const body = (code: string) => ({
    username: JANE,
    code,
    password: PASSWORD,
    attributes: { given_name: 'Jane' },
  });

  test.each(steps)('before %s leaves nobody in, and the account recoverable', async (at) => {
    const { world, code } = await signedUp();
    let isReached = false;
    world.control.before = (step) => {
      if (step === at) {
        isReached = true;
        throw new Error('crash');
      }
    };
    expect((await world.call('confirmSignUp', body(code))).status).toBeGreaterThanOrEqual(500);
    expect(isReached).toBe(true);
    world.control.before = () => {};

    const again = await world.call('confirmSignUp', body(code));
    if (at === 'swap') {
      // The upstream has taken the code, and nothing shows it. The address is verified.
      expect(again.error?.code).toBe('INVALID_CODE');
      await world.order('forgotPassword', JANE);
      const reset = { username: JANE, code: world.codeFor(JANE), password: PASSWORD };
      expect((await world.call('resetPassword', reset)).status).toBe(204);
    } else expect(again.status).toBe(204);
    expect((await world.logIn(JANE, PASSWORD)).status).toBe(200);
  });

  test('can be completed with another password for ten minutes', async () => {
    const { world, code } = await signedUp();
    world.control.before = (step) => {
      if (step === 'AdminSetUserPassword') throw new Error('crash');
    };
    await world.call('confirmSignUp', body(code));
    world.control.before = () => {};
    world.clock.advance(601);
    expect((await world.call('confirmSignUp', body(code))).error?.code).toBe('INVALID_CODE');
  });
});

test('the pool’s own policy is PASSWORD_REJECTED, and the code can be entered again', async () => {
  const { world, code } = await signedUp();
  world.control.before = (step) => {
    if (step !== 'AdminSetUserPassword') return;
    throw Object.assign(new Error('Password did not conform with policy'), {
      name: 'InvalidPasswordException',
    });
  };
  const body = { username: JANE, code, password: PASSWORD };
  const { error } = await world.call('confirmSignUp', body);
  expect(error).toMatchObject({ code: 'PASSWORD_REJECTED', details: { rules: ['pool_policy'] } });
  world.control.before = () => {};
  const other = { ...body, password: NEW_PASSWORD };
  expect((await world.call('confirmSignUp', other)).status).toBe(204);
  expect((await world.logIn(JANE, NEW_PASSWORD)).status).toBe(200);
});
