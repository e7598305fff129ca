/**
 * The deployed handlers with a database that answers 200 with something that is not an answer. The
 * SDK reads most of it as an empty answer, which means that there is no row.
 */

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { errorIn } from '../support/answer.ts';
import { startFaultyDatabase } from '../support/faulty-database.ts';
import { respondsWith } from '../support/upstream.ts';

const world = await startFaultyDatabase();
afterEach(() => world.reset());
afterAll(() => world.stop());

const ANSWERS: Readonly<Record<string, string>> = {
  null: 'null',
  'an empty list': '[]',
  'a list': '[{"Item":{}}]',
  'a string': '"fine"',
  'a number': '1',
  true: 'true',
  'no content': '',
  HTML: '<html></html>',
  'truncated JSON': '{"Item":{"sub":{"S":"al',
  'a row that is null': '{"Item":null,"Attributes":null}',
  'a row that is a list': '{"Item":[],"Attributes":[]}',
  'a row that is a string': '{"Item":"row","Attributes":"row"}',
  'a value that is null': '{"Item":{"sub":null},"Attributes":{"sub":null}}',
  'a value that is a string': '{"Item":{"sub":"alice"},"Attributes":{"sub":"alice"}}',
};

describe.each(Object.entries(ANSWERS))('an answer that is %s', (_, answer) => {
  test.each(['login', 'refresh', 'logout', 'session'] as const)(
    'is INTERNAL_ERROR at %s, and the cookie stays',
    async (route) => {
      const calls = await world.behaving(respondsWith(200, answer));
      const response = await calls[route]();
      errorIn(response, 'INTERNAL_ERROR');
      expect(Object.keys(response.headers ?? {})).not.toContain('Set-Cookie');
    },
  );

  test('is thrown by the authorizer, which denies nothing', async () => {
    const { authorize } = await world.behaving(respondsWith(200, answer));
    await expect(authorize()).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });
});

test('an answer without a row is no fault: there is no such session', async () => {
  const { session, logout } = await world.behaving(respondsWith(200, '{}'));
  errorIn(await session(), 'INVALID_TOKEN');
  expect((await logout()).statusCode).toBe(204);
});
