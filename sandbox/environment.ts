import { devNull } from 'node:os';
import type { TokenAlgorithm } from '../contract/algorithms.ts';
import type { EnvironmentInput } from '../contract/environment.ts';
import { VALIDATION } from '../contract/limits.ts';
import { TABLE_NAMES } from './aws/tables.ts';
import {
  challengeLifetimeOf,
  PASSWORD_MIN_LENGTH,
  RELYING_PARTY,
  USER_ATTRIBUTES,
  type UserPoolSettings,
} from './aws/user-pool.ts';

/** The names of the sandbox's secrets. */
export const SECRET_IDS = {
  tokenKeys: 'token-keys',
  /** Key pairs and their public keys, if session JWTs are signed with ES256. */
  signingKeys: 'signing-keys',
  publicKeys: 'public-keys',
  serviceKeys: 'service-keys',
  client: 'user-pool-client',
} as const;

/** The secrets of the keys that sign and that verify session JWTs. */
export const tokenSecretIds = (algorithm: TokenAlgorithm) =>
  algorithm === 'ES256'
    ? { signing: SECRET_IDS.signingKeys, verification: SECRET_IDS.publicKeys }
    : { signing: SECRET_IDS.tokenKeys, verification: SECRET_IDS.tokenKeys };

/** They do not contain the port, so that a token stays valid after a restart on another port. */
export const TOKENS = {
  issuer: 'http://localhost/chordian-auth',
  audience: 'chordian-auth',
} as const;

/** The foundation's bus. */
export const EVENT_BUS = 'chordian-auth';

type AllVariables = EnvironmentInput<'login'> &
  EnvironmentInput<'challenge'> &
  EnvironmentInput<'account'> &
  EnvironmentInput<'registration'> &
  EnvironmentInput<'recovery'> &
  EnvironmentInput<'passwordless'> &
  EnvironmentInput<'passkeys'> &
  EnvironmentInput<'mfa'> &
  EnvironmentInput<'session'> &
  EnvironmentInput<'revalidate'> &
  EnvironmentInput<'notices'> &
  EnvironmentInput<'user-events'>;

/** The variables of all functions together. A deployed function has only those it needs. */
export function functionEnvironment(
  settings: UserPoolSettings & {
    documentationUrl: string;
    poolId: string;
    clientId: string;
    allowedOrigins: string;
    algorithm: TokenAlgorithm;
  },
) {
  const { signing, verification } = tokenSecretIds(settings.algorithm);
  return {
    DOCUMENTATION_URL: settings.documentationUrl,
    ALLOWED_ORIGINS: settings.allowedOrigins,
    SCHEME: 'http',
    TOKEN_ALGORITHM: settings.algorithm,
    SIGNING_KEYS_SECRET_ID: signing,
    TOKEN_KEYS_SECRET_ID: verification,
    SERVICE_KEYS_SECRET_ID: SECRET_IDS.serviceKeys,
    SESSIONS_TABLE: TABLE_NAMES.sessions,
    ATTEMPTS_TABLE: TABLE_NAMES.attempts,
    CHALLENGE_LIFETIME: String(challengeLifetimeOf(settings)),
    TOKEN_ISSUER: TOKENS.issuer,
    TOKEN_AUDIENCE: TOKENS.audience,
    USER_POOL_CLIENT_ID: settings.clientId,
    USER_POOL_CLIENT_SECRET_ID: SECRET_IDS.client,
    CLIENT_IP: 'gateway',
    USER_POOL_ID: settings.poolId,
    MFA: settings.mfa,
    EMAIL_CODES: settings.emailCodes ? 'on' : 'off',
    ...(settings.passkeys && { RELYING_PARTY }),
    NOTICES: 'on',
    // All requests of a developer, and of the tests of a client, come from one address.
    MAILS_PER_NETWORK: '1000',
    EVENT_BUS_NAME: EVENT_BUS,
    MAIL_FROM: '"Sandbox" <no-reply@sandbox.example>',
    MAIL_SERVICE_NAME: 'Sandbox',
    REVALIDATE_AFTER: String(VALIDATION.requestAfter),
    PASSWORD_MIN_LENGTH: String(PASSWORD_MIN_LENGTH),
    USER_ATTRIBUTES: USER_ATTRIBUTES.join(','),
    EXPIRE_UNVALIDATED_AFTER: String(VALIDATION.expireAfter),
  } satisfies AllVariables;
}

/**
 * The variables that the Lambda runtime and the AWS SDK read. They replace the developer's own
 * credentials and endpoints, so that no request can reach AWS.
 */
export const awsEnvironment = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'sandbox',
  AWS_SECRET_ACCESS_KEY: 'sandbox',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});

/** Disables metrics, which would go to the terminal. Logs go there from `logLevel` on. */
export const observabilityEnvironment = (logLevel: string): Record<string, string> => ({
  METRICS_DISABLED: 'true',
  LOG_LEVEL: logLevel,
});

/**
 * Sets variables and removes all other variables of AWS. Returns a function that restores the
 * former environment.
 */
export function applyEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const former = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  Object.assign(process.env, variables);
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in former)) delete process.env[name];
    Object.assign(process.env, former);
  };
}
