/** SetUserMFAPreference and AdminSetUserMFAPreference. */

import type { SetUserMFAPreferenceCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { mfaConfigurationOf, poolFactorsOf, requirePool } from '../pools/pools.ts';
import { invalidParameter } from '../refusals.ts';
import type { MfaFactor, PoolRecord, UserRecord } from '../state/records.ts';
import { saveUser } from '../users/find.ts';
import { passkeysAreMfa } from './offered.ts';

type Preference = Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>;

/** @throws {CognitoException} InvalidParameterException */
export function setPreference(call: Call, user: UserRecord, preference: Preference): UserRecord {
  const pool = requirePool(call, user.poolId);
  const settings = [
    ['SOFTWARE_TOKEN_MFA', preference.SoftwareTokenMfaSettings],
    ['SMS_MFA', preference.SMSMfaSettings],
    ['EMAIL_OTP', preference.EmailMfaSettings],
  ] as const;
  const enabled = new Set(user.mfa.enabled);
  let { preferred } = user.mfa;
  if (settings.filter(([, each]) => each?.PreferredMfa).length > 1) {
    throw invalidParameter('Only one MFA method can be set as preferred.');
  }
  for (const [factor, each] of settings) {
    if (each === undefined) continue;
    if (each.Enabled) {
      checkReady(pool, user, factor);
      enabled.add(factor);
    } else enabled.delete(factor);
    if (each.PreferredMfa && each.Enabled) preferred = factor;
    else if (preferred === factor) preferred = undefined;
  }
  if (mfaConfigurationOf(pool) === 'ON' && user.mfa.enabled.length > 0 && enabled.size === 0) {
    // [unproven] AWS: with obligatory MFA a user cannot be without a factor.
    throw invalidParameter('MFA cannot be turned off for a user of a pool that requires it.');
  }
  const passkey = preference.WebAuthnMfaSettings?.Enabled ?? user.mfa.passkey;
  if (passkey) checkPasskey(pool, [...enabled]);
  return saveUser(call, user, { mfa: { enabled: [...enabled], preferred, passkey } });
}

/** One sentence for all: the factor is not allowed by the pool, or the user has not set it up. */
function checkReady(pool: PoolRecord, user: UserRecord, factor: MfaFactor): void {
  const isReady: Record<MfaFactor, boolean> = {
    SOFTWARE_TOKEN_MFA: user.softwareToken?.verified === true,
    SMS_MFA: user.attributes.phone_number_verified === 'true',
    EMAIL_OTP: user.attributes.email_verified === 'true',
  };
  if (!isReady[factor] || !poolFactorsOf(pool).includes(factor)) {
    throw invalidParameter(`User does not have delivery config set to turn on ${factor}`);
  }
}

/** API_SetUserMFAPreference, `WebAuthnMfaSettings`: another factor must be on, too. */
function checkPasskey(pool: PoolRecord, enabled: readonly MfaFactor[]): void {
  if (!passkeysAreMfa(pool)) {
    throw invalidParameter('Passkey MFA is not enabled for the user pool.');
  }
  if (enabled.length === 0) {
    throw invalidParameter('Passkey MFA requires at least one other activated MFA method.');
  }
}
