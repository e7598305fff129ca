/** What a pool's configuration must not combine. */

import { CognitoException } from '../exception.ts';
import { invalidParameter } from '../refusals.ts';
import type { PoolRecord } from '../state/records.ts';
import { firstFactorsOf, mfaConfigurationOf, passwordPolicyOf, tierOf } from './pools.ts';

/**
 * * AWS: "Feature plans" and "Adding MFA to a user pool". [unproven] The sentences are not
 * documented.
 * @throws {CognitoException} FeatureUnavailableInTierException | InvalidParameterException
 */
export function checkPlan(record: PoolRecord): void {
  const factors = firstFactorsOf(record);
  const needsEssentials =
    factors.some((factor) => factor !== 'PASSWORD') ||
    record.mfa.EmailMfaConfiguration !== undefined ||
    (passwordPolicyOf(record).PasswordHistorySize ?? 0) > 0;
  if (tierOf(record) === 'LITE' && needsEssentials) {
    throw new CognitoException(
      'FeatureUnavailableInTierException',
      'The configuration is not available in the feature plan of this user pool.',
    );
  }
  const mailed = factors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP');
  if (mfaConfigurationOf(record) === 'ON' && mailed) {
    throw invalidParameter('One-time passwords cannot be a first factor where MFA is required.');
  }
}
