import { randomBytes } from 'node:crypto';
import { KEYRING, SESSION } from '../contract/limits.ts';
import { SANDBOX_USER } from '../contract/sandbox.ts';
import { deriveKey, type Keyring, type Purpose, parseKeyring, signingEntry } from '../functions/core/keyring.ts';
import type { Keys } from '../functions/core/ports.ts';
import { sessionJwts } from '../functions/core/tokens/session-jwt.ts';

/** The first keyring: its key signs from the start, there being no function yet that could not know it. */
export function firstKeyring(now: number): string {
  const key = randomBytes(KEYRING.keyBytes).toString('base64url');
  const keyring: Keyring = { keys: [{ kid: 'sandbox-1', key, active_from: new Date(now).toISOString(), retired_at: null }] };
  return JSON.stringify(keyring);
}

function keysOf(secret: string): Keys {
  const entry = signingEntry(parseKeyring(secret), Number.POSITIVE_INFINITY);
  if (entry === undefined) throw new TypeError('the keyring is empty');
  const derive = (purpose: Purpose) => deriveKey(entry, purpose);
  return {
    current: async (purpose) => ({ kid: entry.kid, key: derive(purpose) }),
    byId: async (_kid, purpose) => derive(purpose),
  };
}

/** A session JWT of the test user that the service itself would have signed, were it not a day past its end. */
export function expiredJwt(secret: string, { issuer, audience, now }: { issuer: string; audience: string; now: number }): Promise<string> {
  const clock = () => now - (SESSION.jwtLifetime + 24 * 60 * 60) * 1_000;
  const user = { sub: 'sandbox', username: 'sandbox', email: SANDBOX_USER.username, groups: [] };
  return sessionJwts({ keys: keysOf(secret), clock, issuer, audience }).sign({ sub: user.sub, sid: 'expired', user });
}
