import { expect, test } from '@jest/globals';
import { TEST_USER } from '../../contract/test-user.ts';
import { type CognitoLibrary, openLibrary } from '../../sandbox/cognito/library.ts';
import { seed } from '../../sandbox/cognito/seed.ts';
import { openState, stateIn } from '../../sandbox/state.ts';
import { FAULTS, faultUsername } from '../../scenarios/faults.ts';
import { frozenClock } from '../support/clock.ts';
import { temporaryDirectory } from './support.ts';

const clock = frozenClock();
const directory = temporaryDirectory();

class Killed extends Error {}

/** Fails instead of the n-th operation, as if the process had been killed before it. */
function killedBefore(step: number, library: CognitoLibrary): CognitoLibrary {
  let steps = 0;
  return {
    ...library,
    call: (operation, input) => {
      steps += 1;
      return steps > step ? Promise.reject(new Killed()) : library.call(operation, input);
    },
  };
}

test('a start that was killed before any of its steps is completed by the next', async () => {
  let steps = 0;
  for (let killed = true; killed; steps += 1) {
    const state = openState(stateIn(`${directory}/${steps}`)).cognito;
    const library = killedBefore(steps, await openLibrary(state, clock));
    killed = await seed(library).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return true;
      },
    );
    const after = await openLibrary(state, clock);
    const pool = await seed(after);
    expect(await after.pools.listUserPools(after.context)).toHaveLength(1);
    expect(await after.pools.listAppClients(after.context, pool.id)).toHaveLength(1);
    const users = await (await after.pool(pool.id)).listUsers(after.context);
    expect(new Set(users.map(({ Password, UserStatus }) => `${UserStatus} ${Password}`))).toEqual(
      new Set([`CONFIRMED ${TEST_USER.password}`]),
    );
    const addresses = users.map(
      ({ Attributes }) => Attributes.find(({ Name }) => Name === 'email')?.Value,
    );
    expect(addresses).toContain(TEST_USER.username);
    expect(addresses).toEqual(
      expect.arrayContaining(FAULTS.filter(({ session }) => session).map(faultUsername)),
    );
  }
  expect(steps).toBeGreaterThan(5);
});
