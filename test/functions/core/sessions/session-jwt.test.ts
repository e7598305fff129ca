import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { ERRORS } from '../../../../contract/errors/index.ts';
import { CLAIMS, REQUEST } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { sessionJwts } from '../../../../functions/core/sessions/session-jwt.ts';
import { frozenClock } from '../../../support/clock.ts';
import { buildClientMessage, catchCode, catchFailure } from '../../../support/failure.ts';
import { fixedKeys } from '../../../support/keys.ts';

const keys = fixedKeys('k1');
const ISSUER = 'https://auth.example.com';
const AUDIENCE = 'chordian';
const createJwts = (clock = frozenClock()) => ({
  clock,
  jwts: sessionJwts({ keys, clock, issuer: ISSUER, audience: AUDIENCE }),
});
const session = {
  sub: 'alice',
  sid: 'one',
  user: { sub: 'alice', username: 'alice-name', email: 'a@example.com', groups: ['staff'] },
};

/** Signs a token with our own key and other claims. */
async function signWith(
  claims: Readonly<Record<string, unknown>> = {},
  header: Record<string, unknown> = {},
  purpose: 'session-jwt' | 'captcha' = 'session-jwt',
) {
  const now = frozenClock().seconds();
  const payload: JWTPayload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'alice',
    sid: 'one',
    iat: now,
    exp: now + 60,
    ...claims,
  };
  const { key } = purpose === 'captcha' ? await keys.current(purpose) : await keys.current(purpose);
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'k1', ...header } as { alg: string })
    .sign(key);
}

test('a token contains the user, the session, the audience and the expiry', async () => {
  const { clock, jwts } = createJwts();
  const token = await jwts.sign(session);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'k1' });
  expect(decodeJwt(token)).toEqual({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'alice',
    sid: 'one',
    iat: clock.seconds(),
    exp: clock.seconds() + 1_296_000,
    username: 'alice-name',
    email: 'a@example.com',
    groups: ['staff'],
  });
  await expect(jwts.verify(token)).resolves.toEqual({ sub: 'alice', sid: 'one' });
});

test('a token names all audiences, and each of them verifies it (RFC 7519 section 4.1.3)', async () => {
  const { clock } = createJwts();
  const settings = { keys, clock, issuer: ISSUER };
  const token = await sessionJwts({
    ...settings,
    audience: AUDIENCE,
    otherAudiences: ['orders', 'billing'],
  }).sign(session);
  expect(decodeJwt(token).aud).toEqual([AUDIENCE, 'orders', 'billing']);
  for (const audience of [AUDIENCE, 'orders', 'billing']) {
    await expect(sessionJwts({ ...settings, audience }).verify(token)).resolves.toBeDefined();
  }
  const failure = await catchFailure(sessionJwts({ ...settings, audience: 'stock' }).verify(token));
  expect(failure).toMatchObject({ code: 'INVALID_TOKEN', options: { variant: 'claims' } });
});

test('the token of the largest allowed user fits into a request header', async () => {
  const long = 'x'.repeat(100);
  const user = {
    sub: long,
    username: 'u'.repeat(REQUEST.usernameLength),
    email: 'e'.repeat(CLAIMS.emailLength),
    groups: Array.from({ length: Math.floor(CLAIMS.groupsBytes / 103) }, () => long),
  };
  const token = await createJwts().jwts.sign({ sub: long, sid: 'one', user });
  expect(token.length).toBeLessThan(REQUEST.headerLength);
});

