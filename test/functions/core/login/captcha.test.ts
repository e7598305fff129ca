import { beforeEach, describe, expect, test } from '@jest/globals';
import { ATTEMPTS, CAPTCHA } from '../../../../contract/limits.ts';
import { publicPath } from '../../../../contract/routes/index.ts';
import { type AttemptsWorld, memoryAttemptsWorld } from '../../../support/attempts-world.ts';

let world: AttemptsWorld;
beforeEach(async () => {
  world = memoryAttemptsWorld();
  await useUpFreeGuesses('now');
});

/** Makes the guesses that need no CAPTCHA. */
async function useUpFreeGuesses(prefix: string, username = 'owner'): Promise<void> {
  for (let index = 0; index < ATTEMPTS.captchaAfter.accountAndNetwork; index += 1) {
    await world.login({ username, password: `${prefix} ${index}` });
  }
}

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

test('CAPTCHA_REQUIRED contains the provider and the URL of the account’s challenge', async () => {
  const { error } = await world.login({});
  expect(error).toMatchObject({
    code: 'CAPTCHA_REQUIRED',
    status: 403,
    details: {
      action: 'solve_captcha',
      captcha: {
        provider: 'altcha',
        challenge_url: expect.stringMatching(
          new RegExp(`^${publicPath('captcha')}\\?account=[A-Za-z0-9_-]{43}$`),
        ),
      },
    },
  });
});

test('all spellings of a name have one challenge URL, which does not reveal the name', async () => {
  await useUpFreeGuesses('other', 'other');
  expect(await challengeUrl('OWNER')).toBe(await challengeUrl('owner'));
  expect(await challengeUrl('other')).not.toBe(await challengeUrl('owner'));
  expect(await challengeUrl('owner')).not.toMatch(/owner/i);
});

test('a solution for another account is invalid', async () => {
  const captcha = await world.solve('someone-else');
  const { status, error } = await world.login({ captcha });
  expect(status).toBe(403);
  expect(error?.details.issue).toBe('The CAPTCHA solution is invalid');
  expect((await world.login({ captcha: await world.solve('OWNER') })).status).toBe(200);
});

test('a solution that was not needed is not used up', async () => {
  const captcha = await world.solve();
  expect((await world.login({ captcha, from: '203.0.113.9' })).status).toBe(200);
  await useUpFreeGuesses('again');
  expect((await world.login({ captcha })).status).toBe(200);
});

test('an attempt with a solution reaches the upstream', async () => {
  expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
});

test('a solution works once', async () => {
  const captcha = await world.solve();
  expect((await world.login({ captcha })).status).toBe(200);
  await useUpFreeGuesses('again');
  const { error } = await world.login({ captcha });
  expect(error).toMatchObject({
    code: 'CAPTCHA_REQUIRED',
    details: { issue: 'The CAPTCHA solution was used before' },
  });
});

test('a solution expires', async () => {
  const captcha = await world.solve();
  expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
  world.clock.advance(CAPTCHA.lifetime);
  await useUpFreeGuesses('later');
  expect((await world.login({ captcha })).error?.details.issue).toBe(
    'The CAPTCHA solution has expired',
  );
});

/** Returns the URL that a demand for a CAPTCHA names. */
async function challengeUrl(username = 'owner'): Promise<string | undefined> {
  const { error } = await world.login({ username });
  return (error?.details.captcha as { challenge_url?: string } | undefined)?.challenge_url;
}

test('a solution that is sent twice at once signs in if the second request takes the last place', async () => {
  const captcha = await world.solve();
  const { changeName } = world.store;
  const second = Promise.withResolvers<void>();
  // The reservation of the first request waits until the second one has made its own.
  world.store.changeName = async (...args) => {
    world.store.changeName = async (...others) => {
      world.store.changeName = changeName;
      const name = await changeName(...others);
      second.resolve();
      return name;
    };
    await second.promise;
    return changeName(...args);
  };
  const answers = await Promise.all([world.login({ captcha }), world.login({ captcha })]);
  // Which of the two checks its solution first is not known.
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
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
    [
      'the account of another challenge',
      async () => {
        const [, own = ''] = /account=(.*)$/.exec(String(await challengeUrl())) ?? [];
        const payload = JSON.parse(Buffer.from(await world.solve('other'), 'base64').toString());
        payload.challenge.parameters.data.account = own;
        return Buffer.from(JSON.stringify(payload)).toString('base64');
      },
    ],
    ['a huge key length', () => forge(({ challenge }) => (challenge.parameters.keyLength = 1e9))],
  ])('%s', async (_, make) => {
    const asked = world.asked.length;
    const { status, error } = await world.login({ captcha: await make() });
    expect(status).toBe(403);
    expect(error?.details.issue).toBe('The CAPTCHA solution is invalid');
    expect(world.asked).toHaveLength(asked);
  });
});
