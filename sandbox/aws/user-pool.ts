/** The user pool and its app client, with the settings that `lib/` deploys. */

import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CHALLENGE, SESSION } from '../../contract/limits.ts';
import type { MfaSetting } from '../../contract/mfa.ts';
import type { CognitoService } from './cognito.ts';

export interface UserPool {
  id: string;
  client: { id: string; secret: string };
}

const NAME = 'chordian-auth-sandbox';

/** Minutes. The service does not use these tokens after the request that receives them. */
const TOKEN_MINUTES = 5;

/** As in the stages that are not for production. */
export const PASSWORD_MIN_LENGTH = 8;

/** The attributes that users may change. */
export const USER_ATTRIBUTES = ['name', 'given_name', 'family_name', 'locale'] as const;

/** The settings of the stage that the pool depends on. */
export interface UserPoolSettings {
  /** Like the deployed setting `passwordless.emailCode`. Defaults to false. */
  emailCodes: boolean;
  /** Like the deployed setting `passwordless.passkeys`, on `localhost`. Defaults to false. */
  passkeys: boolean;
  /** Like the deployed setting of the same name. Defaults to `optional`. */
  mfa: MfaSetting;
}

/** Completes settings with their defaults. */
export const withDefaults = ({
  emailCodes = false,
  passkeys = false,
  mfa = 'optional',
}: Partial<UserPoolSettings> = {}): UserPoolSettings => ({ emailCodes, passkeys, mfa });

/** How long a user has for each further step of a sign-in, in seconds. */
export const challengeLifetimeOf = ({ emailCodes }: UserPoolSettings): number =>
  CHALLENGE.lifetime[emailCodes ? 'withEmailCodes' : 'standard'];

/** Browsers permit passkeys on `localhost` without TLS. */
export const RELYING_PARTY = 'localhost';

const MFA = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const satisfies Record<
  MfaSetting,
  string
>;

const POOL = {
  PoolName: NAME,
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  Policies: {
    PasswordPolicy: {
      MinimumLength: PASSWORD_MIN_LENGTH,
      RequireLowercase: false,
      RequireUppercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 3,
    },
  },
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  UserPoolTier: 'ESSENTIALS',
} satisfies CreateUserPoolCommandInput;

const poolWith = ({ emailCodes, passkeys, mfa }: UserPoolSettings): CreateUserPoolCommandInput => ({
  ...POOL,
  MfaConfiguration: MFA[mfa],
  Policies: {
    ...POOL.Policies,
    SignInPolicy: {
      AllowedFirstAuthFactors: [
        'PASSWORD',
        ...(emailCodes ? (['EMAIL_OTP'] as const) : []),
        ...(passkeys ? (['WEB_AUTHN'] as const) : []),
      ],
    },
  },
});

const clientWith = (
  settings: UserPoolSettings,
): Omit<CreateUserPoolClientCommandInput, 'UserPoolId'> => ({
  ClientName: NAME,
  ExplicitAuthFlows: [
    'ALLOW_USER_PASSWORD_AUTH',
    ...(settings.emailCodes || settings.passkeys ? (['ALLOW_USER_AUTH'] as const) : []),
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  ReadAttributes: ['email', 'email_verified', ...USER_ATTRIBUTES],
  WriteAttributes: ['email', ...USER_ATTRIBUTES],
  AccessTokenValidity: TOKEN_MINUTES,
  IdTokenValidity: TOKEN_MINUTES,
  RefreshTokenValidity: SESSION.lifetime,
  AuthSessionValidity: challengeLifetimeOf(settings) / 60,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'seconds' },
});

/**
 * Creates the pool and the client if they are missing. Each step looks first, so that a start
 * completes what a killed one began.
 */
export async function ensureUserPool(
  { run, pools }: CognitoService,
  settings: UserPoolSettings,
): Promise<UserPool> {
  const pool = poolWith(settings);
  const appClient = clientWith(settings);
  const former = pools()[0]?.id;
  const id = former ?? (await run('CreateUserPool', pool)).UserPool?.Id ?? '';
  // The pool and the client may have the settings of an earlier start.
  if (former !== undefined) await run('UpdateUserPool', { UserPoolId: id, ...pool });
  await run('SetUserPoolMfaConfig', {
    UserPoolId: id,
    MfaConfiguration: MFA[settings.mfa],
    SoftwareTokenMfaConfiguration: { Enabled: settings.mfa !== 'off' },
    ...(settings.passkeys && {
      WebAuthnConfiguration: {
        RelyingPartyId: RELYING_PARTY,
        UserVerification: 'required' as const,
        FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' as const,
      },
    }),
  });
  const formerClient = pools()[0]?.clientIds[0];
  const { UserPoolClient: client } =
    formerClient === undefined
      ? await run('CreateUserPoolClient', { UserPoolId: id, GenerateSecret: true, ...appClient })
      : await run('UpdateUserPoolClient', { UserPoolId: id, ClientId: formerClient, ...appClient });
  return { id, client: { id: client?.ClientId ?? '', secret: client?.ClientSecret ?? '' } };
}
