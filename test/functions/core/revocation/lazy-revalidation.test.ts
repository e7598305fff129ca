import { describe, expect, test } from '@jest/globals';
import { VALIDATION } from '../../../../contract/limits.ts';
import { authenticate } from '../../../../functions/core/sessions/authenticate.ts';
import { buildClientMessage, catchFailure } from '../../../support/failure.ts';
import { signedIn, world } from '../../../support/world.ts';

const KEY = { sub: 'b2c7-sub', sid: 'session-1' };

/** A signed-in user, and a function that uses the session JWT. */
async function using(change: Parameters<typeof signedIn>[1] = {}) {
  const ports = world();
  const { jwt } = await signedIn(ports, change);
  return { ports, use: () => authenticate(ports, `Bearer ${jwt}`) };
}

test.each([
  ['a second before its confirmation is an hour old', [], 3_599],
  ['when its confirmation is an hour old', [KEY], 3_600],
  ['a second before its confirmation is a day old', [KEY], 86_399],
])('a session that is used %s is answered, with the requests %j', async (_, requested, age) => {
  const { ports, use } = await using();
  ports.clock.advance(age);
  await expect(use()).resolves.toMatchObject(KEY);
  expect(ports.requested).toEqual(requested);
});

test('the confirmation of one session is requested once a minute', async () => {
  const { ports, use } = await using();
  ports.clock.advance(3_600);
  await use();
  await use();
  ports.clock.advance(59);
  await use();
  expect(ports.requested).toHaveLength(1);
  ports.clock.advance(1);
  await use();
  expect(ports.requested).toHaveLength(2);
});

test('each session has a request of its own', async () => {
  const ports = world();
  const one = await signedIn(ports);
  const two = await signedIn(ports, { sid: 'session-2' });
  ports.clock.advance(3_600);
  for (const { jwt } of [one, two]) await authenticate(ports, `Bearer ${jwt}`);
  expect(ports.requested.map(({ sid }) => sid)).toEqual(['session-1', 'session-2']);
});

test('the requests of ten thousand sessions are remembered, and no more', async () => {
  const ports = world();
  const { session } = await signedIn(ports);
  const now = ports.clock.seconds() + 3_600;
  const check = (sid: string) => ports.freshness.check({ ...session, sid }, now);
  for (let index = 0; index < 10_000; index += 1) await check(`sid-${index}`);
  await check('sid-9999');
  expect(ports.requested).toHaveLength(10_000);
  await check('one more');
  await check('sid-0');
  expect(ports.requested).toHaveLength(10_002);
});

describe('a marked session', () => {
  test('is answered, and its confirmation is requested at any age', async () => {
    const { ports, use } = await using();
    await ports.validations.mark(KEY, ports.clock.seconds());
    await expect(use()).resolves.toMatchObject(KEY);
    expect(ports.requested).toEqual([KEY]);
  });

  test('is not requested while it is claimed', async () => {
    const { ports, use } = await using({
      validation: { number: 2, mark: 1, claimedUntil: world().clock.seconds() + 60 },
    });
    await use();
    expect(ports.requested).toEqual([]);
    ports.clock.advance(60);
    await use();
    expect(ports.requested).toEqual([KEY]);
  });
});

test('a confirmation that is a day old is TOKEN_EXPIRED with the action refresh', async () => {
  const { ports, use } = await using();
  ports.clock.advance(86_400);
  const failure = await catchFailure(use());
  expect(failure.code).toBe('TOKEN_EXPIRED');
  expect(buildClientMessage(failure)).toBe('Session must be refreshed');
  expect(ports.requested).toEqual([]);
  expect(ports.sessions.rows()).toHaveLength(1);
});

test('a failure to request fails no answer, is reported, and is repeated after a minute', async () => {
  const { ports, use } = await using();
  const outage = new Error('outage');
  let tries = 0;
  ports.requests.send = async () => {
    tries += 1;
    throw outage;
  };
  ports.clock.advance(3_600);
  await expect(use()).resolves.toMatchObject(KEY);
  await expect(use()).resolves.toMatchObject(KEY);
  expect(tries).toBe(1);
  expect(ports.reported).toEqual([outage]);
  expect(ports.events).toEqual(['revalidation_failed: the request was not accepted']);
  ports.clock.advance(60);
  await use();
  expect(tries).toBe(2);
});

test('the limits are those of the design', () => {
  expect(VALIDATION).toMatchObject({ requestAfter: 3_600, expireAfter: 86_400, repeatAfter: 60 });
});
