/** Begins a sign-in, or renews tokens. USER_SRP_AUTH and CUSTOM_AUTH are not part of this fake. */

import type {
  InitiateAuthCommandInput,
  InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { operation } from '../operation.ts';
import { poolOf, preventsExistenceErrors, requireClient } from '../pools/pools.ts';
import { checkSecretHash } from '../pools/secret-hash.ts';
import { incorrect, invalidParameter, userNotFound } from '../refusals.ts';
import { advance, type Step } from '../sign-in/advance.ts';
import { checkPassword } from '../sign-in/password.ts';
import { userAuth } from '../sign-in/user-auth.ts';
import type { ClientRecord } from '../state/records.ts';
import { readRefreshToken, renewTokens } from '../tokens/refresh.ts';
import { findUser } from '../users/find.ts';

type Parameters = Readonly<Record<string, string>>;

/** What each flow must be allowed by; API_CreateUserPoolClient, `ExplicitAuthFlows`. */
const FLOWS: Readonly<Record<string, string>> = {
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
  USER_AUTH: 'ALLOW_USER_AUTH',
  REFRESH_TOKEN_AUTH: 'ALLOW_REFRESH_TOKEN_AUTH',
  REFRESH_TOKEN: 'ALLOW_REFRESH_TOKEN_AUTH',
};
/** What a client allows that names no flow. */
const DEFAULT_FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

function checkFlow({ client }: ClientRecord, flow: string): void {
  const needed = FLOWS[flow];
  const allowed: readonly string[] = client.ExplicitAuthFlows ?? DEFAULT_FLOWS;
  if (needed === undefined || !allowed.includes(needed)) {
    throw invalidParameter(`${flow} flow not enabled for this client`);
  }
}

function parameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

async function signIn(
  call: Call,
  client: ClientRecord,
  name: string,
  password: string,
): Promise<Step> {
  const user = findUser(call, poolOf(call, client), name);
  if (user === undefined) throw preventsExistenceErrors(client) ? incorrect() : userNotFound();
  call.subject = user;
  checkPassword(call, user, password);
  return advance(call, client, user, 'first');
}

async function refresh(call: Call, client: ClientRecord, parameters: Parameters): Promise<Step> {
  const token = parameter(parameters, 'REFRESH_TOKEN');
  // The hash is over the real username here: that of an alias is refused.
  const refreshed = readRefreshToken(call, client, token, (username) =>
    checkSecretHash(client, username, parameters.SECRET_HASH),
  );
  return {
    ChallengeParameters: {},
    AuthenticationResult: await renewTokens(call, refreshed),
  };
}

export const initiateAuth = operation<InitiateAuthCommandInput, InitiateAuthCommandOutput>()({
  authorization: 'none',
  quota: 'UserAuthentication',
  writes: true,
  required: ['AuthFlow', 'ClientId'],
  run(call, { AuthFlow, ClientId, AuthParameters = {} }) {
    const client = requireClient(call, ClientId);
    checkFlow(client, AuthFlow);
    if (AuthFlow === 'REFRESH_TOKEN_AUTH' || AuthFlow === 'REFRESH_TOKEN') {
      return refresh(call, client, AuthParameters);
    }
    const name = parameter(AuthParameters, 'USERNAME');
    checkSecretHash(client, name, AuthParameters.SECRET_HASH);
    if (AuthFlow === 'USER_PASSWORD_AUTH') {
      return signIn(call, client, name, parameter(AuthParameters, 'PASSWORD'));
    }
    return userAuth(call, client, {
      name,
      preferred: AuthParameters.PREFERRED_CHALLENGE,
      password: AuthParameters.PASSWORD,
    });
  },
});
