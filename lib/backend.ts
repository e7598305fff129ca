import type { Attempts } from './constructs/attempts.ts';
import type { AuthFunction } from './constructs/auth-function.ts';
import type { ClientAddress } from './constructs/client-address.ts';
import type { Keyring } from './constructs/keyring-secret.ts';
import type { Sessions } from './constructs/sessions.ts';
import type { Upstream } from './constructs/upstream.ts';

/** What a verifier of session JWTs needs; all that another stack's authorizer is given. */
export interface SessionVerification {
  sessions: Sessions;
  keyring: Keyring;
  tokens: { issuer: string; audience: string };
}

/** Everything that outlives a deployment, as the functions use it. */
export interface Backend extends SessionVerification {
  attempts: Attempts;
  upstream: Upstream;
  clientAddress: ClientAddress;
}

/** Gives a function what `contract/environment.ts` says it reads, and no more. */
export function connect(fn: AuthFunction, backend: SessionVerification & Partial<Backend>): void {
  const { keyring, sessions, tokens, attempts, upstream, clientAddress } = backend;
  if (fn.reads('KEYRING_SECRET_ID')) keyring.grantUse(fn);
  if (fn.reads('SESSIONS_TABLE')) sessions.grantUse(fn);
  if (fn.reads('TOKEN_ISSUER')) {
    fn.provide({ TOKEN_ISSUER: tokens.issuer, TOKEN_AUDIENCE: tokens.audience });
  }
  if (fn.reads('ATTEMPTS_TABLE')) attempts?.grantUse(fn);
  if (fn.reads('USER_POOL_CLIENT_ID')) upstream?.grantUse(fn);
  if (fn.reads('CLIENT_IP')) clientAddress?.grantUse(fn);
}
