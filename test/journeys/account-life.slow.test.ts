/**
 * The life of an account, from sign-up to deletion and beyond, by a script that knows the OpenAPI
 * file of the sandbox and its mailbox, and nothing else of the service. The tests are the chapters
 * of one story, in this order.
 */

import { describe, expect, test } from '@jest/globals';
import type { Device } from './device.ts';
import { startJourney } from './world.ts';

const { newDevice, steal, mailedCode, pass } = await startJourney();

const [OLD_NAME, NAME] = ['jane@old.example', 'jane@new.example'];
const PASSWORDS = {
  first: 'seven wet bicycles',
  changed: 'eight dry tricycles',
  reset: 'nine warm unicycles',
  successor: 'ten cold tandem rides',
};
const MADE_UP_CODE = '123456QQQQQQQQ';

const [phone, laptop, tablet] = [newDevice(), newDevice(), newDevice()];
const strangers = Array.from({ length: 6 }, newDevice);

const signIn = (device: Device, username: string, password: string) =>
  device.result('login', { username, password });
/** Shows a token and a cookie. A copy does, because a refused cookie is deleted on its device. */
async function signOutResults(device: Device) {
  const copy = steal(device);
  return [await copy.result('session'), await copy.result('refresh')];
}
const SIGNED_OUT = ['INVALID_TOKEN', 'INVALID_REFRESH_TOKEN'];

/** Guesses from several networks, until the password is closed to strangers. */
async function guess(username: string): Promise<(string | number)[]> {
  const results = [];
  for (const [index, stranger] of strangers.entries()) {
    results.push(await signIn(stranger, username, `guess ${index} of a stranger`));
  }
  return results;
}
const GUESSED = [
  ...Array(4).fill('INVALID_CREDENTIALS'),
  ...Array(strangers.length - 4).fill('TOO_MANY_REQUESTS'),
];

test('signs up, confirms with the mailed code and a password, and signs in', async () => {
  const { status, body } = await phone.call('signUp', { body: { username: OLD_NAME } });
  expect([status, body.delivery]).toEqual([202, { medium: 'email', destination: 'j***@o***' }]);
  const proof = { username: OLD_NAME, password: PASSWORDS.first };
  expect(await signIn(phone, OLD_NAME, PASSWORDS.first)).toBe('INVALID_CREDENTIALS');
  expect(await phone.result('confirmSignUp', { ...proof, code: MADE_UP_CODE })).toBe(
    'INVALID_CODE',
  );
  const code = await mailedCode(OLD_NAME);
  expect(await phone.result('confirmSignUp', { ...proof, code })).toBe(204);
  expect(await signIn(phone, OLD_NAME, PASSWORDS.first)).toBe(200);
  expect((await phone.call('session')).body.user.email).toBe(OLD_NAME);
});

test('sees two sessions and ends one', async () => {
  expect(await signIn(laptop, OLD_NAME, PASSWORDS.first)).toBe(200);
  const { sessions } = (await phone.call('listSessions')).body;
  expect(sessions).toHaveLength(2);
  const [other] = sessions.filter(({ current }: { current: boolean }) => !current);
  expect(await phone.result('endSession', undefined, { id: other.id })).toBe(204);
  expect(await signOutResults(laptop)).toEqual(SIGNED_OUT);
  expect((await phone.call('listSessions')).body.sessions).toHaveLength(1);
});

test('changes the password, and is signed out elsewhere', async () => {
  expect(await signIn(laptop, OLD_NAME, PASSWORDS.first)).toBe(200);
  const change = { current_password: PASSWORDS.first, new_password: PASSWORDS.changed };
  expect(await phone.result('changePassword', change)).toBe(204);
  expect(await signOutResults(laptop)).toEqual(SIGNED_OUT);
  expect(await phone.result('session')).toBe(200);
  expect(await phone.result('refresh')).toBe(200);
  expect(await signIn(laptop, OLD_NAME, PASSWORDS.first)).toBe('INVALID_CREDENTIALS');
  expect(await signIn(laptop, OLD_NAME, PASSWORDS.changed)).toBe(200);
});

test('changes the e-mail address by the code that the new one gets', async () => {
  expect(await phone.result('changeEmail', { email: NAME })).toBe(202);
  expect((await phone.call('getAccount')).body.email).toBe(OLD_NAME);
  expect(await phone.result('confirmEmail', { code: await mailedCode(NAME) })).toBe(204);
  expect((await phone.call('getAccount')).body).toMatchObject({
    email: NAME,
    email_verified: true,
  });
  expect(await signIn(newDevice(), OLD_NAME, PASSWORDS.changed)).toBe('INVALID_CREDENTIALS');
  expect(await signIn(phone, NAME, PASSWORDS.changed)).toBe(200);
});

