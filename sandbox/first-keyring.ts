import { SESSION } from '../contract/limits.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { keyringKeys } from '../functions/adapters/secrets/keys.ts';
import { withNewKey } from '../functions/core/keys/rotate-keys.ts';
import { sessionJwts } from '../functions/core/sessions/session-jwt.ts';

/** The first keyring, made as a deployment's: its key signs from the start. */
export const firstKeyring = (now: number): string => JSON.stringify(withNewKey({ keys: [] }, now));

/**
 * A session JWT of the test user that the service itself would have signed, were it not a day past
 * its end.
 */
export function expiredJwt(
  secret: string,
  { issuer, audience, now }: { issuer: string; audience: string; now: number },
): Promise<string> {
  const clock = () => now - (SESSION.jwtLifetime + 24 * 60 * 60) * 1_000;
  const keys = keyringKeys({ read: async () => secret, clock: () => now });
  const user = { sub: 'sandbox', username: 'sandbox', email: TEST_USER.username, groups: [] };
  return sessionJwts({ keys, clock, issuer, audience }).sign({
    sub: user.sub,
    sid: 'expired',
    user,
  });
}