describe('INVALID_TOKEN', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { variants } = ERRORS.INVALID_TOKEN;
  const forgeries: Record<string, [() => Promise<string> | string, keyof typeof variants]> = {
    'no algorithm': [
      () =>
        new UnsecuredJWT({ sub: 'alice', sid: 'one' })
          .setIssuer(ISSUER)
          .setAudience(AUDIENCE)
          .setIssuedAt()
          .setExpirationTime('1h')
          .encode(),
      'claims',
    ],
    RS256: [
      () =>
        new SignJWT({ sid: 'one' })
          .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'k1' })
          .sign(privateKey),
      'claims',
    ],
    HS512: [
      () =>
        signWith({}, { alg: 'HS512' }).catch(() =>
          new SignJWT({}).setProtectedHeader({ alg: 'HS512', kid: 'k1' }).sign(new Uint8Array(64)),
        ),
      'claims',
    ],
    'another issuer': [() => signWith({ iss: 'https://evil.example' }), 'claims'],
    'no issuer': [() => signWith({ iss: undefined }), 'claims'],
    'another audience': [() => signWith({ aud: 'other' }), 'claims'],
    'no audience': [() => signWith({ aud: undefined }), 'claims'],
    'another type': [() => signWith({}, { typ: 'at+jwt' }), 'claims'],
    'no type': [() => signWith({}, { typ: undefined }), 'claims'],
    'no kid': [() => signWith({}, { kid: undefined }), 'signature'],
    'an unknown kid': [() => signWith({}, { kid: 'k9' }), 'signature'],
    'a kid that is not a string': [() => signWith({}, { kid: 5 }), 'signature'],
    'a key for another purpose': [() => signWith({}, {}, 'captcha'), 'signature'],
    'no expiry': [() => signWith({ exp: undefined }), 'claims'],
    'no session': [() => signWith({ sid: undefined }), 'claims'],
    'no user': [() => signWith({ sub: undefined }), 'claims'],
    'a session that is not a string': [() => signWith({ sid: 5 }), 'malformed'],
    'a start in the future': [() => signWith({ nbf: frozenClock().seconds() + 60 }), 'claims'],
    'a time of issue that is not a number': [() => signWith({ iat: 'yesterday' }), 'claims'],
    'an expiry that is not a number': [() => signWith({ exp: 'tomorrow' }), 'claims'],
    'a tampered payload': [
      async () => {
        const [header, payload = '', signature] = (await signWith()).split('.');
        const claims = {
          ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
          sub: 'mallory',
        };
        return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join(
          '.',
        );
      },
      'signature',
    ],
    'a tampered signature': [
      async () => (await signWith()).replace(/[^.]+$/, 'A'.repeat(43)),
      'signature',
    ],
    'no signature': [async () => (await signWith()).replace(/[^.]+$/, ''), 'signature'],
    'an unknown critical header': [
      async () => {
        const [, payload, signature] = (await signWith()).split('.');
        const header = { alg: 'HS256', typ: 'JWT', kid: 'k1', crit: ['x'], x: 1 };
        return [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join(
          '.',
        );
      },
      'malformed',
    ],
    'a single word': [() => 'garbage', 'malformed'],
    'empty text': [() => '', 'malformed'],
    'two parts': [() => 'e30.e30', 'malformed'],
    'five parts': [() => 'e30.e30.e30.e30.e30', 'malformed'],
    'a header that is not JSON': [() => 'AAAA.e30.AAAA', 'malformed'],
    'a header that is an array': [() => 'W10.e30.AAAA', 'malformed'],
    'characters that are not base64url': [() => '💣.💣.💣', 'malformed'],
  };
  test.each(Object.entries(forgeries))('%s', async (_, [forge, variant]) => {
    const failure = await catchFailure(createJwts().jwts.verify(await forge()));
    expect({
      code: failure.code,
      message: buildClientMessage(failure),
      variant: failure.options.variant,
    }).toEqual({
      code: 'INVALID_TOKEN',
      message: variants[variant].message,
      variant,
    });
  });
});

describe('expiry', () => {
  test.each([
    ['a second before its end', 'valid', 1_295_999],
    ['at its end', 'TOKEN_EXPIRED', 1_296_000],
    ['long after', 'TOKEN_EXPIRED', 99_999_999],
  ])('%s, a token is %s', async (_, outcome, seconds) => {
    const { clock, jwts } = createJwts();
    const token = await jwts.sign(session);
    clock.advance(seconds);
    const found = await jwts.verify(token).then(
      () => 'valid',
      (error: AuthError) => error.code,
    );
    expect(found).toBe(outcome);
  });

  test('allowExpired returns the session of an expired token', async () => {
    const { clock, jwts } = createJwts();
    const token = await jwts.sign(session);
    clock.advance(99_999_999);
    await expect(jwts.verify(token, { allowExpired: true })).resolves.toEqual({
      sub: 'alice',
      sid: 'one',
    });
  });

  test.each([
    ['of another audience', { aud: 'other' }],
    ['without a session', { sid: undefined }],
    ['with a session that is not a string', { sid: 5 }],
  ])('an expired token %s is INVALID_TOKEN even with allowExpired', async (_, claims) => {
    const token = await signWith({ exp: 1, ...claims });
    await expect(catchCode(createJwts().jwts.verify(token, { allowExpired: true }))).resolves.toBe(
      'INVALID_TOKEN',
    );
  });

  test('a forged expired token is INVALID_TOKEN', async () => {
    const token = (await signWith({ exp: 1 })).replace(/[^.]+$/, 'A'.repeat(43));
    await expect(catchCode(createJwts().jwts.verify(token))).resolves.toBe('INVALID_TOKEN');
    await expect(catchCode(createJwts().jwts.verify(token, { allowExpired: true }))).resolves.toBe(
      'INVALID_TOKEN',
    );
  });
});

test.each(['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'] as const)(
  '%s of the keyring is never a 401',
  async (code) => {
    const failing = async () => {
      throw new AuthError(code);
    };
    const jwts = sessionJwts({
      keys: { current: failing, byId: failing },
      clock: frozenClock(),
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    await expect(catchCode(jwts.verify(await signWith()))).resolves.toBe(code);
    await expect(catchCode(jwts.sign(session))).resolves.toBe(code);
  },
);
