/**
 * Which first factors USER_AUTH offers to a user, and which second factors are due. Source: AWS,
 * "Adding MFA to a user pool": a user with MFA on signs in with a password, unless the pool takes
 * passkeys with user verification as MFA and the user has switched that on.
 */

import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { firstFactorsOf, mfaConfigurationOf, poolFactorsOf } from '../pools/pools.ts';
import type { MfaFactor, PoolRecord, UserRecord } from '../state/records.ts';

/** The factors that are on for the user and that the pool still allows. */
export function activeFactors(pool: PoolRecord, { mfa }: UserRecord): MfaFactor[] {
  if (mfaConfigurationOf(pool) === 'OFF') return [];
  const allowed = poolFactorsOf(pool);
  return mfa.enabled.filter((factor) => allowed.includes(factor));
}

/** API_SetUserPoolMfaConfig, `FactorConfiguration`. */
export const passkeysAreMfa = ({ mfa }: PoolRecord): boolean =>
  mfa.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION';

/** The challenges that USER_AUTH offers to a user. */
export function offeredChallenges(
  call: Call,
  pool: PoolRecord,
  user: UserRecord,
): ChallengeNameType[] {
  const allowed = firstFactorsOf(pool);
  const needsMfa = mfaConfigurationOf(pool) === 'ON' || activeFactors(pool, user).length > 0;
  const hasPassword = user.password !== undefined && allowed.includes('PASSWORD');
  const hasAddress = user.attributes.email !== undefined && allowed.includes('EMAIL_OTP');
  // A temporary password must be replaced before anything else: seen on a real pool.
  const isNew = user.status === 'FORCE_CHANGE_PASSWORD';
  return [
    ...(hasPassword ? (['PASSWORD_SRP', 'PASSWORD'] as const) : []),
    ...(hasAddress && !needsMfa && !isNew ? (['EMAIL_OTP'] as const) : []),
    ...(offersPasskey(call, pool, user, needsMfa) && !isNew ? (['WEB_AUTHN'] as const) : []),
  ];
}

function offersPasskey(
  { settings }: Call,
  pool: PoolRecord,
  user: UserRecord,
  needsMfa: boolean,
): boolean {
  if (user.passkeys.length === 0 || !firstFactorsOf(pool).includes('WEB_AUTHN')) return false;
  if (!needsMfa) return true;
  if (!passkeysAreMfa(pool) || !user.mfa.passkey) return false;
  return (
    mfaConfigurationOf(pool) === 'ON' || settings.switches.passkeyBesideOptionalMfa === 'offered'
  );
}
