import type { StageConfig } from './config/stage-config.ts';
import type { Attempts } from './constructs/attempts.ts';
import type { AuthFunction } from './constructs/auth-function.ts';
import type { ClientAddress } from './constructs/client-address.ts';
import type { ServiceKeys, SigningKeys, TokenKeys } from './constructs/keys.ts';
import type { RevalidationBus } from './constructs/revalidation-bus.ts';
import type { Sessions } from './constructs/sessions.ts';
import type { Upstream } from './constructs/upstream.ts';
import type { UserLookup } from './constructs/user-lookup.ts';

/**
 * Handles on the resources that verify a session JWT. The authorizer of another stack uses them.
 */
export interface SessionVerification {
  sessions: Sessions;
  tokenKeys: TokenKeys;
  tokens: StageConfig['tokens'];
  revalidations: RevalidationBus;
}

/** Handles on every resource that outlives a deployment, for the functions that use them. */
export interface Backend extends SessionVerification {
  signingKeys: SigningKeys;
  serviceKeys: ServiceKeys;
  attempts: Attempts;
  upstream: Upstream;
  users: UserLookup;
  clientAddress: ClientAddress;
}

/**
 * Grants a function access to each resource whose variables `contract/environment.ts` lists for it.
 */
export function connect(fn: AuthFunction, backend: SessionVerification & Partial<Backend>): void {
  const { tokenKeys, sessions, tokens, revalidations } = backend;
  const { signingKeys, serviceKeys, attempts, upstream, users, clientAddress } = backend;
  if (fn.hasVariable('TOKEN_KEYS_SECRET_ID')) tokenKeys.grantUse(fn);
  if (fn.hasVariable('SIGNING_KEYS_SECRET_ID')) signingKeys?.grantUse(fn);
  if (fn.hasVariable('SERVICE_KEYS_SECRET_ID')) serviceKeys?.grantUse(fn);
  if (fn.hasVariable('SESSIONS_TABLE')) sessions.grantUse(fn);
  if (fn.hasVariable('TOKEN_ISSUER')) {
    fn.addVariables({
      TOKEN_ALGORITHM: tokens.algorithm ?? 'HS256',
      TOKEN_ISSUER: tokens.issuer,
      TOKEN_AUDIENCE: tokens.audience,
    });
  }
  if (fn.hasVariable('TOKEN_OTHER_AUDIENCES')) {
    fn.addVariables({ TOKEN_OTHER_AUDIENCES: (tokens.otherAudiences ?? []).join(',') });
  }
  if (fn.hasVariable('EVENT_BUS_NAME')) revalidations.grantPut(fn);
  revalidations.addAges(fn);
  if (fn.hasVariable('USER_POOL_ID')) users?.grantUse(fn);
  if (fn.hasVariable('ATTEMPTS_TABLE')) attempts?.grantUse(fn);
  if (fn.hasVariable('USER_POOL_CLIENT_ID')) upstream?.grantUse(fn);
  if (fn.hasVariable('CLIENT_IP')) clientAddress?.grantUse(fn);
}
