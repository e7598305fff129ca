/** Pools, clients and their MFA configuration as the API shows them. */

import type {
  GetUserPoolMfaConfigCommandOutput,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import type { ClientRecord, PoolRecord } from '../state/records.ts';
import { mfaConfigurationOf, passwordPolicyOf, tierOf } from './pools.ts';

export function describePool({ store, settings }: Call, record: PoolRecord): UserPoolType {
  const { PoolName, Schema, ...configuration } = record.pool;
  return {
    ...configuration,
    Id: record.id,
    Name: PoolName,
    Arn: `arn:aws:cognito-idp:${settings.region}:${settings.accountId}:userpool/${record.id}`,
    CreationDate: new Date(record.created),
    LastModifiedDate: new Date(record.modified),
    MfaConfiguration: mfaConfigurationOf(record),
    UserPoolTier: tierOf(record),
    Policies: { ...configuration.Policies, PasswordPolicy: passwordPolicyOf(record) },
    SchemaAttributes: Schema ?? [],
    EmailConfiguration: configuration.EmailConfiguration ?? {
      EmailSendingAccount: 'COGNITO_DEFAULT',
    },
    AdminCreateUserConfig: configuration.AdminCreateUserConfig ?? {
      AllowAdminCreateUserOnly: false,
    },
    EstimatedNumberOfUsers: store.all('users').filter(({ poolId }) => poolId === record.id).length,
  };
}

export const describeMfa = (
  record: PoolRecord,
): Omit<GetUserPoolMfaConfigCommandOutput, '$metadata'> => ({
  ...record.mfa,
  MfaConfiguration: mfaConfigurationOf(record),
});

export const describeClient = (record: ClientRecord): UserPoolClientType => ({
  ...record.client,
  UserPoolId: record.poolId,
  ClientId: record.id,
  // [unproven] AWS does not document which of two secrets this is.
  ...(record.secrets[0] && { ClientSecret: record.secrets[0].value }),
  CreationDate: new Date(record.created),
  LastModifiedDate: new Date(record.modified),
  RefreshTokenValidity: record.client.RefreshTokenValidity ?? 30,
  EnableTokenRevocation: record.client.EnableTokenRevocation ?? true,
  AuthSessionValidity: record.client.AuthSessionValidity ?? 3,
});
