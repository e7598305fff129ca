/** The user pool and its app client, with the settings that `lib/` deploys. */

import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CHALLENGE, SESSION } from '../../contract/limits.ts';
import type { CognitoService } from './cognito.ts';

export interface UserPool {
  id: string;
  client: { id: string; secret: string };
}

const NAME = 'chordian-auth-sandbox';

/** Minutes. The service does not use these tokens after the request that receives them. */
const TOKEN_MINUTES = 5;

const POOL: CreateUserPoolCommandInput = {
  PoolName: NAME,
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 8,
      RequireLowercase: false,
      RequireUppercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 3,
    },
  },
  UserPoolTier: 'ESSENTIALS',
};

const CLIENT: Omit<CreateUserPoolClientCommandInput, 'UserPoolId'> = {
  ClientName: NAME,
  GenerateSecret: true,
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  AccessTokenValidity: TOKEN_MINUTES,
  IdTokenValidity: TOKEN_MINUTES,
  RefreshTokenValidity: SESSION.lifetime,
  AuthSessionValidity: CHALLENGE.lifetime.standard / 60,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'seconds' },
};

/**
 * Creates the pool and the client if they are missing. Each step looks first, so that a start
 * completes what a killed one began.
 */
export async function ensureUserPool({ run, pools }: CognitoService): Promise<UserPool> {
  const id = pools()[0]?.id ?? (await run('CreateUserPool', POOL)).UserPool?.Id ?? '';
  await run('SetUserPoolMfaConfig', {
    UserPoolId: id,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const existing = pools()[0]?.clientIds[0];
  const { UserPoolClient: client } =
    existing === undefined
      ? await run('CreateUserPoolClient', { UserPoolId: id, ...CLIENT })
      : await run('DescribeUserPoolClient', { UserPoolId: id, ClientId: existing });
  return { id, client: { id: client?.ClientId ?? '', secret: client?.ClientSecret ?? '' } };
}
