/** Finds pools and clients, and answers what their configuration means. */

import type {
  AuthFactorType,
  PasswordPolicyType,
  UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { clientNotFound, invalidParameter, poolNotFound } from '../refusals.ts';
import type { ClientRecord, MfaFactor, PoolRecord } from '../state/records.ts';

const POOL_ID = /^[\w-]+_[0-9a-zA-Z]+$/;

/** @throws {CognitoException} InvalidParameterException | ResourceNotFoundException */
export function requirePool({ store }: Call, id: string): PoolRecord {
  if (!POOL_ID.test(id)) {
    throw invalidParameter(
      `1 validation error detected: Value '${id}' at 'userPoolId' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+',
    );
  }
  const pool = store.get('pools', id);
  if (pool === undefined) throw poolNotFound(id);
  return pool;
}

/** @throws {CognitoException} ResourceNotFoundException */
export function requireClient({ store }: Call, id: string): ClientRecord {
  const client = store.get('clients', id);
  if (client === undefined) throw clientNotFound(id);
  return client;
}

/** @throws {CognitoException} ResourceNotFoundException, also for a client of another pool */
export function requireClientOf(call: Call, poolId: string, id: string): ClientRecord {
  const pool = requirePool(call, poolId);
  const client = requireClient(call, id);
  if (client.poolId !== pool.id) throw clientNotFound(id);
  return client;
}

/** The pool of a client: it exists as long as the client does. */
export const poolOf = (call: Call, { poolId }: { poolId: string }): PoolRecord =>
  requirePool(call, poolId);

/** API_CreateUserPool: pools made without a policy demand all four classes of characters. */
const DEFAULT_POLICY: PasswordPolicyType = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

export const passwordPolicyOf = ({ pool }: PoolRecord): PasswordPolicyType => ({
  ...(pool.Policies?.PasswordPolicy ?? DEFAULT_POLICY),
});

export const firstFactorsOf = ({ pool }: PoolRecord): readonly AuthFactorType[] =>
  pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];

export const mfaConfigurationOf = ({ mfa }: PoolRecord): UserPoolMfaType =>
  mfa.MfaConfiguration ?? 'OFF';

/** The second factors that the pool allows. */
export const poolFactorsOf = ({ mfa }: PoolRecord): MfaFactor[] => [
  ...(mfa.SoftwareTokenMfaConfiguration?.Enabled ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
  ...(mfa.SmsMfaConfiguration ? (['SMS_MFA'] as const) : []),
  ...(mfa.EmailMfaConfiguration ? (['EMAIL_OTP'] as const) : []),
];

/** API_CreateUserPool, `UserPoolTier`. */
export const tierOf = ({ pool }: PoolRecord) => pool.UserPoolTier ?? 'ESSENTIALS';

/** API_CreateUserPool, `UsernameConfiguration`: case sensitive where nothing is said. */
export const isCaseSensitive = ({ pool }: PoolRecord): boolean =>
  pool.UsernameConfiguration?.CaseSensitive ?? true;

/** Whether an attribute is a sign-in name in place of a username. */
export const isUsernameAttribute = ({ pool }: PoolRecord, name: string): boolean =>
  pool.UsernameAttributes?.some((each) => each === name) ?? false;

/** Whether an attribute is, once verified, a second name of the user. */
export const isAlias = ({ pool }: PoolRecord, name: string): boolean =>
  pool.AliasAttributes?.some((each) => each === name) ?? false;

export const isAutoVerified = ({ pool }: PoolRecord, name: string): boolean =>
  pool.AutoVerifiedAttributes?.some((each) => each === name) ?? false;

/** Whether the old value stays until the new one is verified. */
export const keepsOriginal = ({ pool }: PoolRecord, name: string): boolean =>
  pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate?.some(
    (each) => each === name,
  ) ?? false;

/** Whether users without a password may exist: some first factor is not one. */
export const isPasswordless = (pool: PoolRecord): boolean =>
  firstFactorsOf(pool).some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP');

/** Cognito's own default is `LEGACY`. */
export const preventsExistenceErrors = ({ client }: ClientRecord): boolean =>
  client.PreventUserExistenceErrors === 'ENABLED';
