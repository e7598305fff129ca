import type { StageConfig } from './config/stage-config.ts';
import type { Attempts } from './constructs/attempts.ts';
import type { AuthFunction } from './constructs/auth-function.ts';
import type { ClientAddress } from './constructs/client-address.ts';
import type { ServiceKeys, TokenKeys } from './constructs/keys.ts';
import type { Sessions } from './constructs/sessions.ts';
import type { Upstream } from './constructs/upstream.ts';

/**
 * Handles on the resources that verify a session JWT. The authorizer of another stack uses them.
 */
export interface SessionVerification {
  sessions: Sessions;
  tokenKeys: TokenKeys;
  tokens: StageConfig['tokens'];
}

/** Handles on every resource that outlives a deployment, for the functions that use them. */
export interface Backend extends SessionVerification {
  serviceKeys: ServiceKeys;
  attempts: Attempts;
  upstream: Upstream;
  clientAddress: ClientAddress;
}

/**
 * Grants a function access to each resource whose variables `contract/environment.ts` lists for it.
 */
export function connect(fn: AuthFunction, backend: SessionVerification & Partial<Backend>): void {
  const { tokenKeys, serviceKeys, sessions, tokens, attempts, upstream, clientAddress } = backend;
  if (fn.hasVariable('TOKEN_KEYS_SECRET_ID')) tokenKeys.grantUse(fn);
  if (fn.hasVariable('SERVICE_KEYS_SECRET_ID')) serviceKeys?.grantUse(fn);
  if (fn.hasVariable('SESSIONS_TABLE')) sessions.grantUse(fn);
  if (fn.hasVariable('TOKEN_ISSUER')) {
    fn.addVariables({ TOKEN_ISSUER: tokens.issuer, TOKEN_AUDIENCE: tokens.audience });
  }
  if (fn.hasVariable('TOKEN_OTHER_AUDIENCES')) {
    fn.addVariables({ TOKEN_OTHER_AUDIENCES: (tokens.otherAudiences ?? []).join(',') });
  }
  if (fn.hasVariable('ATTEMPTS_TABLE')) attempts?.grantUse(fn);
  if (fn.hasVariable('USER_POOL_CLIENT_ID')) upstream?.grantUse(fn);
  if (fn.hasVariable('CLIENT_IP')) clientAddress?.grantUse(fn);
}
