/** Time-based one-time passwords. AWS: "TOTP software token MFA"; SHA-1, 6 digits, 30 s, one period
 * of tolerance to each side. */

import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** 52 base32 characters, as real secrets have. */
const SECRET_BYTES = 32;

export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The period whose code it is, or `undefined` for a wrong code. */
export function periodOf(secret: string, code: string, now: number): number | undefined {
  const totp = new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
  });
  const delta = totp.validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / (PERIOD_SECONDS * 1_000)) + delta;
}
