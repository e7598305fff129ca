/** What somebody tries who has stolen the password, or the token of a step. */

import { describe, expect, test } from '@jest/globals';
import { CHALLENGE } from '../../../../contract/limits.ts';
import { dynamoAttempts } from '../../../../functions/adapters/dynamodb/attempts.ts';
import { dynamoChallenges } from '../../../../functions/adapters/dynamodb/challenges.ts';
import { identifySubject } from '../../../../functions/core/login/guess.ts';
import { toCurrentRow, voidDevices } from '../../../../functions/core/login/name-row.ts';
import { welcomeOwner } from '../../../../functions/core/mail-door/welcome-owner.ts';
import {
  type ChallengeWorld,
  CODE,
  challengeWorld,
  type Jar,
  USERNAME,
} from '../../../support/challenge-world.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';

/** Signs in with the password in a new browser. */
async function begin(world: ChallengeWorld, from = '192.0.2.1') {
  const jar: Jar = new Map();
  const { challenge } = await world.login({ jar, from });
  return { jar, token: challenge.token };
}

/** Guesses with the token of the last answer until the sign-in is over. Returns the last code. */
async function guess(world: ChallengeWorld, { jar, token }: { jar: Jar; token: string }) {
  let next: string | undefined = token;
  let code: string | undefined;
  while (next !== undefined) {
    const answer = await world.answer({ challenge_token: next, code: '000000' }, { jar });
    code = answer.error?.code;
    next = answer.challenge?.token;
  }
  return code;
}

describe('a token', () => {
  test('works once', async () => {
    const world = challengeWorld();
    const { jar, token } = await begin(world);
    const body = { challenge_token: token, code: CODE };
    const nonce = new Map(jar);
    expect((await world.answer(body, { jar })).status).toBe(200);
    expect((await world.answer(body, { jar: nonce })).error?.code).toBe('INVALID_CHALLENGE');
    expect(world.answered).toHaveLength(1);
    expect(world.ports.sessions.rows()).toHaveLength(1);
  });

  test('of a step that was answered is worthless, whether the answer was right or wrong', async () => {
    const world = challengeWorld();
    world.steps.push({ name: 'SMS_MFA', parameters: {} });
    const { jar, token } = await begin(world);
    const wrong = await world.answer({ challenge_token: token, code: '000000' }, { jar });
    const second = await world.answer(
      { challenge_token: wrong.challenge.token, code: CODE },
      { jar },
    );
    expect(second.error?.code).toBe('CHALLENGE_REQUIRED');
    for (const old of [token, wrong.challenge.token]) {
      const { error } = await world.answer({ challenge_token: old, code: CODE }, { jar });
      expect(error?.code).toBe('INVALID_CHALLENGE');
    }
    expect(world.answered).toHaveLength(2);
  });

  test.each<[string, (jar: Jar) => Jar]>([
    ['without the cookie', () => new Map()],
    ['with a cookie of another sign-in', (jar) => jar],
    ['with a made-up cookie', () => new Map([['__Host-challenge', 'A'.repeat(43)]])],
    ['with a malformed cookie', () => new Map([['__Host-challenge', 'x']])],
  ])('is worthless in another browser %s, and stays for its own', async (_, jarOf) => {
    const world = challengeWorld();
    const own = await begin(world);
    const { jar } = await begin(world);
    const body = { challenge_token: own.token, code: CODE };
    expect((await world.answer(body, { jar: jarOf(jar) })).error?.code).toBe('INVALID_CHALLENGE');
    expect(world.answered).toEqual([]);
    expect((await world.answer(body, { jar: own.jar })).status).toBe(200);
  });

  test('works from another network: a phone may change it between two steps', async () => {
    const world = challengeWorld();
    const { jar, token } = await begin(world);
    const body = { challenge_token: token, code: CODE };
    expect((await world.answer(body, { jar, from: '203.0.113.9' })).status).toBe(200);
  });

  test('with the account of another user finds nothing', async () => {
    const world = challengeWorld();
    const { jar, token } = await begin(world);
    const mallory: Jar = new Map();
    const { challenge } = await world.login({ jar: mallory, username: 'mallory@example.com' });
    const mixed = challenge.token.slice(0, 43) + token.slice(43);
    const { error } = await world.answer({ challenge_token: mixed, code: CODE }, { jar });
    expect(error?.code).toBe('INVALID_CHALLENGE');
  });

  test('dies when the password is reset or changed, and one of the same second after does not', async () => {
    const world = challengeWorld();
    const { jar, token } = await begin(world);
    await voidAll(world);
    const { error } = await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(error?.code).toBe('INVALID_CHALLENGE');
    const after = await begin(world);
    const body = { challenge_token: after.token, code: CODE };
    expect((await world.answer(body, { jar: after.jar })).status).toBe(200);
  });

  test('opens no session if the password is reset or changed while it is answered', async () => {
    const world = challengeWorld();
    const { jar, token } = await begin(world);
    const { answer } = world.ports.upstream;
    world.ports.upstream.answer = async (...args) => {
      const answered = await answer(...args);
      await voidAll(world);
      return answered;
    };
    const { error } = await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(error?.code).toBe('INVALID_CHALLENGE');
    expect(world.ports.sessions.rows()).toEqual([]);
  });
});

