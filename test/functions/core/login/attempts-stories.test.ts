/** What strangers can do to an account, told by the real login handler. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { NotSent } from '../../../../functions/core/login/sign-in.ts';
import {
  type AttemptsWorld,
  type LoginRequest,
  memoryAttemptsWorld,
  START,
} from '../../../support/attempts-world.ts';

const SECOND = 1_000;
const { captchaAfter, lockout, strangers } = ATTEMPTS;

let world: AttemptsWorld;
beforeEach(() => {
  world = memoryAttemptsWorld();
});

let guesses = 0;
/** Sends a wrong password that was not sent before. */
const guess = (request: LoginRequest = {}) => {
  guesses += 1;
  return world.login({ password: `wrong ${guesses}`, ...request });
};
/** Sends different wrong passwords. Returns the codes of the responses. */
async function guessCodes(times: number, request: (index: number) => LoginRequest = () => ({})) {
  const codes: (string | undefined)[] = [];
  for (let index = 0; index < times; index += 1) {
    codes.push((await guess(request(index))).error?.code);
  }
  return codes;
}
const elsewhere = (index: number) => ({ from: `198.51.100.${index % 250}` });
const times = (count: number, code: string) => Array<string>(count).fill(code);

describe('one account from one network', () => {
  test('three guesses are free, the fourth needs a CAPTCHA', async () => {
    expect(await guessCodes(4)).toEqual([
      ...times(captchaAfter.accountAndNetwork, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
    expect(world.asked).toHaveLength(captchaAfter.accountAndNetwork);
  });

  test('the first demand for a CAPTCHA has no issue', async () => {
    await guessCodes(3);
    const { error } = await guess();
    expect(error?.code).toBe('CAPTCHA_REQUIRED');
    expect(error?.details).not.toHaveProperty('issue');
  });

  test('addresses of one /64 count together, addresses of another /64 do not', async () => {
    await guessCodes(3, (index) => ({ from: `2001:db8::${index + 1}` }));
    expect((await guess({ from: '2001:db8::ffff:1' })).error?.code).toBe('CAPTCHA_REQUIRED');
    expect((await guess({ from: '2001:db8:0:9::1' })).error?.code).toBe('INVALID_CREDENTIALS');
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
    ['owneri', 'OWNERİ'],
  ])('%s and %s share a row', async (username, spelling) => {
    await guessCodes(3, () => ({ username }));
    expect((await guess({ username: spelling })).error?.code).toBe('CAPTCHA_REQUIRED');
  });

  test('a new window starts without attempts', async () => {
    await guessCodes(3);
    world.clock.advance(ATTEMPTS.window + 1);
    expect((await guess()).error?.code).toBe('INVALID_CREDENTIALS');
  });
});

describe('many accounts from one network', () => {
  const victim = (index: number) => ({ username: `victim${index}` });

  test('the 20th guess from an address passes, the 21st needs a CAPTCHA', async () => {
    expect(await guessCodes(21, victim)).toEqual([
      ...times(20, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
    expect(captchaAfter.network).toBe(20);
  });

  test('and no more than a CAPTCHA: with a solution, any number passes', async () => {
    await guessCodes(20, victim);
    for (let index = 20; index < 30; index += 1) {
      const username = `victim${index}`;
      const captcha = await world.solve(username);
      expect((await guess({ username, captcha })).error?.code).toBe('INVALID_CREDENTIALS');
    }
    expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
  });

  test('from a /48, the 100th guess passes, the 101st needs a CAPTCHA from any /64', async () => {
    const inOwnNetwork = (index: number) => ({
      ...victim(index),
      from: `2001:db8:7:${index.toString(16)}::1`,
    });
    expect(await guessCodes(101, inOwnNetwork)).toEqual([
      ...times(100, 'INVALID_CREDENTIALS'),
      'CAPTCHA_REQUIRED',
    ]);
    expect((await guess({ from: '2001:db8:8::1' })).error?.code).toBe('INVALID_CREDENTIALS');
  });

  test('3,000 accounts from 150 /64s of one /48 meet a CAPTCHA', async () => {
    const codes = await guessCodes(3_000, (index) => ({
      ...victim(index),
      from: `2001:db8:7:${(index % 150).toString(16)}::1`,
    }));
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(100);
    expect(codes.slice(100)).toEqual(times(2_900, 'CAPTCHA_REQUIRED'));
  });

  test('attempts that were refused do not count for the network', async () => {
    await guessCodes(40);
    expect((await guess({ username: 'victim' })).error?.code).toBe('INVALID_CREDENTIALS');
  });
});

describe('one account from anywhere', () => {
  test('four guesses are forwarded, the fifth is a 429 that names the reset', async () => {
    expect(await guessCodes(5, elsewhere)).toEqual([
      ...times(strangers.inARow, 'INVALID_CREDENTIALS'),
      'TOO_MANY_REQUESTS',
    ]);
    const refused = await guess({ from: '203.0.113.9' });
    expect(refused.error).toMatchObject({
      status: 429,
      details: { action: 'reset_password', retry_after: lockout.longest + 1 },
    });
    expect(refused.headers['Retry-After']).toBe(String(lockout.longest + 1));
  });

  test('it is refused before a CAPTCHA is demanded, and a solution is not used up', async () => {
    await guessCodes(3);
    await guess({ from: '203.0.113.9' });
    const captcha = await world.solve();
    expect((await guess({ captcha })).error?.code).toBe('TOO_MANY_REQUESTS');
    world.clock.advance(lockout.longest + 1);
    await guessCodes(3);
    expect((await guess({ captcha: await world.solve() })).error?.code).toBe('INVALID_CREDENTIALS');
  });

  test('the wait is true: it ends when 15 minutes have passed without a forwarded guess', async () => {
    await guessCodes(4, elsewhere);
    world.clock.advance(60);
    const wait = Number((await guess()).error?.details.retry_after);
    expect(wait).toBe(lockout.longest + 1 - 60);
    world.clock.advance(wait - 1);
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(429);
    world.clock.advance(1);
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(200);
  });

  test('guesses that are refused do not make the wait longer', async () => {
    await guessCodes(4, elsewhere);
    for (let minute = 0; minute < 15; minute += 1) {
      world.clock.advance(60);
      await guessCodes(5, elsewhere);
    }
    world.clock.advance(1);
    expect((await world.login({})).status).toBe(200);
  });

  test('a success begins anew', async () => {
    await guessCodes(3, elsewhere);
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(200);
    expect(await guessCodes(5, elsewhere)).toEqual([
      ...times(4, 'INVALID_CREDENTIALS'),
      'TOO_MANY_REQUESTS',
    ]);
  });

  test('a success at another account does not', async () => {
    await guessCodes(4, elsewhere);
    await world.login({ username: 'owner-attacker', ...elsewhere(0) });
    expect((await world.login({ from: '203.0.113.9' })).status).toBe(429);
  });

  test('after 100 guesses without a success only the mail door is open, however long', async () => {
    for (let index = 0; index < strangers.inTotal; index += 4) {
      expect(await guessCodes(4, elsewhere)).toEqual(times(4, 'INVALID_CREDENTIALS'));
      world.clock.advance(lockout.longest + 1);
    }
    world.clock.advance(365 * 86_400);
    const refused = await world.login({});
    expect(refused.error).toMatchObject({ status: 429, details: { action: 'reset_password' } });
    expect(refused.error?.details).not.toHaveProperty('retry_after');
    expect(refused.headers).not.toHaveProperty('Retry-After');
  });
});

describe('the outcome of an attempt', () => {
  test('successful logins never count', async () => {
    for (let index = 0; index < 30; index += 1) expect((await world.login({})).status).toBe(200);
  });

  test('a success resets the free guesses of its account and network', async () => {
    await guessCodes(3);
    expect((await world.login({ captcha: await world.solve() })).status).toBe(200);
    expect(await guessCodes(3)).toEqual(times(3, 'INVALID_CREDENTIALS'));
  });

  test('a success leaves the attempts that are still in flight', async () => {
    const gates: (() => void)[] = [];
    const inFlight = [1, 2, 3].map(
      (host) =>
        new Promise((done) => {
          world.beforeUpstream = () => new Promise((open) => gates.push(() => open(undefined)));
          void guess({ from: `203.0.113.${host}` }).then(done);
        }),
    );
    while (gates.length < 3) await new Promise((done) => setImmediate(done));
    world.beforeUpstream = undefined;
    expect((await world.login({})).status).toBe(200);
    // Three places are still taken.
    expect(await guessCodes(2, elsewhere)).toEqual(['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS']);
    for (const open of gates) open();
    await Promise.all(inFlight);
    expect(await guessCodes(1, elsewhere)).toEqual(['TOO_MANY_REQUESTS']);
  });

  const NOT_PROCESSED: [string, () => Error][] = [
    ['Cognito throttles', () => new AuthError('SERVICE_UNAVAILABLE')],
    ['Cognito refuses the request', () => new AuthError('INTERNAL_ERROR')],
    [
      'no connection was made',
      () => new AuthError('BAD_GATEWAY', { cause: new NotSent('refused') }),
    ],
    ['the password is right and a factor is pending', () => new AuthError('CHALLENGE_REQUIRED')],
  ];
  test.each(NOT_PROCESSED)('an attempt does not count if %s', async (_, fault) => {
    world.fault = fault();
    for (let index = 0; index < 25; index += 1) await guess(elsewhere(1));
    expect(world.asked).toHaveLength(25);
    world.fault = undefined;
    expect(await guessCodes(4)).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });

  test('an attempt that is given back restores the time of the last one', async () => {
    await guessCodes(4, elsewhere);
    world.clock.advance(lockout.longest + 1);
    await guess(elsewhere(5));
    world.clock.advance(600);
    world.fault = new AuthError('SERVICE_UNAVAILABLE');
    await guess(elsewhere(6));
    world.fault = undefined;
    world.clock.advance(301);
    // The last attempt that counts is 901 s old, so four are free again.
    expect(await guessCodes(5, elsewhere)).toEqual([
      ...times(4, 'INVALID_CREDENTIALS'),
      'TOO_MANY_REQUESTS',
    ]);
  });

  test('a factor that is pending clears nothing', async () => {
    await guessCodes(3, elsewhere);
    world.fault = new AuthError('CHALLENGE_REQUIRED');
    expect((await world.login({ from: '203.0.113.9' })).error?.code).toBe('CHALLENGE_REQUIRED');
    world.fault = undefined;
    expect(await guessCodes(2, elsewhere)).toEqual(['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS']);
  });

  test.each([
    ['Cognito does not answer', () => new AuthError('BAD_GATEWAY')],
    ['our own code fails', () => new Error('unexpected')],
  ])('an attempt counts for 60 s if %s', async (_, fault) => {
    world.fault = fault();
    for (let index = 0; index < 4; index += 1) await guess(elsewhere(index));
    expect(world.asked).toHaveLength(4);
    world.clock.advance(20);
    const refused = await guess(elsewhere(5));
    expect(refused.error).toMatchObject({ status: 429, details: { retry_after: 40 } });
    world.clock.advance(40);
    world.fault = undefined;
    expect((await world.login(elsewhere(5))).status).toBe(200);
  });

  test('an outage does not use up a CAPTCHA solution', async () => {
    await guessCodes(3);
    const captcha = await world.solve();
    world.fault = new AuthError('BAD_GATEWAY');
    expect((await guess({ captcha })).status).toBe(502);
    world.fault = undefined;
    world.clock.advance(60);
    expect((await world.login({ captcha })).status).toBe(200);
  });

  test('an outcome that cannot be stored does not change the response, and is reported', async () => {
    world.failsToStore = true;
    expect((await guess()).status).toBe(401);
    expect(world.reported).toHaveLength(1);
  });

  test('Cognito’s lockout is INVALID_CREDENTIALS to a stranger, and counts as a wrong password', async () => {
    world.fault = new AuthError('TOO_MANY_REQUESTS');
    const locked = await world.login({});
    world.fault = undefined;
    expect(locked.error?.code).toBe('INVALID_CREDENTIALS');
    // For an unknown name, too, the same password within 10 s is not forwarded.
    expect((await world.login({})).text).toBe(locked.text);
    expect(world.asked).toHaveLength(1);
    world.clock.advance(ATTEMPTS.repeatWindow + 1);
    expect((await world.login({})).status).toBe(200);
  });
});

describe('a repeated wrong password', () => {
  test('within 10 s gets the same response and is neither counted nor forwarded', async () => {
    const first = await world.login({ password: 'typo' });
    for (let index = 0; index < 20; index += 1) {
      expect((await world.login({ password: 'typo' })).text).toBe(first.text);
    }
    expect(world.asked).toHaveLength(1);
    expect(await guessCodes(3)).toEqual([...times(2, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
  });

  test('within 10 s gets the same response although the row is full', async () => {
    await guessCodes(3, elsewhere);
    const first = await world.login({ password: 'typo' });
    expect((await guess()).status).toBe(429);
    expect((await world.login({ password: 'typo' })).text).toBe(first.text);
  });

  test('reaches the upstream again after 10 s', async () => {
    await world.login({ password: 'typo' });
    world.clock.advance(ATTEMPTS.repeatWindow);
    await world.login({ password: 'typo' });
    expect(world.asked).toHaveLength(1);
    world.clock.advance(1);
    await world.login({ password: 'typo' });
    expect(world.asked).toHaveLength(2);
  });

  test('reaches the upstream from another address', async () => {
    await world.login({ password: 'typo' });
    await world.login({ password: 'typo', ...elsewhere(1) });
    expect(world.asked).toHaveLength(2);
  });
});

test('attempts count together if clocks differ by a second', async () => {
  const codes: (string | undefined)[] = [];
  for (const skew of [0, -1, 1, 0]) {
    world.clock.set(START + 60 * SECOND + skew * SECOND);
    codes.push(...(await guessCodes(1)));
  }
  expect(codes).toEqual([...times(3, 'INVALID_CREDENTIALS'), 'CAPTCHA_REQUIRED']);
});

test('audit events contain fingerprints, no usernames and no secrets', async () => {
  await guessCodes(4);
  await guessCodes(3, elsewhere);
  expect(new Set(world.audits.map(({ event }) => event))).toEqual(
    new Set(['login_failed', 'captcha_demanded', 'login_throttled']),
  );
  expect(JSON.stringify(world.audits)).not.toMatch(/owner|wrong \d|192\.0\.2/);
});
