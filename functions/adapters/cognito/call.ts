/** What all calls to Cognito have in common. */

import { createHmac } from 'node:crypto';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { AuthError } from '../../core/error.ts';
import { NotSent } from '../../core/login/sign-in.ts';
import { withDeadline } from '../deadline.ts';
import { withoutSecrets } from '../redact.ts';
import {
  type CognitoExceptionName,
  exceptionNameOf,
  meaningOf,
  type Overrides,
} from './exceptions.ts';

/** The app client of the user pool, and the SDK client that calls Cognito. */
export interface Cognito {
  client: CognitoIdentityProviderClient;
  clientId: string;
  /** Reads the app client's secret. It keeps others from using the pool without our limits. */
  clientSecret: () => Promise<string>;
}

export interface CallOptions {
  /** Limit of the call as a whole in milliseconds: both tries, and the body. */
  timeoutMs: number;
  /** What exceptions mean to this call, if not the default. */
  overrides?: Overrides;
  /** Values that must not appear in the log. */
  secrets: readonly string[];
}

/**
 * Calls Cognito. `send` must pass its argument to the SDK client. If it makes several calls, they
 * share the time limit.
 * @throws {AuthError} with the code that the exception means to this call.
 */
export async function callCognito<T>(
  { timeoutMs, overrides = {}, secrets }: CallOptions,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(timeoutMs, (abortSignal) => send({ abortSignal }));
  } catch (error) {
    if (error instanceof AuthError) throw error;
    const code = meaningOf(error, overrides);
    const cause = withoutSecrets(error, secrets);
    throw new AuthError(code, {
      cause: wasNotSent(error) ? new NotSent('Cognito was not reached', { cause }) : cause,
    });
  }
}

/** What exceptions mean to a call for which they are results. */
export type Outcomes<T> = Readonly<Partial<Record<CognitoExceptionName, T>>>;

/**
 * Calls Cognito like {@link callCognito}, and returns what an exception means if it is a result.
 * @throws {AuthError} if the exception is not among the outcomes.
 */
export const callForOutcome = <T>(
  { outcomes, ...options }: CallOptions & { outcomes: Outcomes<T> },
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> =>
  callCognito(options, async (sending) => {
    try {
      return await send(sending);
    } catch (error) {
      const name = exceptionNameOf(error);
      if (name === undefined || !Object.hasOwn(outcomes, name)) throw error;
      return outcomes[name] as T;
    }
  });

/** Errors of a connection that was never made. */
const NOT_CONNECTED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'ENOTFOUND']);

const wasNotSent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && NOT_CONNECTED.has(error.code);

/**
 * Computes SECRET_HASH: Base64(HMAC-SHA256(client secret, username + client id)) (AWS: "Computing
 * secret hash values").
 */
export async function computeSecretHash(
  { clientId, clientSecret }: Cognito,
  username: string,
): Promise<string> {
  return createHmac('sha256', await clientSecret())
    .update(username + clientId)
    .digest('base64');
}

/** Names a user in the form that the operations of an app client with a secret share. */
export const nameUser = async (cognito: Cognito, username: string) => ({
  ClientId: cognito.clientId,
  Username: username,
  SecretHash: await computeSecretHash(cognito, username),
});

/** The error for a response that Cognito should not give. */
export const invalidResponse = (description: string): AuthError =>
  new AuthError('BAD_GATEWAY', { cause: new Error(`Cognito answered with ${description}`) });
