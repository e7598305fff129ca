/**
 * Strangers try to lock an owner out for twelve hours. The handler and the adapter of Cognito are
 * real, and the fake of Cognito has its lockout. Only the clock is virtual.
 */

import { expect, test } from '@jest/globals';
import type { Browser } from '../../../support/attempts-world.ts';
import {
  type LockoutWorld,
  lockoutWorld,
  OWNER,
  OWNER_PASSWORD,
} from '../../../support/lockout-world.ts';

const HOURS = 12;
const KNOCK_EVERY = 20;
const STEPS = (HOURS * 3_600) / KNOCK_EVERY;
const OWNER_TRIES = 300;
/** In steps, so that a visit and its second try fit between two visits. */
const VISIT_EVERY = Math.floor(STEPS / OWNER_TRIES);

/** A network that nobody has used before. */
const freshNetwork = (index: number) => `2001:db8:${(index >> 8).toString(16)}:${index & 255}::1`;

interface Storm {
  devices: number;
  /** Steps between two attempts of one left-over device. */
  deviceEvery: number;
}

async function signInDevices(world: LockoutWorld, count: number): Promise<Browser[]> {
  const browsers: Browser[] = Array.from({ length: count }, () => ({}));
  for (const browser of browsers) {
    const { status } = await world.login({ username: OWNER, password: OWNER_PASSWORD, browser });
    expect(status).toBe(200);
  }
  return browsers;
}

/** Runs the storm. Returns how many visits of the owner ended with a session. */
async function runStorm(world: LockoutWorld, { devices, deviceEvery }: Storm) {
  const [own = {}, ...leftOver] = await signInDevices(world, devices + 1);
  const visit = async () =>
    (await world.login({ username: OWNER, password: OWNER_PASSWORD, browser: own })).status === 200;
  const newcomers = new Set<string>();
  let succeeded = 0;
  let visits = 0;
  let isSecondTry = false;
  for (let step = 0; step < STEPS; step += 1) {
    await world.login({ username: OWNER, password: `guess ${step}`, from: freshNetwork(step) });
    for (const [index, browser] of leftOver.entries()) {
      if ((step + index) % deviceEvery !== 0) continue;
      await world.login({ username: OWNER, password: 'the old password', browser });
    }
    if ((step % VISIT_EVERY === VISIT_EVERY - 2 && visits < OWNER_TRIES) || isSecondTry) {
      if (!isSecondTry) {
        visits += 1;
        const newcomer = await world.login({
          username: OWNER,
          password: OWNER_PASSWORD,
          from: freshNetwork(STEPS + step),
        });
        newcomers.add(`${newcomer.error?.code} ${newcomer.error?.details.action}`);
      }
      const isIn = await visit();
      if (isIn) succeeded += 1;
      isSecondTry = !isIn && !isSecondTry;
    }
    world.clock.advance(KNOCK_EVERY);
  }
  return { succeeded, newcomers: [...newcomers] };
}

test.each<[string, Storm, 'forgotten' | 'kept']>([
  ['no left-over devices', { devices: 0, deviceEvery: 1 }, 'forgotten'],
  ['ten left-over devices that try every minute', { devices: 10, deviceEvery: 3 }, 'forgotten'],
  // The worst case: each device is silent just long enough to begin anew, until it has failed ten
  // times.
  ['ten that try every 16 minutes', { devices: 10, deviceEvery: 48 }, 'forgotten'],
  ['a Cognito that never forgets a few failures', { devices: 0, deviceEvery: 1 }, 'kept'],
])(
  'the owner’s device signs in within two tries in at least 295 of 300 visits: %s',
  async (_, storm, failuresBelowLockout) => {
    const world = await lockoutWorld({ failuresBelowLockout });
    const { succeeded, newcomers } = await runStorm(world, storm);
    expect(succeeded).toBeGreaterThanOrEqual(295);
    expect(newcomers).toEqual(['TOO_MANY_REQUESTS reset_password']);
  },
  600_000,
);
