import { SESSION, TIMEOUTS } from '../contract/limits.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { loadKeyring, tokenKeys } from '../functions/adapters/secrets/keys.ts';
import { SecretCache } from '../functions/adapters/secrets/secret-cache.ts';
import { createKeyring } from '../functions/core/keys/rotate-keys.ts';
import { sessionJwts } from '../functions/core/sessions/session-jwt.ts';
import type { Secrets } from './aws/secrets.ts';
import { SECRET_IDS } from './environment.ts';

/**
 * Writes the keyrings that do not exist yet, like a deployment does. Their keys sign at once.
 * Returns the keyring of session JWTs.
 */
export function writeFirstKeyrings(secrets: Secrets, now: number): string {
  const write = (id: string): string => {
    const keyring = secrets.get(id) ?? JSON.stringify(createKeyring(now));
    secrets.put(id, keyring);
    return keyring;
  };
  write(SECRET_IDS.serviceKeys);
  return write(SECRET_IDS.tokenKeys);
}

/**
 * Signs a session JWT of the test user that expired a day before `now`, in milliseconds. Only its
 * times differ from the tokens of the service.
 */
export function signExpiredJwt(
  keyring: string,
  { issuer, audience, now }: { issuer: string; audience: string; now: number },
): Promise<string> {
  const secret = new SecretCache({
    read: async () => keyring,
    parse: loadKeyring,
    clock: () => now,
    deadlineMs: TIMEOUTS.secrets.deadlineMs,
    reportStale: () => {},
  });
  const keys = tokenKeys({ secret, clock: () => now });
  const clock = () => now - (SESSION.jwtLifetime + 24 * 60 * 60) * 1_000;
  const user = { sub: 'sandbox', username: 'sandbox', email: TEST_USER.username, groups: [] };
  return sessionJwts({ keys, clock, issuer, audience }).sign({
    sub: user.sub,
    sid: 'expired',
    user,
  });
}
