import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { startDynalite, type TestDatabase } from '../../../support/dynamodb.ts';
import { attemptsWorld, START, type World } from './attempts.world.ts';

// Solving a challenge is work, and how much of it is luck: a test solves up to sixteen.
jest.setTimeout(60_000);

const SECOND = 1_000;
const WINDOW = ATTEMPTS.window * SECOND;

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());
beforeEach(async () => {
  world = await attemptsWorld(database.client);
});

/** So many different wrong passwords, a window's repeat apart; the codes that came back. */
async function guess(
  times: number,
  from?: (index: number) => string,
  username = 'owner',
): Promise<(string | undefined)[]> {
  const codes: (string | undefined)[] = [];
  for (let index = 0; index < times; index += 1) {
    const answer = await world.login({
      username,
      password: `wrong ${world.time} ${index}`,
      ...(from && { from: from(index) }),
    });
    codes.push(answer.error?.code);
  }
  return codes;
}
const elsewhere = (index: number) => `198.51.100.${index % 250}`;
const times = (count: number, code: string) => Array<string>(count).fill(code);

describe('limits', () => {
  test('a fourth attempt at one account from one address needs a CAPTCHA', async () => {
    expect(await guess(4)).toEqual([
      ...times(ATTEMPTS.captchaAfter.accountAndIp, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
    expect(world.asked).toHaveLength(ATTEMPTS.captchaAfter.accountAndIp);
  });

  test('a fifth attempt at one account from anywhere needs a CAPTCHA', async () => {
    expect(await guess(5, elsewhere)).toEqual([
      ...times(ATTEMPTS.captchaAfter.account, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
  });

  test('attempts at many accounts from one address need a CAPTCHA, even with a right password', async () => {
    for (let index = 0; index < ATTEMPTS.captchaAfter.ip; index += 1) {
      await guess(1, undefined, `victim${index}`);
    }
    expect((await world.login({})).error?.code).toBe('CAPTCHA_REQUIRED');
  });

  test('one /64 is one address, another is not', async () => {
    await guess(3, (index) => `2001:db8::${index + 1}`);
    expect((await world.login({ from: '2001:db8::ffff:1' })).error?.code).toBe('CAPTCHA_REQUIRED');
    world = await attemptsWorld(database.client);
    await guess(3, (index) => `2001:db8:0:${index}::1`);
    expect((await world.login({ from: '2001:db8:0:9::1' })).status).toBe(200);
  });

  test.each([
    ['owner', 'OWNER'],
    ['owner', 'ｏｗｎｅｒ'],
    ['o\u1e83ner', 'ow\u0301ner'],
    ['owner\u212a', 'ownerk'],
    // A small sigma has two forms, a dotless i the capital of the other: comparing capitals is
    // coarser than comparing small letters.
    ['ownerσ', 'OWNERΣ'],
    ['ownerı', 'OWNERI'],
    ['ownerß', 'OWNERSS'],
    ['ownerß', 'OWNERẞ'],
  ])('%s and %s share a counter', async (name, spelling) => {
    await guess(3, undefined, name);
    expect((await world.login({ username: spelling, password: 'another' })).error?.code).toBe(
      'CAPTCHA_REQUIRED',
    );
  });

  test('an eleventh attempt from one address waits until the window ends, CAPTCHA or not', async () => {
    await guess(ATTEMPTS.refuseAfter);
    const refused = await world.login({ captcha: await world.solve() });
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers['Retry-After']);
    expect(refused.error?.details.retry_after).toBe(wait);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(ATTEMPTS.window);

    world.time += (wait - 1) * SECOND;
    expect((await world.login({})).status).toBe(429);
    world.time += SECOND;
    expect((await world.login({})).status).toBe(200);
  });
});

describe('verdicts', () => {
  test('an honest first try leaves nothing behind and says nothing', async () => {
    for (let index = 0; index < 30; index += 1) expect((await world.login({})).status).toBe(200);
  });

  test('a success forgets one’s own failures', async () => {
    await guess(3);
    expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
    expect(await guess(1)).toEqual(['INVALID_CREDENTIALS']);
  });

  test('an attacker’s own success resets nothing but his own', async () => {
    await guess(4, elsewhere);
    for (let index = 0; index < 5; index += 1) {
      await world.login({ username: 'owner-attacker', from: elsewhere(0) });
    }
    expect((await world.login({ from: '203.0.113.9' })).error?.code).toBe('CAPTCHA_REQUIRED');
  });

  test.each(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR', 'TOO_MANY_REQUESTS'] as const)(
    '%s counts against nobody',
    async (code) => {
      world.fault = new AuthError(code);
      for (let index = 0; index < 25; index += 1) {
        expect((await world.login({ password: `wrong ${index}` })).error?.code).toBe(code);
      }
      world.fault = undefined;
      expect(await guess(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
    },
  );

  test('a right password with another step to follow is no failure', async () => {
    world.fault = new AuthError('CHALLENGE_REQUIRED');
    for (let index = 0; index < 25; index += 1) {
      expect((await world.login({})).error?.code).toBe('CHALLENGE_REQUIRED');
    }
  });

  test('an outage does not use up a solution', async () => {
    await guess(3);
    const captcha = await world.solve();
    world.fault = new AuthError('BAD_GATEWAY');
    expect((await world.login({ captcha })).status).toBe(502);
    world.fault = undefined;
    expect((await world.login({ captcha })).status).toBe(200);
  });
});

test('a verdict that could not be noted is the answer all the same, and is reported', async () => {
  world.cannotNote = true;
  expect((await world.login({ password: 'wrong' })).status).toBe(401);
  expect(world.reported).toHaveLength(1);
});

describe('the same wrong password again', () => {
  test('within 10 s is no new guess: the same answer, not counted, the upstream not asked', async () => {
    const first = await world.login({ password: 'typo' });
    for (let index = 0; index < 20; index += 1) {
      expect((await world.login({ password: 'typo' })).text).toBe(first.text);
    }
    expect(world.asked).toHaveLength(1);
    expect(await guess(3)).toEqual([...times(2, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });

  test('after that it is', async () => {
    await world.login({ password: 'typo' });
    world.time += (ATTEMPTS.repeatWindow + 1) * SECOND;
    await world.login({ password: 'typo' });
    expect(world.asked).toHaveLength(2);
  });

  test('from another address it is', async () => {
    await world.login({ password: 'typo' });
    await world.login({ password: 'typo', from: elsewhere(1) });
    expect(world.asked).toHaveLength(2);
  });
});

describe('time', () => {
  test('a new window begins with nothing', async () => {
    await guess(3);
    world.time += WINDOW;
    expect(await guess(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });

  test('a verdict after the window’s end settles the window that it was counted in', async () => {
    await guess(2);
    world.upstreamTakes = WINDOW;
    world.fault = new AuthError('BAD_GATEWAY');
    await world.login({ password: 'slow' });
    world.upstreamTakes = 0;
    world.fault = undefined;
    // Had it been given back to the window that began meanwhile, a guess more would pass here.
    expect(await guess(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
    world.time -= WINDOW;
    expect(await guess(2)).toEqual(['INVALID_CREDENTIALS', 'CAPTCHA_REQUIRED']);
  });

  test('clocks that differ by a second count together', async () => {
    const codes: (string | undefined)[] = [];
    for (const skew of [0, -1, 1, 0]) {
      world.time = START + 60 * SECOND + skew * SECOND;
      codes.push(...(await guess(1)));
    }
    expect(codes).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });
});

describe('lockout', () => {
  /** Wrong guesses with a CAPTCHA each, from new addresses, as fast as the answers allow. */
  async function lockOut(username: string): Promise<(string | undefined)[]> {
    const codes: (string | undefined)[] = [];
    for (let index = 0; index < 8; index += 1) {
      const answer = await world.login({
        username,
        password: `wrong ${index}`,
        captcha: await world.solve(),
        from: elsewhere(index),
      });
      codes.push(answer.error?.code);
      const wait = answer.error?.details.retry_after;
      if (wait !== undefined) world.time += wait * SECOND;
    }
    return codes;
  }

  test('an unknown name is locked at the same count and for as long as a known one', async () => {
    const known = await lockOut('owner');
    expect(known).toEqual([
      ...times(5, 'INVALID_CREDENTIALS'),
      'TOO_MANY_REQUESTS',
      'INVALID_CREDENTIALS',
      'TOO_MANY_REQUESTS',
    ]);
    world = await attemptsWorld(database.client);
    expect(await lockOut('nobody')).toEqual(known);
  });

  test('waiting as long as it says works for the owner', async () => {
    await lockOut('owner');
    expect((await world.login({ from: '203.0.113.9', captcha: await world.solve() })).status).toBe(
      200,
    );
  });

  test('a lock lasts its whole second, whatever fraction of one it began at: Cognito would still refuse a name that exists', async () => {
    world.time = START + 900;
    await guess(ATTEMPTS.lockout.failures - 1, elsewhere);
    await world.login({ password: 'the fifth', from: elsewhere(9), captcha: await world.solve() });
    world.time += 200;
    const captcha = await world.solve();
    const tooEarly = await world.login({ from: '203.0.113.9', captcha });
    expect(tooEarly.status).toBe(429);
    world.time += Number(tooEarly.headers['Retry-After']) * SECOND;
    expect((await world.login({ from: '203.0.113.9', captcha })).status).toBe(200);
  });

  test('a stranger without solutions locks nobody out', async () => {
    await guess(300, elsewhere);
    expect((await world.login({ from: '203.0.113.9' })).error?.code).toBe('CAPTCHA_REQUIRED');
    expect((await world.login({ from: '203.0.113.9', captcha: await world.solve() })).status).toBe(
      200,
    );
  });

  test('fifteen idle minutes forget it', async () => {
    await lockOut('owner');
    world.time += WINDOW;
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(200);
  });
});

test('events name accounts by their fingerprint and hold no secret', async () => {
  await guess(12);
  expect(new Set(world.events.map(({ event }) => event))).toEqual(
    new Set(['login_failed', 'captcha_demanded', 'login_throttled']),
  );
  expect(JSON.stringify(world.events)).not.toMatch(/owner|wrong \d|192\.0\.2/);
});
