/** What a device that an account has signed in on may do, told by the real login handler. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { ATTEMPTS, DEVICE } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { toCurrentRow, voidDevices } from '../../../../functions/core/login/name-row.ts';
import {
  type AttemptsWorld,
  type Browser,
  type LoginRequest,
  memoryAttemptsWorld,
} from '../../../support/attempts-world.ts';

const { devices, lockout, strangers } = ATTEMPTS;
const SILENCE = lockout.longest + 1;

let world: AttemptsWorld;
let browser: Browser;
beforeEach(async () => {
  world = memoryAttemptsWorld();
  browser = await knownBrowser();
});

/** Signs in with a new browser, which is known from then on. */
async function knownBrowser(): Promise<Browser> {
  const created: Browser = {};
  expect((await world.login({ browser: created })).status).toBe(200);
  return created;
}
let guesses = 0;
const guess = (request: LoginRequest = { browser }) => {
  guesses += 1;
  return world.login({ password: `wrong ${guesses}`, ...request });
};
async function guessStatuses(times: number, request: (index: number) => LoginRequest) {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1)
    statuses.push((await guess(request(index))).status);
  return statuses;
}
const fromBrowser = () => ({ browser });
const fromStrangers = (index: number) => ({ from: `198.51.100.${index % 250}` });
const times = (count: number, status: number) => Array<number>(count).fill(status);

describe('the device cookie', () => {
  test('is granted by a login that succeeds, for 180 days', async () => {
    const { cookies } = await world.login({});
    expect(cookies[1]).toMatch(
      new RegExp(
        `^__Host-device=[^;]+; HttpOnly; SameSite=Strict; Path=/; Max-Age=${180 * 86_400}; Secure$`,
      ),
    );
  });

  test('is not granted by a login that fails', async () => {
    expect((await guess({})).cookies).toEqual([]);
    world.fault = new AuthError('CHALLENGE_REQUIRED');
    expect((await world.login({})).cookies).toEqual([]);
  });

  test('is renewed by the next login, and keeps its nonce', async () => {
    const before = browser.device;
    world.clock.advance(86_400);
    await world.login({ browser });
    expect(browser.device).not.toBe(before);
    const nonceIn = (cookie = '') => cookie.split('.')[4];
    expect(nonceIn(browser.device)).toBe(nonceIn(before));
  });

  test('holds the accounts of three people', async () => {
    for (const username of ['owner-b', 'owner-c']) await world.login({ username, browser });
    await guessStatuses(4, fromStrangers);
    expect((await world.login({ browser, from: '203.0.113.9' })).status).toBe(200);
  });

  test('is worthless for another account', async () => {
    await guessStatuses(4, (index) => ({ username: 'owner-b', ...fromStrangers(index) }));
    expect((await world.login({ username: 'owner-b', browser })).status).toBe(429);
  });

  test('expires', async () => {
    world.clock.advance(DEVICE.lifetime);
    await guessStatuses(4, fromStrangers);
    expect((await world.login({ browser })).status).toBe(429);
  });

  test('is void if it was issued before the devices of the account were voided', async () => {
    const id = await world.nameId();
    world.clock.advance(1);
    await world.store.changeName(id, { row: undefined, version: undefined }, (row) =>
      voidDevices(toCurrentRow(row, world.clock.seconds()), world.clock.seconds()),
    );
    await guessStatuses(4, fromStrangers);
    expect((await world.login({ browser })).status).toBe(429);
    world.clock.advance(SILENCE);
    expect((await world.login({ browser })).status).toBe(200);
    await guessStatuses(4, fromStrangers);
    expect((await world.login({ browser })).status).toBe(200);
  });
});

