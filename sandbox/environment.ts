import { devNull } from 'node:os';
import type { EnvironmentInput } from '../contract/environment.ts';
import { TABLE_NAMES } from './aws/tables.ts';

/** Names of the sandbox's secrets. */
export const SECRET_IDS = { keyring: 'keyring', client: 'user-pool-client' } as const;

/** Whatever the port: a token outlives a restart on another one. */
export const TOKENS = {
  issuer: 'http://localhost/chordian-auth',
  audience: 'chordian-auth',
} as const;

type AllVariables = EnvironmentInput<'login'>;

/** The variables of every function at once; a deployed function has those of its own grants. */
export function functionEnvironment(at: {
  documentationUrl: string;
  clientId: string;
  allowedOrigins: string;
}) {
  return {
    DOCUMENTATION_URL: at.documentationUrl,
    ALLOWED_ORIGINS: at.allowedOrigins,
    SCHEME: 'http',
    KEYRING_SECRET_ID: SECRET_IDS.keyring,
    SESSIONS_TABLE: TABLE_NAMES.sessions,
    ATTEMPTS_TABLE: TABLE_NAMES.attempts,
    TOKEN_ISSUER: TOKENS.issuer,
    TOKEN_AUDIENCE: TOKENS.audience,
    USER_POOL_CLIENT_ID: at.clientId,
    USER_POOL_CLIENT_SECRET_ID: SECRET_IDS.client,
    CLIENT_IP: 'gateway',
  } satisfies AllVariables;
}

/**
 * What the Lambda runtime and the AWS SDK read. No credential or endpoint of the developer's own
 * may be left: nothing here may reach AWS.
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

/** Metrics would be lines on the terminal; logs are, from a level on. */
export const observabilityEnvironment = (logLevel: string): Record<string, string> => ({
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_LOG_LEVEL: logLevel,
});

/** Sets variables, without those of AWS that were there. Gives back what puts all as it was. */
export function applyEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  Object.assign(process.env, variables);
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  };
}
