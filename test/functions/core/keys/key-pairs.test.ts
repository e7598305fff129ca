/** Session JWTs that are signed with ES256: what verifiers and customers accept, and when. */

import { createHash, createPublicKey } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, importJWK, jwtVerify, SignJWT } from 'jose';
import { JWKS, KEYRING, SESSION, TIMEOUTS } from '../../../../contract/limits.ts';
import { jwksResponse } from '../../../../contract/schemas/index.ts';
import {
  loadKeyPairs,
  loadPublicKeys,
  publishedKeys,
  signingKeyPairs,
  verificationKeys,
} from '../../../../functions/adapters/secrets/key-pairs.ts';
import { loadKeyring, tokenKeys } from '../../../../functions/adapters/secrets/keys.ts';
import { SecretCache } from '../../../../functions/adapters/secrets/secret-cache.ts';
import { jwks } from '../../../../functions/core/keys/jwks.ts';
import { parseKeyring } from '../../../../functions/core/keys/keyring.ts';
import { parsePublicKeyring } from '../../../../functions/core/keys/public-keyring.ts';
import { retireKeys } from '../../../../functions/core/keys/retire-keys.ts';
import {
  createKeyring,
  ensureFirstKey,
  KEY_ROTATION_STEPS,
  rotateKeys,
} from '../../../../functions/core/keys/rotate-keys.ts';
import {
  sessionJwtSigner,
  sessionJwtVerifier,
} from '../../../../functions/core/sessions/session-jwt.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchCode } from '../../../support/failure.ts';
import { fakeVersions } from '../../../support/keyring-versions.ts';

const CLAIMS = { issuer: 'issuer', audience: 'audience' };
const user = { sub: 'alice', username: 'alice', email: null, groups: [] };
const session = { sub: 'alice', sid: 'one', user };

let clock: ReturnType<typeof frozenClock>;
let signing: ReturnType<typeof fakeVersions>;
let published: ReturnType<typeof fakeVersions>;
let publicReads: number;
const ports = () => ({ versions: signing.versions, published: published.versions, clock });
const rotate = async (version: string) => {
  for (const step of KEY_ROTATION_STEPS) await rotateKeys(ports(), { step, version });
};
const privateText = async () => (await signing.versions.current()) ?? '';
const publicText = async () => (await published.versions.current()) ?? '';

const open = <T>(read: () => Promise<string>, parse: (text: string) => T) =>
  new SecretCache({
    read,
    parse,
    clock,
    deadlineMs: TIMEOUTS.secrets.deadlineMs,
    reportStale: () => {},
  });
const openPublic = () =>
  open(async () => {
    publicReads += 1;
    return publicText();
  }, loadPublicKeys);

/** A function that signs, one that verifies and one that serves the public keys, just started. */
const startSigner = () =>
  sessionJwtSigner({
    ...CLAIMS,
    keys: signingKeyPairs({ secret: open(privateText, loadKeyPairs), clock }),
    clock,
  });
const startVerifier = () =>
  sessionJwtVerifier({ ...CLAIMS, keys: verificationKeys({ secret: openPublic(), clock }), clock });
const startJwks = () => {
  const keys = publishedKeys({ secret: openPublic(), clock });
  return async () => jwksResponse.parse((await jwks({ keys })).body);
};
/** Verifies as a customer does. */
const verifyBy = async (answer: Awaited<ReturnType<ReturnType<typeof startJwks>>>, token: string) =>
  jwtVerify(token, createLocalJWKSet(answer), {
    ...CLAIMS,
    algorithms: ['ES256'],
    currentDate: new Date(clock()),
  });
const kidsIn = ({ keys }: { keys: readonly { kid: string }[] }) => keys.map(({ kid }) => kid);

beforeEach(async () => {
  clock = frozenClock();
  signing = fakeVersions();
  published = fakeVersions();
  publicReads = 0;
  await ensureFirstKey(ports());
});

test('a customer verifies a token with the answer of the route, as the service does', async () => {
  const token = await startSigner().sign(session);
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'JWT' });
  const { payload } = await verifyBy(await startJwks()(), token);
  expect(payload).toMatchObject({ sub: 'alice', sid: 'one' });
  await expect(startVerifier().verify(token)).resolves.toEqual({ sub: 'alice', sid: 'one' });
});

