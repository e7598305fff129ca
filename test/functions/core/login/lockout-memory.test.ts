/** The row of a name must not forget failures earlier than Cognito does. */

import { expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import type { Browser, LoginRequest } from '../../../support/attempts-world.ts';
import { lockoutWorld, OWNER, OWNER_PASSWORD } from '../../../support/lockout-world.ts';

test('strangers cannot lock a device after an attempt that met Cognito’s lockout', async () => {
  const world = await lockoutWorld();
  const own: Browser = {};
  const leftOver: Browser[] = [{}, {}];
  const login = async (request: LoginRequest) =>
    (await world.login({ username: OWNER, password: OWNER_PASSWORD, ...request })).status;
  for (const browser of [own, ...leftOver]) expect(await login({ browser })).toBe(200);

  // Two left-over devices fail ten times. Each failure waits for the end of Cognito's lockout.
  let failures = 0;
  for (const browser of leftOver) {
    world.clock.advance(ATTEMPTS.devices.pace);
    for (let index = 0; index < ATTEMPTS.devices.inARow; index += 1) {
      failures += 1;
      expect(await login({ browser, password: `old ${failures}` })).toBe(401);
      if (failures < 10) world.clock.advance(2 ** Math.max(0, failures - 5) + 1);
    }
  }
  // The lockout lasts 32 s. An attempt within it keeps Cognito from forgetting the failures.
  world.clock.advance(30);
  expect(await login({ browser: own })).toBe(429);
  world.clock.advance(ATTEMPTS.lockout.longest - 29);
  const guess = (index: number) =>
    login({ password: `guess ${index}`, from: `198.51.100.${index}` });
  for (let index = 0; index < 4; index += 1) expect(await guess(index)).toBe(429);
  expect(await login({ browser: own })).toBe(200);
});
