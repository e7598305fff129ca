import type { Environment } from '../../contract/environment.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoFactorReader } from '../adapters/cognito/factor-reader.ts';
import { type FactorReader, noFactors } from '../core/mfa/factors.ts';
import type { Access } from './access.ts';

/**
 * Builds what reads the factors of users. Where the stage has none, Cognito may still list those of
 * former times, which no sign-in demands.
 */
export const buildFactorReader = (
  { MFA, USER_POOL_ID }: Pick<Environment<'mfa'>, 'MFA' | 'USER_POOL_ID'>,
  { cognito: { client } }: Pick<Access, 'cognito'>,
  { cognitoAccountMs }: Timeouts,
): FactorReader =>
  MFA === 'off'
    ? noFactors
    : cognitoFactorReader({ client, userPoolId: USER_POOL_ID }, cognitoAccountMs);
