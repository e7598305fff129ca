import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDynalite, type TestDatabase } from '../../../support/dynamodb.ts';
import { attemptsWorld } from './attempts.world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('an unknown name takes the same steps and the same time as a wrong password', async () => {
  const world = await attemptsWorld(database.client);
  const names = { known: 'owner', unknown: 'nobody' };
  const taken: Record<keyof typeof names, number[]> = { known: [], unknown: [] };
  const steps: Record<keyof typeof names, Set<string>> = { known: new Set(), unknown: new Set() };
  for (let round = 0; round < 60; round += 1) {
    // Each round has a window of its own. The two kinds alternate, so that a disturbance affects
    // both.
    world.time += 3_600_000;
    for (const kind of round % 2
      ? (['known', 'unknown'] as const)
      : (['unknown', 'known'] as const)) {
      database.calls.length = 0;
      const start = performance.now();
      const { status } = await world.login({ username: names[kind], password: 'wrong' });
      taken[kind].push(performance.now() - start);
      expect(status).toBe(401);
      steps[kind].add(database.calls.toSorted().join(' '));
    }
  }
  expect(steps.unknown).toEqual(steps.known);
  expect(median(taken.unknown) / median(taken.known)).toBeGreaterThan(0.6);
  expect(median(taken.unknown) / median(taken.known)).toBeLessThan(1.6);
}, 60_000);
