import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { attemptsWorld, type Browser } from '../../../support/attempts-world.ts';
import { startDynalite, type TestDatabase } from '../../../support/dynamodb.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

/** Steps decide how long an answer takes. A wall clock would judge the machine. */
test('an unknown name takes the same steps as a wrong password', async () => {
  const { client, calls } = database.connect();
  const world = await attemptsWorld(client);
  const names = { known: 'owner', unknown: 'nobody' };
  const steps: Record<keyof typeof names, Set<string>> = { known: new Set(), unknown: new Set() };
  for (let round = 0; round < 10; round += 1) {
    // Each round has a window of its own.
    world.clock.advance(3_600);
    for (const kind of ['known', 'unknown'] as const) {
      calls.length = 0;
      world.asked.length = 0;
      const { status } = await world.login({ username: names[kind], password: 'wrong' });
      expect(status).toBe(401);
      steps[kind].add([...calls.toSorted(), ...world.asked.map(() => 'signIn')].join(' '));
    }
  }
  expect(steps.known.size).toBe(1);
  expect(steps.unknown).toEqual(steps.known);
});

test('a burst of a refused device keeps no other device out', async () => {
  const { client, calls } = database.connect();
  const world = await attemptsWorld(client);
  const [owner, other]: [Browser, Browser] = [{}, {}];
  for (const browser of [owner, other]) await world.login({ browser });
  const guess = (index: number) =>
    world.login({ browser: { ...other }, password: `guess ${index}` });
  for (let index = 0; index < ATTEMPTS.devices.inARow; index += 1) await guess(index);
  calls.length = 0;
  const login = () => world.login({ browser: { ...owner } });
  const [honest, ...guesses] = await Promise.all([
    login(),
    ...Array.from({ length: 40 }, (_, index) => guess(100 + index)),
  ]);
  expect(honest.status).toBe(200);
  for (const { error } of guesses) expect(error?.details.action).toBe('reset_password');
  // Each guess reads the row, and at most writes it and finds that another one was faster.
  expect(calls.length).toBeLessThan(4 * guesses.length);
});
