import { SESSION } from '../contract/limits.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { keyringKeys } from '../functions/adapters/secrets/keys.ts';
import { withNewKey } from '../functions/core/keys/rotate-keys.ts';
import { sessionJwts } from '../functions/core/sessions/session-jwt.ts';

/** Creates the first keyring like a deployment does. Its key signs at once. */
export const createKeyring = (now: number): string => JSON.stringify(withNewKey({ keys: [] }, now));

/**
 * Signs a session JWT of the test user that expired a day before `now`, in milliseconds. Only its
 * times differ from the tokens of the service.
 */
export function signExpiredJwt(
  keyring: string,
  { issuer, audience, now }: { issuer: string; audience: string; now: number },
): Promise<string> {
  const clock = () => now - (SESSION.jwtLifetime + 24 * 60 * 60) * 1_000;
  const keys = keyringKeys({ read: async () => keyring, clock: () => now });
  const user = { sub: 'sandbox', username: 'sandbox', email: TEST_USER.username, groups: [] };
  return sessionJwts({ keys, clock, issuer, audience }).sign({
    sub: user.sub,
    sid: 'expired',
    user,
  });
}
