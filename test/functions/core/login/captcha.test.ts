import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CAPTCHA } from '../../../../contract/limits.ts';
import { publicPath } from '../../../../contract/routes/index.ts';
import { type AttemptsWorld, attemptsWorld } from '../../../support/attempts-world.ts';
import { startDynalite, type TestDatabase } from '../../../support/dynamodb.ts';

let database: TestDatabase;
let world: AttemptsWorld;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());
beforeEach(async () => {
  world = await attemptsWorld(database.client);
  for (let index = 0; index < 4; index += 1) await world.login({ password: `wrong ${index}` });
});

/** Solves a challenge and changes a part of the solution. */
async function forge(
  change: (payload: {
    challenge: { parameters: Record<string, unknown> };
    solution: Record<string, unknown>;
  }) => void,
) {
  const payload = JSON.parse(Buffer.from(await world.solve(), 'base64').toString());
  change(payload);
  return Buffer.from(JSON.stringify(payload)).toString('base64');
}

test('CAPTCHA_REQUIRED contains the provider and the URL of the challenge', async () => {
  const { error } = await world.login({});
  expect(error).toMatchObject({
    code: 'CAPTCHA_REQUIRED',
    status: 403,
    details: {
      action: 'solve_captcha',
      captcha: { provider: 'altcha', challenge_url: publicPath('captcha') },
    },
  });
});

test('an attempt with a solution reaches the upstream', async () => {
  expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
});

test('a solution works once', async () => {
  const captcha = await world.solve();
  expect((await world.login({ captcha, password: 'wrong again' })).status).toBe(401);
  const { error } = await world.login({ captcha });
  expect(error).toMatchObject({
    code: 'CAPTCHA_REQUIRED',
    details: { issue: 'The CAPTCHA solution was used before' },
  });
});

test('a solution expires', async () => {
  const captcha = await world.solve();
  world.clock.advance(CAPTCHA.lifetime);
  for (let index = 0; index < 4; index += 1) await world.login({ password: `later ${index}` });
  expect((await world.login({ captcha })).error?.details.issue).toBe(
    'The CAPTCHA solution has expired',
  );
});

describe('an invalid solution is rejected without calling the upstream', () => {
  test.each<[string, () => Promise<string> | string]>([
    ['not base64', () => '%%%'],
    ['not JSON', () => Buffer.from('hello').toString('base64')],
    ['an empty object', () => Buffer.from('{}').toString('base64')],
    [
      'a changed counter',
      () => forge(({ solution }) => (solution.counter = Number(solution.counter) + 1)),
    ],
    [
      'a made-up key with the required prefix',
      () => forge(({ solution }) => (solution.derivedKey = '00'.repeat(32))),
    ],
    ['an easier challenge', () => forge(({ challenge }) => (challenge.parameters.cost = 1))],
    [
      'a longer lifetime',
      () => forge(({ challenge }) => (challenge.parameters.expiresAt = 9_999_999_999)),
    ],
    ['no kid', () => forge(({ challenge }) => (challenge.parameters.data = {}))],
    ['a huge key length', () => forge(({ challenge }) => (challenge.parameters.keyLength = 1e9))],
  ])('%s', async (_, make) => {
    const asked = world.asked.length;
    const { status, error } = await world.login({ captcha: await make() });
    expect(status).toBe(403);
    expect(error?.details.issue).toBe('The CAPTCHA solution is invalid');
    expect(world.asked).toHaveLength(asked);
  });
});
