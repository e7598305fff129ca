import type { Environment } from '../../contract/environment.ts';
import { cognitoFactorReader } from '../adapters/cognito/factor-reader.ts';
import { type FactorReader, noFactors } from '../core/mfa/factors.ts';
import type { Access } from './access.ts';

/**
 * Builds what reads the factors of users. Where the stage has none, Cognito may still list those of
 * former times, which no sign-in demands.
 * @param timeoutMs limit of one reading
 */
export const buildFactorReader = (
  { MFA, USER_POOL_ID }: Pick<Environment<'mfa'>, 'MFA' | 'USER_POOL_ID'>,
  { cognito: { client } }: Pick<Access, 'cognito'>,
  timeoutMs: number,
): FactorReader =>
  MFA === 'off' ? noFactors : cognitoFactorReader({ client, userPoolId: USER_POOL_ID }, timeoutMs);
