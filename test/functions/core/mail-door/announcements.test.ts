/** What sign-up and recovery tell the owner of an account and the customer's app. */

import { expect, test } from '@jest/globals';
import { mailDoorWorld, NEW_PASSWORD, PASSWORD } from '../../../support/mail-door-world.ts';

const JANE = 'jane@example.com';

async function subOf(world: Awaited<ReturnType<typeof mailDoorWorld>>) {
  return ((await world.admin('AdminGetUser', JANE)) as { Username: string }).Username;
}

test('a sign-up and its confirmation are events with the user and the address', async () => {
  const world = await mailDoorWorld();
  await world.order('signUp', JANE);
  const sub = await subOf(world);
  expect(world.published).toEqual([{ kind: 'signed_up', sub, email: JANE }]);
  const body = { username: JANE, code: world.codeFor(JANE), password: PASSWORD };
  expect((await world.call('confirmSignUp', body)).status).toBe(204);
  expect(world.published).toEqual([
    { kind: 'signed_up', sub, email: JANE },
    { kind: 'confirmed', sub, email: JANE },
  ]);
  expect(world.noticed).toEqual([]);
});

test('a sign-up that only sends a code again is no event and no notice', async () => {
  const world = await mailDoorWorld();
  await world.order('signUp', JANE);
  world.clock.advance(60);
  await world.order('signUp', JANE);
  expect(world.published).toHaveLength(1);
  expect(world.noticed).toEqual([]);
});

test('the owner of a confirmed account is told of a sign-up, as seldom as of any mail', async () => {
  const world = await mailDoorWorld();
  await world.addUser(JANE);
  const answer = await world.order('signUp', JANE);
  expect(answer.status).toBe(202);
  expect(world.noticed).toEqual([{ kind: 'address_in_use', to: JANE }]);
  await world.order('signUp', JANE);
  expect(world.noticed).toHaveLength(1);
  expect(world.published).toEqual([]);
});

test('the owner of a confirmed account is told of a request for another code', async () => {
  const world = await mailDoorWorld();
  await world.addUser(JANE);
  expect((await world.order('resendCode', JANE)).status).toBe(202);
  expect(world.noticed).toEqual([{ kind: 'address_in_use', to: JANE }]);
  await world.order('resendCode', JANE);
  expect(world.noticed).toHaveLength(1);
});

test('nobody else is told of a request for another code', async () => {
  const world = await mailDoorWorld();
  await world.order('resendCode', 'unknown@example.com');
  await world.order('signUp', JANE);
  world.clock.advance(60);
  await world.order('resendCode', JANE);
  expect(world.noticed).toEqual([]);
});

test('a confirmation succeeds even if the user cannot be found for the event', async () => {
  const world = await mailDoorWorld();
  await world.order('signUp', JANE);
  world.control.before = (step) => {
    if (step === 'AdminGetUser') throw new Error('no answer');
  };
  const body = { username: JANE, code: world.codeFor(JANE), password: PASSWORD };
  expect((await world.call('confirmSignUp', body)).status).toBe(204);
  expect(world.published).toHaveLength(1);
  expect(world.reported).toHaveLength(1);
  expect((await world.logIn(JANE, PASSWORD)).status).toBe(200);
});

test('a reset is told to the owner and to the app, with the sessions that it ended', async () => {
  const world = await mailDoorWorld();
  const sub = await world.addUser(JANE);
  await world.addSession(sub);
  await world.order('forgotPassword', JANE);
  expect([world.noticed, world.published]).toEqual([[], []]);
  const body = { username: JANE, code: world.codeFor(JANE), password: NEW_PASSWORD };
  expect((await world.call('resetPassword', body)).status).toBe(204);
  expect(world.noticed).toEqual([{ kind: 'password_changed', to: JANE }]);
  expect(world.published).toEqual([
    { kind: 'sessions_ended', sub, reason: 'password_reset', session_ids: ['session-1'] },
    { kind: 'password_changed', sub },
  ]);
});

test('a refused code is no event and no notice', async () => {
  const world = await mailDoorWorld();
  await world.addUser(JANE);
  await world.order('forgotPassword', JANE);
  const body = { username: JANE, code: '000000AAAAAAAA', password: NEW_PASSWORD };
  expect((await world.call('resetPassword', body)).error?.code).toBe('INVALID_CODE');
  expect([world.noticed, world.published]).toEqual([[], []]);
});
