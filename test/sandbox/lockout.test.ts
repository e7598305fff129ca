/** Cognito's lockout at the AWS endpoint of the sandbox, in the numbers that the contract names. */

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../contract/limits.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { frozenClock } from '../support/clock.ts';
import { type CognitoClient, startCognito } from './cognito-client.ts';
import { temporaryDirectory } from './support.ts';

const { failures, longest } = ATTEMPTS.lockout;
const { username } = TEST_USER;
const clock = frozenClock();
const directory = temporaryDirectory();
let cognito: CognitoClient;

beforeAll(async () => {
  cognito = await startCognito(directory, clock);
});
afterAll(() => cognito.close());
beforeEach(() => clock.advance(2 * longest));

const messageOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'signed in',
    (error: Error) => error.message,
  );

/** Signs in with the right password, and so begins again at zero unless the user is locked. */
const isLocked = async (name: string = username): Promise<boolean> =>
  (await messageOf(cognito.signIn(name))) === 'Password attempts exceeded';

/** Sends wrong passwords, and waits for the end of each lockout before the next. */
async function fail(times = 1): Promise<void> {
  for (let count = 0; count < times; ) {
    const message = await messageOf(cognito.signIn(username, 'wrong'));
    if (message === 'Incorrect username or password.') count += 1;
    else clock.advance(60);
  }
}

test('four wrong passwords do not lock a user, the fifth does', async () => {
  await fail(failures - 1);
  expect(await isLocked()).toBe(false);
  await fail(failures);
  expect(await isLocked()).toBe(true);
  expect(await isLocked('admin@example.com')).toBe(false);
  expect(await isLocked('test@another.example')).toBe(false);
});

test.each([
  [5, 1],
  [6, 2],
  [7, 4],
  [10, 32],
])('after %i failures a lockout lasts %i s', async (wrong, seconds) => {
  await fail(wrong);
  clock.advance(seconds - 0.001);
  expect(await isLocked()).toBe(true);
  clock.advance(0.001);
  expect(await isLocked()).toBe(false);
});

test('a lockout never lasts longer than 15 minutes', async () => {
  await fail(failures + 12);
  clock.advance(longest - 1);
  expect(await isLocked()).toBe(true);
  clock.advance(1);
  expect(await isLocked()).toBe(false);
});

test('attempts during a lockout do not extend it', async () => {
  await fail(7);
  for (let second = 0; second < 4; second += 1) {
    expect(await isLocked()).toBe(true);
    clock.advance(1);
  }
  expect(await isLocked()).toBe(false);
});

test('a success begins again at zero', async () => {
  await fail(6);
  clock.advance(2);
  expect(await isLocked()).toBe(false);
  await fail();
  expect(await isLocked()).toBe(false);
});

test('15 minutes without an attempt begin again at zero, an attempt in a lockout counts', async () => {
  await fail(failures + 12);
  clock.advance(longest - 1);
  expect(await isLocked()).toBe(true);
  clock.advance(longest - 1);
  await fail();
  expect(await isLocked()).toBe(true);
  clock.advance(longest);
  await fail();
  expect(await isLocked()).toBe(false);
});
