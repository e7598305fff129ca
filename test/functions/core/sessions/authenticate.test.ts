import { describe, expect, test } from '@jest/globals';
import { AuthError } from '../../../../functions/core/error.ts';
import { authenticate, parseBearer } from '../../../../functions/core/sessions/authenticate.ts';
import { buildClientMessage, catchCode, catchFailure } from '../../../support/failure.ts';
import { signedIn, world } from '../../../support/world.ts';

describe('the Authorization header', () => {
  const bearer = ['Bearer abc', 'bearer abc', 'BEARER   abc', '  Bearer abc '];
  test.each(bearer)('%j contains a token', (header) => expect(parseBearer(header)).toBe('abc'));

  const other = [
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
  test.each(other)('%j contains no token', async (header) => {
    await expect(catchCode(authenticate(world(), header))).resolves.toBe('NOT_AUTHENTICATED');
  });
});

test('returns the session of the token', async () => {
  const ports = world();
  const { session, jwt } = await signedIn(ports);
  await expect(authenticate(ports, `Bearer ${jwt}`)).resolves.toEqual(session);
});

test('throws INVALID_TOKEN if the session of a valid token has ended', async () => {
  const ports = world();
  const { session, jwt } = await signedIn(ports);
  await ports.sessions.end(session);
  const failure = await catchFailure(authenticate(ports, `Bearer ${jwt}`));
  expect(failure.code).toBe('INVALID_TOKEN');
  expect(buildClientMessage(failure)).toBe('Session has ended');
});

test('throws INVALID_TOKEN after the absolute end of the session', async () => {
  const ports = world();
  const almostAtEnd = ports.clock.seconds() + 29 * 86_400;
  const { session } = await signedIn(ports, { validatedAt: almostAtEnd + 86_400 });
  ports.clock.advance(29 * 86_400);
  const late = await ports.jwts.sign(session);
  await expect(authenticate(ports, `Bearer ${late}`)).resolves.toMatchObject({ sid: session.sid });
  ports.clock.advance(86_400);
  await expect(catchCode(authenticate(ports, `Bearer ${late}`))).resolves.toBe('INVALID_TOKEN');
});

test('throws TOKEN_EXPIRED without reading the store', async () => {
  const ports = world();
  const { jwt } = await signedIn(ports);
  ports.clock.advance(15 * 86_400);
  ports.sessions.find = async () => {
    throw new Error('read');
  };
  await expect(catchCode(authenticate(ports, `Bearer ${jwt}`))).resolves.toBe('TOKEN_EXPIRED');
});

test('throws INTERNAL_ERROR, never a 401, if the store fails', async () => {
  const ports = world();
  const { jwt } = await signedIn(ports);
  ports.sessions.find = async () => {
    throw new AuthError('INTERNAL_ERROR');
  };
  await expect(catchCode(authenticate(ports, `Bearer ${jwt}`))).resolves.toBe('INTERNAL_ERROR');
});
