import type { TokenAlgorithm } from '../contract/algorithms.ts';
import { SESSION, TIMEOUTS } from '../contract/limits.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { loadKeyPairs, signingKeyPairs } from '../functions/adapters/secrets/key-pairs.ts';
import { loadKeyring, tokenKeys } from '../functions/adapters/secrets/keys.ts';
import { SecretCache } from '../functions/adapters/secrets/secret-cache.ts';
import { ensureFirstKey, type KeyringVersions } from '../functions/core/keys/rotate-keys.ts';
import { sessionJwtSigner } from '../functions/core/sessions/session-jwt.ts';
import type { Secrets } from './aws/secrets.ts';
import { SECRET_IDS, tokenSecretIds } from './environment.ts';

/**
 * Writes the keyrings that do not exist yet, like a deployment does. Their keys sign at once.
 * Returns the keyring that signs session JWTs.
 */
export async function writeFirstKeyrings(
  secrets: Secrets,
  { algorithm, now }: { algorithm: TokenAlgorithm; now: number },
): Promise<string> {
  const { signing, verification } = tokenSecretIds(algorithm);
  const clock = () => now;
  await ensureFirstKey({ versions: versionsOf(secrets, SECRET_IDS.serviceKeys), clock });
  await ensureFirstKey({
    versions: versionsOf(secrets, signing),
    ...(algorithm === 'ES256' && { published: versionsOf(secrets, verification) }),
    clock,
  });
  return secrets.get(signing) ?? '';
}

/** The part of the versions that a first key needs. */
function versionsOf(secrets: Secrets, id: string): FirstVersions {
  const write = async (text: string) => secrets.put(id, text);
  return { current: async () => secrets.get(id), putFirst: write, putCurrent: write };
}

type FirstVersions = Pick<KeyringVersions, 'current' | 'putFirst' | 'putCurrent'>;

/**
 * Signs a session JWT of the test user that expired a day before `now`, in milliseconds. Only its
 * times differ from the tokens of the service.
 */
export function signExpiredJwt(
  keyring: string,
  settings: { algorithm: TokenAlgorithm; issuer: string; audience: string; now: number },
): Promise<string> {
  const { algorithm, issuer, audience, now } = settings;
  const open = <T>(parse: (text: string) => T) =>
    new SecretCache({
      read: async () => keyring,
      parse,
      clock: () => now,
      deadlineMs: TIMEOUTS.secrets.deadlineMs,
      reportStale: () => {},
    });
  const keys =
    algorithm === 'ES256'
      ? signingKeyPairs({ secret: open(loadKeyPairs), clock: () => now })
      : tokenKeys({ secret: open(loadKeyring), clock: () => now });
  const clock = () => now - (SESSION.jwtLifetime + 24 * 60 * 60) * 1_000;
  const user = { sub: 'sandbox', username: 'sandbox', email: TEST_USER.username, groups: [] };
  return sessionJwtSigner({ keys, clock, issuer, audience }).sign({
    sub: user.sub,
    sid: 'expired',
    user,
  });
}
