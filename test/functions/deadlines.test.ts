/**
 * The deployed handlers with a database whose responses never end. The limits of the SDK apply to a
 * try and to silence, so only a deadline ends such a call.
 */

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Timeouts } from '../../functions/adapters/clients.ts';
import { errorIn } from '../support/answer.ts';
import { startFaultyDatabase } from '../support/faulty-database.ts';
import { databaseDeadlineOf, timeoutsOf } from '../support/timeouts.ts';
import { type Behaviour, respondsWith, trickles } from '../support/upstream.ts';

const world = await startFaultyDatabase();
afterEach(() => world.reset());
afterAll(() => world.stop());

describe('a response of DynamoDB that arrives one byte at a time is INTERNAL_ERROR', () => {
  test.each(['login', 'refresh', 'logout', 'session'] as const)('at %s', async (route) => {
    const calls = await world.behaving(trickles, databaseDeadlineOf(50));
    errorIn(await calls[route](), 'INTERNAL_ERROR');
  });

  test('and its connection is closed', async () => {
    let closed: Promise<unknown> | undefined;
    const { session, database } = await world.behaving((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      trickles(socket);
    }, databaseDeadlineOf(50));
    errorIn(await session(), 'INTERNAL_ERROR');
    await closed;
    expect(database.requests).toBe(1);
  });
});

describe('the authorizer', () => {
  const authorizerLimitOf = (authorizerMs: number): Timeouts => ({
    ...timeoutsOf(60_000),
    authorizerMs,
  });

  test.each([
    ['arrives one byte at a time', trickles],
    ['never comes', () => {}],
  ] satisfies [string, Behaviour][])(
    'throws after its own deadline if a response %s',
    async (_, behave) => {
      const { authorize } = await world.behaving(behave, authorizerLimitOf(50));
      await expect(authorize()).rejects.toMatchObject({
        name: 'TimeoutError',
        message: 'no complete answer within 50 ms',
      });
    },
  );

  test('throws if the database does not respond in time, and never denies', async () => {
    const { authorize } = await world.behaving(trickles, databaseDeadlineOf(50));
    await expect(authorize()).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('answers the next request as soon as the database does', async () => {
    let behave: Behaviour = () => {};
    const { authorize } = await world.behaving((socket) => behave(socket), authorizerLimitOf(50));
    await expect(authorize()).rejects.toThrow('no complete answer');
    // There is no such session.
    behave = respondsWith(200, '{}');
    // A busy machine may need several tries within that deadline. A promise that outlived its
    // deadline would fail them all.
    const answered = await untilInTime(authorize);
    expect(answered).toMatchObject({ context: { code: 'INVALID_TOKEN' } });
  });
});

async function untilInTime<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
    }
  }
}