/** Does what a reset or a change of the password does to the row of the name. */
async function voidAll({ ports: { attemptStore, keys, clock } }: ChallengeWorld): Promise<void> {
  const subject = { username: USERNAME, password: '', address: '' };
  const { nameId } = await identifySubject(subject, keys, 0);
  await attemptStore.changeName(nameId, { row: undefined, version: undefined }, (row) =>
    voidDevices(toCurrentRow(row, clock.seconds()), clock.seconds() + 1),
  );
}

describe('codes are guessed', () => {
  test('five times in one sign-in, however slowly', async () => {
    const world = challengeWorld({ challengeLifetime: 100_000 });
    let { jar, token } = await begin(world);
    const codes: unknown[] = [];
    for (let round = 0; round < CHALLENGE.triesInChain; round += 1) {
      world.ports.clock.advance(CHALLENGE.window / 2);
      const { error, challenge } = await world.answer(
        { challenge_token: token, code: '000000' },
        { jar },
      );
      codes.push(error?.code);
      token = challenge?.token ?? token;
    }
    expect(codes).toEqual([...Array(4).fill('INVALID_CODE'), 'INVALID_CHALLENGE']);
    const { error } = await world.answer({ challenge_token: token, code: CODE }, { jar });
    expect(error?.code).toBe('INVALID_CHALLENGE');
  });

  test('five times in 15 minutes over all sign-ins, then 429 until one of them is forgotten', async () => {
    const world = challengeWorld();
    const { clock } = world.ports;
    for (let round = 0; round < CHALLENGE.triesInWindow; round += 1) {
      const { jar, token } = await begin(world, `192.0.2.${round}`);
      await world.answer({ challenge_token: token, code: '000000' }, { jar });
      clock.advance(10);
    }
    const last = await begin(world);
    const body = { challenge_token: last.token, code: CODE };
    const refused = await world.answer(body, last);
    expect(refused.error).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { action: 'retry', retry_after: CHALLENGE.window - 50 },
    });
    expect(world.answered).toHaveLength(5);
    expect(world.ports.events).toContain('challenge_throttled: window');
    // The wait is true, and the token is still good if the stage lets it live that long.
    clock.advance(CHALLENGE.window - 50);
    const after = await begin(world);
    expect((await world.answer({ challenge_token: after.token, code: CODE }, after)).status).toBe(
      200,
    );
  });

  test('100 times in a row with a stolen password, then only a reset helps', async () => {
    const world = challengeWorld();
    while (world.answered.length < CHALLENGE.triesInTotal) {
      await guess(world, await begin(world));
      world.ports.clock.advance(CHALLENGE.window);
    }
    world.ports.clock.advance(30 * 86_400);
    const thief = await begin(world);
    const { error } = await world.answer({ challenge_token: thief.token, code: CODE }, thief);
    expect(error).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { action: 'reset_password' },
    });
    expect(error?.details).not.toHaveProperty('retry_after');
    expect(world.answered).toHaveLength(CHALLENGE.triesInTotal);

    // What a reset of the password does, and a code from the mailbox.
    const { attemptStore: store, ...ports } = world.ports;
    await welcomeOwner({ ...ports, store }, { username: USERNAME, address: '', deviceCookies: [] });
    world.ports.clock.advance(1);
    const owner = await begin(world);
    expect((await world.answer({ challenge_token: owner.token, code: CODE }, owner)).status).toBe(
      200,
    );
  });

  test('and a sign-in of the owner begins the 100 anew, but not the five', async () => {
    const world = challengeWorld();
    for (let round = 0; round < 4; round += 1) {
      const { jar, token } = await begin(world);
      await world.answer({ challenge_token: token, code: '000000' }, { jar });
    }
    const owner = await begin(world);
    expect((await world.answer({ challenge_token: owner.token, code: CODE }, owner)).status).toBe(
      200,
    );
    const thief = await begin(world);
    await world.answer({ challenge_token: thief.token, code: '000000' }, thief);
    const next = await begin(world);
    const { error } = await world.answer({ challenge_token: next.token, code: '000000' }, next);
    expect(error?.code).toBe('TOO_MANY_REQUESTS');
  });
});

