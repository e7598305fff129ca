/** Session fixation: a stranger plants his cookies in a browser before its owner signs in there. */

import { expect, test } from '@jest/globals';
import type { Device } from './device.ts';
import { startJourney } from './world.ts';

const { newDevice, steal, mailedCode } = await startJourney();
const [OWNER, STRANGER] = ['jane@example.org', 'mallory@example.org'];
const PASSWORD = 'seven wet bicycles';

async function confirm(device: Device, username: string): Promise<void> {
  expect(await device.result('signUp', { username })).toBe(202);
  const proof = { username, password: PASSWORD, code: await mailedCode(username) };
  expect(await device.result('confirmSignUp', proof)).toBe(204);
}
const signIn = (device: Device, username: string) =>
  device.result('login', { username, password: PASSWORD });

test('the session that she begins is not his, and his ends', async () => {
  const stranger = newDevice();
  await confirm(stranger, STRANGER);
  expect(await signIn(stranger, STRANGER)).toBe(200);
  const planted = steal(stranger);
  planted.token = undefined;

  // A sign-up begins no session, so the cookie that was planted still means his account.
  await confirm(planted, OWNER);
  expect((await stranger.call('session')).body.user.email).toBe(STRANGER);
  expect(await signIn(planted, OWNER)).toBe(200);
  expect((await planted.call('session')).body.user.email).toBe(OWNER);
  expect(await stranger.result('session')).toBe('INVALID_TOKEN');
  expect(await stranger.result('refresh')).toBe('INVALID_REFRESH_TOKEN');
  expect(await planted.result('refresh')).toBe(200);
  expect((await planted.call('session')).body.user.email).toBe(OWNER);
});

test('his device is not known to her account', async () => {
  const stranger = newDevice();
  expect(await signIn(stranger, STRANGER)).toBe(200);
  const planted = steal(stranger);
  expect(await signIn(planted, OWNER)).toBe(200);
  for (const [index, guesser] of [stranger, newDevice(), newDevice(), newDevice()].entries()) {
    const body = { username: OWNER, password: `guess ${index} of a stranger` };
    expect(await guesser.result('login', body)).toBe('INVALID_CREDENTIALS');
  }
  // After these failures, unknown devices are refused, and his is one.
  expect(await signIn(stranger, OWNER)).toBe('TOO_MANY_REQUESTS');
  expect(await signIn(planted, OWNER)).toBe(200);
});