describe('while strangers guess at the account', () => {
  test('the password is closed to a new device', async () => {
    expect(await guess(NAME)).toEqual(GUESSED);
    const { status, body } = await tablet.call('login', {
      body: { username: NAME, password: PASSWORDS.changed },
    });
    expect([status, body.error.details.action]).toEqual([429, 'reset_password']);
    // A device on which she has signed in before is not affected.
    expect(await signIn(phone, NAME, PASSWORDS.changed)).toBe(200);
  });

  test('a reset lets the new device in, and signs all others out', async () => {
    expect(await tablet.result('forgotPassword', { username: NAME })).toBe(202);
    const proof = { username: NAME, password: PASSWORDS.reset };
    for (const stranger of strangers) {
      const stolen = { ...proof, code: MADE_UP_CODE };
      expect(await stranger.result('resetPassword', stolen)).toBe('INVALID_CODE');
    }
    const code = await mailedCode(NAME);
    expect(await tablet.result('resetPassword', { ...proof, code })).toBe(204);
    expect(await tablet.result('resetPassword', { ...proof, code })).toBe('INVALID_CODE');
    expect(await signIn(tablet, NAME, PASSWORDS.reset)).toBe(200);
    expect(await tablet.result('refresh')).toBe(200);
    for (const device of [phone, laptop]) {
      expect(await signOutResults(device)).toEqual(SIGNED_OUT);
    }
    expect(await signIn(phone, NAME, PASSWORDS.changed)).toBe('INVALID_CREDENTIALS');
  });

  test('strangers close the password again, but not to the device of the reset', async () => {
    pass(60);
    expect(await guess(NAME)).toContain('TOO_MANY_REQUESTS');
    expect(await signIn(newDevice(), NAME, PASSWORDS.reset)).toBe('TOO_MANY_REQUESTS');
    expect(await signIn(tablet, NAME, PASSWORDS.reset)).toBe(200);
  });
});

test('ends all other sessions', async () => {
  expect(await signIn(phone, NAME, PASSWORDS.reset)).toBe(200);
  expect((await tablet.call('listSessions')).body.sessions).toHaveLength(2);
  expect(await tablet.result('endOtherSessions')).toBe(204);
  expect(await signOutResults(phone)).toEqual(SIGNED_OUT);
  expect(await tablet.result('session')).toBe(200);
});

describe('after the deletion of the account', () => {
  const successor = newDevice();
  /** What was copied from the devices before. */
  let stolen: Device[];
  let sub: string;

  test('the token and the cookie of every device are refused', async () => {
    expect(await signIn(phone, NAME, PASSWORDS.reset)).toBe(200);
    stolen = [steal(tablet), steal(phone)];
    ({ sub } = (await tablet.call('getAccount')).body);
    pass(11 * 60);
    expect(await tablet.result('deleteAccount')).toBe('REAUTHENTICATION_REQUIRED');
    expect(await tablet.result('reauthenticate', { password: PASSWORDS.reset })).toBe(204);
    expect(await tablet.result('deleteAccount')).toBe(204);
    for (const device of [...stolen, phone]) {
      expect(await signOutResults(device)).toEqual(SIGNED_OUT);
      expect(await device.result('getAccount')).toBe('INVALID_TOKEN');
      expect(await signIn(device, NAME, PASSWORDS.reset)).toBe('INVALID_CREDENTIALS');
    }
  });

  test('the name can sign up anew, and inherits no session, device or counter', async () => {
    await guess(NAME);
    pass(60 * 60);
    expect(await successor.result('signUp', { username: NAME })).toBe(202);
    const proof = { username: NAME, password: PASSWORDS.successor, code: await mailedCode(NAME) };
    expect(await successor.result('confirmSignUp', proof)).toBe(204);
    expect(await signIn(successor, NAME, PASSWORDS.successor)).toBe(200);
    const account = (await successor.call('getAccount')).body;
    expect(account.sub).not.toBe(sub);
    expect(account.sessions.count).toBe(1);
    for (const device of stolen) {
      expect(await signOutResults(device)).toEqual(SIGNED_OUT);
    }
    // Strangers have all of their guesses again. Then the old devices are strangers, too.
    expect(await guess(NAME)).toEqual(GUESSED);
    for (const device of [...stolen, tablet, phone]) {
      expect(await signIn(device, NAME, PASSWORDS.successor)).toBe('TOO_MANY_REQUESTS');
    }
    expect(await signIn(successor, NAME, PASSWORDS.successor)).toBe(200);
  });
});
