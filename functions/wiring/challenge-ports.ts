import type { Environment } from '../../contract/environment.ts';
import { dynamoChallenges } from '../adapters/dynamodb/challenges.ts';
import type { IssuePorts } from '../core/challenges/issue-challenge.ts';
import { audit } from '../http/observe.ts';
import type { Access } from './access.ts';

type ChallengeEnvironment = Pick<
  Environment<'login'>,
  'ATTEMPTS_TABLE' | 'CHALLENGE_LIFETIME' | 'TOKEN_ISSUER'
>;

/** Returns what authenticator apps call this service. */
export const readTotpIssuer = ({ TOKEN_ISSUER }: { TOKEN_ISSUER: string }): string =>
  URL.canParse(TOKEN_ISSUER) ? new URL(TOKEN_ISSUER).host : TOKEN_ISSUER;

/** Builds what stores the further steps of a sign-in. */
export const buildIssuePorts = (
  { ATTEMPTS_TABLE, CHALLENGE_LIFETIME, TOKEN_ISSUER }: ChallengeEnvironment,
  { keys, database }: Pick<Access, 'keys' | 'database'>,
): IssuePorts => ({
  challengeStore: dynamoChallenges(database, ATTEMPTS_TABLE),
  keys,
  challengeLifetime: CHALLENGE_LIFETIME,
  totpIssuer: readTotpIssuer({ TOKEN_ISSUER }),
  audit,
  clock: Date.now,
});