const burst = async (world: ChallengeWorld, count: number) => {
  const signIns = [];
  // All of them begin before the first guess, as a thief would prepare them.
  for (let index = 0; index < count; index += 1) signIns.push(await begin(world));
  const codes = await Promise.all(
    signIns.flatMap(({ jar, token }) =>
      [1, 2].map(async (digit) => {
        const code = String(digit).repeat(6);
        const { error } = await world.answer({ challenge_token: token, code }, { jar });
        return error?.code;
      }),
    ),
  );
  return new Set(codes);
};

test('at most five codes of a parallel burst over many sign-ins reach the upstream', async () => {
  const world = challengeWorld();
  const codes = await burst(world, 20);
  expect(world.answered.length).toBeLessThanOrEqual(CHALLENGE.triesInWindow);
  expect(world.answered.length).toBeGreaterThan(0);
  expect([...codes].every((code) => code !== undefined)).toBe(true);
});

describeInEachEngine('a parallel burst', ({ createFreshTable, database }) => {
  test('at most five codes reach the upstream', async () => {
    const table = await createFreshTable('attempts');
    const world = challengeWorld({
      attemptStore: dynamoAttempts(database.client, table),
      challengeStore: () => dynamoChallenges(database.client, table),
    });
    await burst(world, 6);
    expect(world.answered.length).toBeLessThanOrEqual(CHALLENGE.triesInWindow);
    expect(world.answered.length).toBeGreaterThan(0);
  });

  test('one token is answered once', async () => {
    const table = await createFreshTable('attempts');
    const world = challengeWorld({
      attemptStore: dynamoAttempts(database.client, table),
      challengeStore: () => dynamoChallenges(database.client, table),
    });
    const { jar, token } = await begin(world);
    const answers = await Promise.all(
      Array.from({ length: CHALLENGE.triesInWindow }, () =>
        world.answer({ challenge_token: token, code: CODE }, { jar: new Map(jar) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(world.answered).toEqual([CODE]);
    expect(world.ports.sessions.rows()).toHaveLength(1);
  });
});

describe('a crash after', () => {
  type Crash = (world: ChallengeWorld) => void;
  const crash = async (): Promise<never> => {
    throw new Error('crashed');
  };
  const crashes: Record<string, Crash> = {
    'the challenge was taken': (world) => {
      // Nothing is written any more, as if the process had died.
      const { challengeStore } = world.ports;
      world.beforeUpstream = async () => {
        Object.assign(challengeStore, { put: crash, changeLimits: crash });
        return crash();
      };
    },
    'the upstream has accepted the code': (world) => {
      world.ports.sessions.create = crash;
    },
  };
  test.each(Object.entries(crashes))(
    '%s grants nothing, and a new login works',
    async (_, apply) => {
      const world = challengeWorld();
      const { jar, token } = await begin(world);
      const { challengeStore, sessions } = world.ports;
      const former = { ...challengeStore };
      const { create } = sessions;
      apply(world);
      const body = { challenge_token: token, code: CODE };
      expect((await world.answer(body, { jar: new Map(jar) })).status).toBe(500);

      Object.assign(challengeStore, former);
      sessions.create = create;
      world.beforeUpstream = undefined;
      expect((await world.answer(body, { jar })).error?.code).toBe('INVALID_CHALLENGE');
      expect(sessions.rows()).toEqual([]);
      const again = await begin(world);
      expect((await world.answer({ challenge_token: again.token, code: CODE }, again)).status).toBe(
        200,
      );
    },
  );

  test('a wrong code was found counts it', async () => {
    const world = challengeWorld();
    const { put } = world.ports.challengeStore;
    for (let round = 0; round < CHALLENGE.triesInWindow; round += 1) {
      const { jar, token } = await begin(world);
      world.ports.challengeStore.put = crash;
      await world.answer({ challenge_token: token, code: '000000' }, { jar });
      world.ports.challengeStore.put = put;
    }
    const next = await begin(world);
    const { error } = await world.answer({ challenge_token: next.token, code: CODE }, next);
    expect(error?.code).toBe('TOO_MANY_REQUESTS');
  });
});

test('a wrong password does not tell whether the account has a second factor', async () => {
  const withFactor = challengeWorld();
  const without = challengeWorld();
  without.steps = [];
  const answers = await Promise.all(
    [withFactor, without].map((world) => world.login({ password: 'wrong' })),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.cookies).toEqual([]);
});
