import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../contract/limits.ts';
import { hasJava, startDynalite, startDynamoDbLocal, type TestDatabase } from '../support/dynamodb.ts';
import { attemptsWorld, type World } from './attempts.world.ts';

const GUESSES = 1_000;
const stores = [
  { name: 'dynalite', start: startDynalite, runs: true },
  { name: 'DynamoDB Local', start: startDynamoDbLocal, runs: process.env.CI !== undefined || hasJava() },
];

describe.each(stores.filter(({ runs }) => runs))('over $name', ({ start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  }, 60_000);
  afterAll(() => database.stop());

  const burst = (world: World, from: (index: number) => string) =>
    Promise.all(Array.from({ length: GUESSES }, (_, index) => world.login({ password: `guess ${index}`, from: from(index) })));

  test.each([
    ['one address', () => '192.0.2.1', ATTEMPTS.captchaAfter.accountAndIp],
    ['an address each', (index: number) => `10.0.${index >> 8}.${index & 255}`, ATTEMPTS.captchaAfter.account],
  ])(
    '1,000 guesses at once at one account from %s reach the upstream no more often than configured',
    async (_, from, limit) => {
      const world = await attemptsWorld(database.client);
      const answers = await burst(world, from);
      expect(world.asked.length).toBeLessThanOrEqual(limit);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(world.asked.length);
      expect(answers.filter(({ status }) => status >= 500)).toHaveLength(0);
    },
    60_000,
  );

  test('a solution used twice at once works once', async () => {
    const world = await attemptsWorld(database.client);
    for (let index = 0; index < 5; index += 1) await world.login({ password: `wrong ${index}` });
    const captcha = await world.solve();
    const answers = await Promise.all([1, 2, 3].map((host) => world.login({ captcha, from: `203.0.113.${host}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
    expect(answers.find(({ status }) => status === 403)?.error?.details.issue).toMatch(/used before/);
  });
});
