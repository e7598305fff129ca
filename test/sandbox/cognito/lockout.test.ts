/** AWS: "Lockout behavior for failed sign-in attempts". */

import { describe, expect, test } from '@jest/globals';
import { INCORRECT, JANE, LOCKED, MINUTE, SECOND, type World, world } from './kit.ts';

const guess = ({ signIn }: World) => signIn(JANE, 'wrong');

async function fail(each: World, times: number) {
  for (let count = 0; count < times; count += 1) {
    await expect(guess(each)).rejects.toMatchObject(INCORRECT);
  }
}

describe('a lockout', () => {
  test('comes after five wrong passwords and refuses the right one, too', async () => {
    const each = await world();
    await each.addUser();
    await fail(each, 5);
    await expect(guess(each)).rejects.toMatchObject(LOCKED);
    await expect(each.signIn()).rejects.toMatchObject(LOCKED);
    each.advance(SECOND);
    await expect(each.signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('doubles with each failure up to 15 minutes', async () => {
    const each = await world();
    await each.addUser();
    await fail(each, 4);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      await fail(each, 1);
      each.advance(seconds * SECOND - 1);
      await expect(each.signIn()).rejects.toMatchObject(LOCKED);
      each.advance(1);
      // The attempts during the lockout did not make it longer.
    }
  });

  test('begins anew after a success', async () => {
    const each = await world();
    await each.addUser();
    await fail(each, 4);
    await each.signIn();
    await fail(each, 5);
    await expect(each.signIn()).rejects.toMatchObject(LOCKED);
  });

  test('is forgotten after 15 minutes without an attempt', async () => {
    const each = await world();
    await each.addUser();
    await fail(each, 5);
    each.advance(15 * MINUTE);
    await fail(each, 5);
    await expect(each.signIn()).rejects.toMatchObject(LOCKED);
  });

  test('lets no burst of parallel guesses through', async () => {
    const each = await world();
    await each.addUser();
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => guess(each)));
    const messages = answers.map((answer) => (answer as PromiseRejectedResult).reason.message);
    expect(messages.filter((message) => message === INCORRECT.message)).toHaveLength(5);
    expect(messages.filter((message) => message === LOCKED.message)).toHaveLength(7);
  });

  test.each([
    ['forgotten', INCORRECT],
    ['kept', LOCKED],
  ] as const)('below five failures is %s after 15 minutes by the switch', async (way, sixth) => {
    const each = await world({ switches: { failuresBelowLockout: way } });
    await each.addUser();
    await fail(each, 4);
    each.advance(15 * MINUTE);
    await fail(each, 1);
    await expect(guess(each)).rejects.toMatchObject(sixth);
  });

  test('does not outlive its user, even where the next has the same username', async () => {
    const each = await world({ pool: { UsernameAttributes: undefined } });
    await each.addUser();
    await fail(each, 5);
    await each.sdk.adminDeleteUser(each.of(JANE));
    await each.addUser();
    await expect(each.signIn()).resolves.toHaveProperty('AuthenticationResult');
  });

  test('of one user leaves the others alone', async () => {
    const each = await world();
    await each.addUser();
    await each.addUser('john@example.com');
    await fail(each, 5);
    await expect(each.signIn('john@example.com')).resolves.toHaveProperty('AuthenticationResult');
  });
});
