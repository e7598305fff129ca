import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { type AttemptsWorld, attemptsWorld, START } from '../../../support/attempts-world.ts';
import { startDynalite, type TestDatabase } from '../../../support/dynamodb.ts';

const SECOND = 1_000;

let database: TestDatabase;
let world: AttemptsWorld;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.stop());
beforeEach(async () => {
  world = await attemptsWorld(database.client);
});

/** Sends different wrong passwords. Returns the codes of the responses. */
async function guess(
  times: number,
  from?: (index: number) => string,
  username = 'owner',
): Promise<(string | undefined)[]> {
  const codes: (string | undefined)[] = [];
  for (let index = 0; index < times; index += 1) {
    const answer = await world.login({
      username,
      password: `wrong ${world.clock()} ${index}`,
      ...(from && { from: from(index) }),
    });
    codes.push(answer.error?.code);
  }
  return codes;
}
const elsewhere = (index: number) => `198.51.100.${index % 250}`;
const times = (count: number, code: string) => Array<string>(count).fill(code);

describe('limits', () => {
  test('the fourth attempt at one account from one address needs a CAPTCHA', async () => {
    expect(await guess(4)).toEqual([
      ...times(ATTEMPTS.captchaAfter.accountAndIp, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
    expect(world.asked).toHaveLength(ATTEMPTS.captchaAfter.accountAndIp);
  });

  test('the fifth attempt at one account from any address needs a CAPTCHA', async () => {
    expect(await guess(5, elsewhere)).toEqual([
      ...times(ATTEMPTS.captchaAfter.account, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
  });

  test('after attempts at many accounts, an address needs a CAPTCHA for any login', async () => {
    for (let index = 0; index < ATTEMPTS.captchaAfter.ip; index += 1) {
      await guess(1, undefined, `victim${index}`);
    }
    expect((await world.login({})).error?.code).toBe('CAPTCHA_REQUIRED');
  });

  test('addresses of one /64 count together, addresses of another /64 do not', async () => {
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
    // Both lower-case sigmas share one capital, and so do i and the dotless ı. Comparing capitals
    // therefore matches more spellings than comparing lower case.
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

  test('the eleventh attempt must wait until the window ends, even with a CAPTCHA', async () => {
    await guess(ATTEMPTS.refuseAfter);
    const refused = await world.login({ captcha: await world.solve() });
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers['Retry-After']);
    expect(refused.error?.details.retry_after).toBe(wait);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(ATTEMPTS.window);

    world.clock.advance(wait - 1);
    expect((await world.login({})).status).toBe(429);
    world.clock.advance(1);
    expect((await world.login({})).status).toBe(200);
  });
});

describe('the outcome of an attempt', () => {
  test('successful logins never count', async () => {
    for (let index = 0; index < 30; index += 1) expect((await world.login({})).status).toBe(200);
  });

  test('a success resets the counter of its account and network', async () => {
    await guess(3);
    expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
    expect(await guess(1)).toEqual(['INVALID_CREDENTIALS']);
  });

  test('a success at another account does not reset this account’s counter', async () => {
    await guess(4, elsewhere);
    for (let index = 0; index < 5; index += 1) {
      await world.login({ username: 'owner-attacker', from: elsewhere(0) });
    }
    expect((await world.login({ from: '203.0.113.9' })).error?.code).toBe('CAPTCHA_REQUIRED');
  });

  test.each(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR', 'TOO_MANY_REQUESTS'] as const)(
    '%s does not count',
    async (code) => {
      world.fault = new AuthError(code);
      for (let index = 0; index < 25; index += 1) {
        expect((await world.login({ password: `wrong ${index}` })).error?.code).toBe(code);
      }
      world.fault = undefined;
      expect(await guess(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
    },
  );

  test('a right password that needs another step does not count', async () => {
    world.fault = new AuthError('CHALLENGE_REQUIRED');
    for (let index = 0; index < 25; index += 1) {
      expect((await world.login({})).error?.code).toBe('CHALLENGE_REQUIRED');
    }
  });

  test('an outage does not use up a CAPTCHA solution', async () => {
    await guess(3);
    const captcha = await world.solve();
    world.fault = new AuthError('BAD_GATEWAY');
    expect((await world.login({ captcha })).status).toBe(502);
    world.fault = undefined;
    expect((await world.login({ captcha })).status).toBe(200);
  });
});

test('an outcome that cannot be stored does not change the response, and is reported', async () => {
  world.failsToStore = true;
  expect((await world.login({ password: 'wrong' })).status).toBe(401);
  expect(world.reported).toHaveLength(1);
});

describe('a repeated wrong password', () => {
  test('within 10 s gets the same response and is neither counted nor forwarded', async () => {
    const first = await world.login({ password: 'typo' });
    for (let index = 0; index < 20; index += 1) {
      expect((await world.login({ password: 'typo' })).text).toBe(first.text);
    }
    expect(world.asked).toHaveLength(1);
    expect(await guess(3)).toEqual([...times(2, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });

  test('reaches the upstream again after 10 s', async () => {
    await world.login({ password: 'typo' });
    world.clock.advance(ATTEMPTS.repeatWindow + 1);
    await world.login({ password: 'typo' });
    expect(world.asked).toHaveLength(2);
  });

  test('reaches the upstream from another address', async () => {
    await world.login({ password: 'typo' });
    await world.login({ password: 'typo', from: elsewhere(1) });
    expect(world.asked).toHaveLength(2);
  });
});

describe('time', () => {
  test('a new window starts without attempts', async () => {
    await guess(3);
    world.clock.advance(ATTEMPTS.window);
    expect(await guess(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });

  test('an outcome after the end of a window applies to the window of the attempt', async () => {
    await guess(2);
    world.upstreamTakes = ATTEMPTS.window;
    world.fault = new AuthError('BAD_GATEWAY');
    await world.login({ password: 'slow' });
    world.upstreamTakes = 0;
    world.fault = undefined;
    // If the new window had been decremented instead, one more guess would pass here.
    expect(await guess(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
    world.clock.advance(-ATTEMPTS.window);
    expect(await guess(2)).toEqual(['INVALID_CREDENTIALS', 'CAPTCHA_REQUIRED']);
  });

  test('attempts count together if clocks differ by a second', async () => {
    const codes: (string | undefined)[] = [];
    for (const skew of [0, -1, 1, 0]) {
      world.clock.set(START + 60 * SECOND + skew * SECOND);
      codes.push(...(await guess(1)));
    }
    expect(codes).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });
});

describe('lockout', () => {
  /** Sends wrong guesses with a CAPTCHA each, from new addresses, after each required wait. */
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
      if (wait !== undefined) world.clock.advance(wait);
    }
    return codes;
  }

  test('an unknown name is locked as early and for as long as a known one', async () => {
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

  test('the owner can sign in after the wait', async () => {
    await lockOut('owner');
    expect((await world.login({ from: '203.0.113.9', captcha: await world.solve() })).status).toBe(
      200,
    );
  });

  test('a lock that starts within a second lasts at least as long as Cognito’s', async () => {
    world.clock.set(START + 900);
    await guess(ATTEMPTS.lockout.failures - 1, elsewhere);
    await world.login({ password: 'the fifth', from: elsewhere(9), captcha: await world.solve() });
    world.clock.advance(0.2);
    const captcha = await world.solve();
    const tooEarly = await world.login({ from: '203.0.113.9', captcha });
    expect(tooEarly.status).toBe(429);
    world.clock.advance(Number(tooEarly.headers['Retry-After']));
    expect((await world.login({ from: '203.0.113.9', captcha })).status).toBe(200);
  });

  test('guesses without CAPTCHA solutions do not lock the account', async () => {
    await guess(300, elsewhere);
    expect((await world.login({ from: '203.0.113.9' })).error?.code).toBe('CAPTCHA_REQUIRED');
    expect((await world.login({ from: '203.0.113.9', captcha: await world.solve() })).status).toBe(
      200,
    );
  });

  test('ends after fifteen minutes without an attempt', async () => {
    await lockOut('owner');
    world.clock.advance(ATTEMPTS.window);
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(200);
  });
});

test('audit events contain fingerprints, no usernames and no secrets', async () => {
  await guess(12);
  expect(new Set(world.audits.map(({ event }) => event))).toEqual(
    new Set(['login_failed', 'captcha_demanded', 'login_throttled']),
  );
  expect(JSON.stringify(world.audits)).not.toMatch(/owner|wrong \d|192\.0\.2/);
});