test('what verifiers read holds no private key, and what holds one is refused', async () => {
  const { keys, permanent } = parseKeyring(await privateText());
  const text = await publicText();
  for (const secret of [permanent, ...keys.map(({ key }) => key)]) {
    expect(text).not.toContain(secret);
    expect(JSON.stringify(await startJwks()())).not.toContain(secret);
  }
  const hs256 = JSON.stringify(createKeyring(clock()));
  for (const wrong of [await privateText(), hs256, '{', '{}']) {
    const secret = open(async () => wrong, loadPublicKeys);
    await expect(catchCode(publishedKeys({ secret, clock }).all())).resolves.toBe('INTERNAL_ERROR');
    await expect(
      catchCode(verificationKeys({ secret, clock }).byId('k', 'session-jwt')),
    ).resolves.toBe('INTERNAL_ERROR');
  }
  const symmetric = signingKeyPairs({ secret: open(async () => hs256, loadKeyPairs), clock });
  await expect(catchCode(symmetric.current('session-jwt'))).resolves.toBe('INTERNAL_ERROR');
});

describe('the algorithm is that of the keys (RFC 8725, section 3.1)', () => {
  const forge = (alg: string, kid: string) => {
    const iat = Math.floor(clock() / 1_000);
    return new SignJWT({ sub: 'alice', sid: 'one' })
      .setProtectedHeader({ alg, typ: 'JWT', kid })
      .setIssuer(CLAIMS.issuer)
      .setAudience(CLAIMS.audience)
      .setIssuedAt(iat)
      .setExpirationTime(iat + 60);
  };

  test('HS256 with any form of the public key as the secret is refused', async () => {
    const answer = await startJwks()();
    const [jwk] = answer.keys;
    const kid = jwk?.kid ?? '';
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const forms = [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      jwk?.x ?? '',
      await publicText(),
    ];
    for (const form of forms) {
      for (const secret of [Buffer.from(form), createHash('sha256').update(form).digest()]) {
        const token = await forge('HS256', kid).sign(secret);
        await expect(catchCode(startVerifier().verify(token))).resolves.toBe('INVALID_TOKEN');
        await expect(verifyBy(answer, token)).rejects.toThrow();
      }
    }
  });

  test('a token without a signature is refused', async () => {
    const signed = await startSigner().sign(session);
    const { kid } = decodeProtectedHeader(signed);
    const [, payload, signature] = signed.split('.');
    const header = (alg: string) =>
      Buffer.from(JSON.stringify({ alg, typ: 'JWT', kid })).toString('base64url');
    for (const token of [
      `${header('none')}.${payload}.`,
      `${header('ES256')}.${payload}.`,
      `${header('ES384')}.${payload}.${signature}`,
      `${header('ES256')}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    ]) {
      await expect(catchCode(startVerifier().verify(token))).resolves.toBe('INVALID_TOKEN');
    }
  });

  test('a stage that signs with HS256 refuses ES256, even of its own key', async () => {
    const keyring = createKeyring(clock());
    const [entry] = keyring.keys;
    const keys = tokenKeys({
      secret: open(async () => JSON.stringify(keyring), loadKeyring),
      clock,
    });
    const verifier = sessionJwtVerifier({ ...CLAIMS, keys, clock });
    const [pair] = parseKeyring(await privateText()).keys;
    const privateKey = await importJWK({ ...pair?.public, d: pair?.key ?? '' });
    for (const kid of [entry?.kid ?? '', pair?.kid ?? '']) {
      const token = await forge('ES256', kid).sign(privateKey);
      await expect(catchCode(verifier.verify(token))).resolves.toBe('INVALID_TOKEN');
    }
  });
});

describe('a rotation', () => {
  test('publishes a key before it is current, and long before it signs', async () => {
    let publicWhenPromoted: string[] = [];
    const { promote } = signing.versions;
    signing.versions.promote = async (version) => {
      publicWhenPromoted = kidsIn(parsePublicKeyring(await publicText()));
      await promote(version);
    };
    await rotate('a');
    const keyring = parseKeyring(await privateText());
    expect(publicWhenPromoted).toEqual(kidsIn(keyring));
    const [old = '', next = ''] = kidsIn(keyring);
    const signer = startSigner();
    expect(decodeProtectedHeader(await signer.sign(session)).kid).toBe(old);
    expect(kidsIn(await startJwks()())).toEqual([old, next]);
    clock.advance(KEYRING.activateAfter);
    expect(decodeProtectedHeader(await signer.sign(session)).kid).toBe(next);
  });

  test('never meets a customer who has cached the keys for as long as the route allows', async () => {
    const answer = startJwks();
    await answer();
    await rotateKeys(ports(), { step: 'createSecret', version: 'a' });
    clock.advance(KEYRING.publishWithin - 1);
    const serving = startJwks();
    await serving(); // The function has read the keys just before the new one is published.
    await rotateKeys(ports(), { step: 'finishSecret', version: 'a' });
    clock.advance(JWKS.cache - 1);
    const stale = await serving();
    expect(stale.keys).toHaveLength(1);
    clock.advance(JWKS.maxAge);
    await expect(verifyBy(stale, await startSigner().sign(session))).resolves.toBeDefined();
    clock.advance(2);
    const fresh = await serving();
    await expect(verifyBy(fresh, await startSigner().sign(session))).resolves.toBeDefined();
  });

  test('keeps a key for as long as its tokens are valid', async () => {
    const token = await startSigner().sign(session);
    const [old = ''] = kidsIn(await startJwks()());
    await rotate('a');
    clock.advance(SESSION.jwtLifetime - 1);
    await expect(verifyBy(await startJwks()(), token)).resolves.toBeDefined();
    clock.advance(KEYRING.activateAfter + KEYRING.keepRetired);
    expect(kidsIn(await startJwks()())).not.toContain(old);
  });

  test('can be repeated, and a deployment repairs what was not published', async () => {
    await rotate('a');
    const text = await publicText();
    await rotate('a');
    expect(await publicText()).toBe(text);
    await published.versions.putCurrent('{"keys":[]}');
    await ensureFirstKey(ports());
    expect(await publicText()).toBe(text);
  });
});

describe('a leaked key that is retired', () => {
  test('is gone from the public keys, and a new one is there before it signs', async () => {
    const leaked = await startSigner().sign(session);
    const serving = startJwks();
    const before = await serving();
    const next = await retireKeys(ports(), kidsIn(before)[0]);
    expect(kidsIn(await startJwks()())).toEqual([next]);
    expect(decodeProtectedHeader(await startSigner().sign(session)).kid).toBe(next);
    await expect(catchCode(startVerifier().verify(leaked))).resolves.toBe('INVALID_TOKEN');
    clock.advance(JWKS.cache);
    expect(kidsIn(await serving())).toEqual([next]);
  });

  test('is gone together with all others', async () => {
    await rotate('a');
    const next = await retireKeys(ports());
    expect(kidsIn(await startJwks()())).toEqual([next]);
    expect(parseKeyring(await privateText()).keys).toHaveLength(1);
  });

  test('is noticed if a rotation publishes it again at the same time', async () => {
    const [leaked] = kidsIn(await startJwks()());
    const old = await publicText();
    signing.versions.discardPending = () => published.versions.putCurrent(old);
    await expect(retireKeys(ports(), leaked)).rejects.toThrow('Run this command again');
  });
});

describe('a verifier with an old reading', () => {
  test('reads the keys once more for a new key', async () => {
    const verifier = startVerifier();
    await verifier.verify(await startSigner().sign(session));
    await retireKeys(ports());
    clock.advance(KEYRING.reloadPublicAfter);
    const token = await startSigner().sign(session);
    publicReads = 0;
    await expect(verifier.verify(token)).resolves.toMatchObject({ sid: 'one' });
    expect(publicReads).toBe(1);
  });

  test('answers made-up kids with 401, and reads the keys at most once per 30 s', async () => {
    const verifier = startVerifier();
    const { keys } = parseKeyring(JSON.stringify(createKeyring(clock(), 'pair')));
    const foreign = { keys, permanent: 'A'.repeat(43) };
    const secret = open(async () => JSON.stringify(foreign), loadKeyPairs);
    const forger = sessionJwtSigner({ ...CLAIMS, keys: signingKeyPairs({ secret, clock }), clock });
    const token = await forger.sign(session);
    await verifier.verify(await startSigner().sign(session));
    publicReads = 0;
    for (let second = 0; second < 90; second += 1) {
      await expect(catchCode(verifier.verify(token))).resolves.toBe('INVALID_TOKEN');
      clock.advance(1);
    }
    expect(publicReads).toBe(2);
  });
});
