import { expect, test } from '@jest/globals';
import { AuthError } from '../../../../functions/core/error.ts';
import { authenticate, bearerToken } from '../../../../functions/core/sessions/authenticate.ts';
import { session } from '../../../../functions/core/sessions/session.ts';
import { input, signedIn, USER, world } from '../../../fakes/world.ts';
import { clientMessageOf, codeOf, failureOf } from '../../../support/failure.ts';

test('a session says who is signed in, and until when', async () => {
  const ports = world();
  const { jwt } = await signedIn(ports);
  await expect(session(ports, input({ authorization: `Bearer ${jwt}` }))).resolves.toEqual({
    body: {
      user: USER,
      session: {
        id: 'session-1',
        issued_at: '2026-03-01T12:00:00.000Z',
        expires_at: '2026-03-31T12:00:00.000Z',
      },
    },
  });
});

const headers = ['Bearer abc', 'bearer abc', 'BEARER   abc', '  Bearer abc '];
test.each(headers)('%j carries a token', (header) => expect(bearerToken(header)).toBe('abc'));

const none = [
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Basic abc',
  'Bearerabc',
  'abc',
  'Bearer a b',
  'Token Bearer abc',
];
test.each(none)('%j carries none', async (header) => {
  await expect(codeOf(authenticate(world(), header))).resolves.toBe('NOT_AUTHENTICATED');
});

test('a session that ended is refused at once, although its token lives on', async () => {
  const ports = world();
  const { session: row, jwt } = await signedIn(ports);
  await ports.sessions.end(row);
  const failure = await failureOf(authenticate(ports, `Bearer ${jwt}`));
  expect(failure.code).toBe('INVALID_TOKEN');
  expect(clientMessageOf(failure)).toBe('Session has ended');
});

test('a session past its absolute end is refused, although the token was signed later', async () => {
  const ports = world();
  const { session: row } = await signedIn(ports);
  ports.clock.advance(29 * 86_400);
  const late = await ports.jwts.sign(row);
  await expect(authenticate(ports, `Bearer ${late}`)).resolves.toMatchObject({ sid: row.sid });
  ports.clock.advance(86_400);
  await expect(codeOf(authenticate(ports, `Bearer ${late}`))).resolves.toBe('INVALID_TOKEN');
});

test('an expired token is refused before the store is asked', async () => {
  const ports = world();
  const { jwt } = await signedIn(ports);
  ports.clock.advance(15 * 86_400);
  ports.sessions.find = async () => {
    throw new Error('asked');
  };
  await expect(codeOf(authenticate(ports, `Bearer ${jwt}`))).resolves.toBe('TOKEN_EXPIRED');
});

test('a failing store is our failure, never a 401', async () => {
  const ports = world();
  const { jwt } = await signedIn(ports);
  ports.sessions.find = async () => {
    throw new AuthError('INTERNAL_ERROR');
  };
  await expect(codeOf(authenticate(ports, `Bearer ${jwt}`))).resolves.toBe('INTERNAL_ERROR');
});