describe('a known device', () => {
  test('signs in although strangers have filled the row', async () => {
    await guessStatuses(5, fromStrangers);
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(429);
    expect((await world.login({ browser, from: '203.0.113.9' })).status).toBe(200);
  });

  test('signs in although strangers have only the mail door', async () => {
    for (let index = 0; index < strangers.inTotal; index += 4) {
      await guessStatuses(4, fromStrangers);
      world.clock.advance(SILENCE);
    }
    expect((await world.login({})).status).toBe(429);
    expect((await world.login({ browser })).status).toBe(200);
    expect((await world.login({})).status).toBe(200);
  });

  test('needs no CAPTCHA, and its failures do not count for its network', async () => {
    for (let index = 0; index < 20; index += 1) {
      await guess({ username: `victim${index}` });
    }
    expect((await guess({ username: 'victim' })).status).toBe(403);
    expect(await guessStatuses(4, fromBrowser)).toEqual(times(4, 401));
    expect((await world.login({ browser })).status).toBe(200);
    expect((await world.login({ browser, username: 'owner-b' })).status).toBe(403);
  });

  test('has five failures in a row, then a 429 that names the reset', async () => {
    expect(await guessStatuses(6, fromBrowser)).toEqual([...times(devices.inARow, 401), 429]);
    const { error, headers } = await world.login({ browser });
    expect(error).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { action: 'reset_password', retry_after: SILENCE },
    });
    expect(headers['Retry-After']).toBe(String(SILENCE));
  });

  test('is refused until 15 minutes without an attempt, forwarded or not', async () => {
    await guessStatuses(5, fromBrowser);
    for (let minute = 0; minute < 30; minute += 10) {
      world.clock.advance(600);
      expect((await world.login({ browser })).status).toBe(429);
    }
    world.clock.advance(SILENCE - 1);
    expect((await world.login({ browser })).status).toBe(429);
    world.clock.advance(SILENCE);
    expect((await world.login({ browser })).status).toBe(200);
  });

  test('begins anew after a success', async () => {
    await guessStatuses(4, fromBrowser);
    expect((await world.login({ browser })).status).toBe(200);
    expect(await guessStatuses(6, fromBrowser)).toEqual([...times(5, 401), 429]);
  });

  test('keeps its failures if another device succeeds', async () => {
    const other = await knownBrowser();
    await guessStatuses(4, fromBrowser);
    expect((await world.login({ browser: other })).status).toBe(200);
    expect(await guessStatuses(2, fromBrowser)).toEqual([401, 429]);
  });

  test('that fails takes places from strangers', async () => {
    await guessStatuses(4, fromBrowser);
    expect((await world.login({})).status).toBe(429);
  });

  test('becomes a stranger after ten failures since its last success', async () => {
    expect(await guessStatuses(5, fromBrowser)).toEqual(times(5, 401));
    world.clock.advance(SILENCE);
    expect(await guessStatuses(5, fromBrowser)).toEqual(times(5, 401));
    expect(devices.sinceSuccess).toBe(10);
    world.clock.advance(SILENCE);
    expect(await guessStatuses(4, fromBrowser)).toEqual([401, 401, 401, 403]);
  });

  test('with a failure of its own is refused while ten attempts stand in the row', async () => {
    const other = await knownBrowser();
    const fresh = await knownBrowser();
    await guess({ browser: other });
    await guessStatuses(3, fromStrangers);
    world.clock.advance(devices.pace);
    expect(await guessStatuses(5, fromBrowser)).toEqual(times(5, 401));
    world.clock.advance(devices.pace);
    // Nine stand in the row: a device with a failure is forwarded once more.
    expect((await guess({ browser: other })).status).toBe(401);
    expect((await world.login({ browser: other })).status).toBe(429);
    expect((await world.login({ browser: fresh })).status).toBe(200);
    // The row is empty again, but the refusal lasts until the device has been silent.
    expect((await world.login({ browser: other })).status).toBe(429);
    world.clock.advance(SILENCE);
    expect((await world.login({ browser: other })).status).toBe(200);
  });

  test('that has failed before, and was silent since, is refused while ten stand in the row', async () => {
    const leftOver = await knownBrowser();
    const [other, fresh] = [await knownBrowser(), await knownBrowser()];
    await guess({ browser: leftOver });
    world.clock.advance(SILENCE);
    await guessStatuses(4, fromStrangers);
    await guessStatuses(5, fromBrowser);
    await guess({ browser: other });
    expect((await world.login({ browser: leftOver })).status).toBe(429);
    expect((await world.login({ browser: fresh })).status).toBe(200);
  });

  test('that has failed before waits for 30 s after the failure of another device', async () => {
    const [leftOver, other] = [await knownBrowser(), await knownBrowser()];
    await guess({ browser: leftOver });
    world.clock.advance(SILENCE);
    await guessStatuses(3, fromStrangers);
    await guess({ browser: other });
    const refused = await world.login({ browser: leftOver });
    expect(refused.status).toBe(429);
    expect(refused.error?.details.retry_after).toBe(devices.pace);
    // A device waits neither for its own failures nor before its first one.
    expect((await guess({ browser: other })).status).toBe(401);
    expect((await guess({ browser })).status).toBe(401);
    world.clock.advance(devices.pace - 1);
    expect((await world.login({ browser: leftOver })).status).toBe(429);
    world.clock.advance(1);
    // The waits were no attempts: the device is not refused for 15 minutes.
    expect((await world.login({ browser: leftOver })).status).toBe(200);
  });

  test('gets the seconds of Cognito’s lockout, which are no failure of its own', async () => {
    await guessStatuses(4, fromBrowser);
    await guess();
    world.clock.advance(SILENCE);
    const lockedAfter = await guessStatuses(3, fromBrowser);
    expect(lockedAfter).toEqual(times(3, 401));
    world.fault = new AuthError('TOO_MANY_REQUESTS');
    for (let index = 0; index < 8; index += 1) {
      const { error } = await world.login({ browser });
      expect(error).toMatchObject({
        code: 'TOO_MANY_REQUESTS',
        details: { action: 'retry', retry_after: 2 },
      });
    }
    world.fault = undefined;
    expect((await world.login({ browser })).status).toBe(200);
  });

  test('an outage refuses the device only as long as its attempts count', async () => {
    world.fault = new AuthError('BAD_GATEWAY');
    expect(await guessStatuses(devices.inARow, fromBrowser)).toEqual(times(devices.inARow, 502));
    const refused = await guess();
    expect(refused.error).toMatchObject({
      status: 429,
      details: { retry_after: ATTEMPTS.unclearCounts },
    });
    world.fault = undefined;
    world.clock.advance(ATTEMPTS.unclearCounts + 1);
    expect((await world.login({ browser })).status).toBe(200);
  });

  test('an outage is no failure of the device', async () => {
    world.fault = new AuthError('BAD_GATEWAY');
    for (let index = 0; index < 20; index += 1) {
      expect((await guess()).status).toBe(502);
      world.clock.advance(61);
    }
    world.fault = undefined;
    expect(await guessStatuses(5, fromBrowser)).toEqual(times(5, 401));
  });

  test('repeats the last wrong password within 10 s without a new guess', async () => {
    const first = await world.login({ browser, password: 'typo' });
    for (let index = 0; index < 9; index += 1) {
      expect((await world.login({ browser, password: 'typo' })).text).toBe(first.text);
    }
    expect(await guessStatuses(5, fromBrowser)).toEqual([...times(4, 401), 429]);
    expect((await world.login({ browser, password: 'typo' })).status).toBe(429);
  });

  test('in a burst is forwarded five times', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async () => (await guess()).status),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(devices.inARow);
    expect(world.asked).toHaveLength(devices.inARow + 1);
  });
});

test('a forged device cookie makes a stranger', async () => {
  await guessStatuses(4, fromStrangers);
  const forged = { device: `${browser.device?.slice(0, -43)}${'A'.repeat(43)}` };
  expect((await world.login({ browser: forged })).status).toBe(429);
});
