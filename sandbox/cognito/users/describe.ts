/** A user as the API shows one. */

import type {
  AuthFactorType,
  GetUserAuthFactorsCommandOutput,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { firstFactorsOf, requirePool } from '../pools/pools.ts';
import type { UserRecord } from '../state/records.ts';
import { shown } from './attributes.ts';

export const describeUser = (user: UserRecord): UserType => ({
  Username: user.username,
  Attributes: shown(user),
  UserCreateDate: new Date(user.created),
  UserLastModifiedDate: new Date(user.modified),
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** `PreferredMfaSetting` and `UserMFASettingList`: absent where no factor is on. */
export const describeMfaOf = ({ mfa }: UserRecord) => ({
  ...(mfa.preferred === undefined ? {} : { PreferredMfaSetting: mfa.preferred }),
  ...(mfa.enabled.length === 0 ? {} : { UserMFASettingList: [...mfa.enabled] }),
});

/** API_AdminGetUserAuthFactors: what the user could present, not what a sign-in would offer. */
export function describeFactors(
  call: Call,
  user: UserRecord,
): Omit<GetUserAuthFactorsCommandOutput, '$metadata'> {
  const allowed = firstFactorsOf(requirePool(call, user.poolId));
  const has: Partial<Record<AuthFactorType, boolean>> = {
    PASSWORD: user.password !== undefined,
    EMAIL_OTP: user.attributes.email_verified === 'true',
    SMS_OTP: user.attributes.phone_number_verified === 'true',
    WEB_AUTHN: user.passkeys.length > 0,
  };
  const factors = allowed.filter((factor) => has[factor]);
  if (user.mfa.enabled.includes('SOFTWARE_TOKEN_MFA')) factors.push('SOFTWARE_TOKEN');
  return {
    Username: user.username,
    ...describeMfaOf(user),
    ConfiguredUserAuthFactors: factors,
  };
}
