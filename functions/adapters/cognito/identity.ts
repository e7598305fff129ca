import { createHmac } from 'node:crypto';
import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import * as z from 'zod/mini';
import { ATTEMPTS, CLAIMS, TIMEOUTS } from '../../../contract/limits.ts';
import type { User } from '../../../contract/schemas/index.ts';
import { AuthError } from '../../core/error.ts';
import type { Identity } from '../../core/ports.ts';
import { within } from '../clients.ts';
import { withoutSecrets } from '../redact.ts';
import { type Call, codeOf } from './exceptions.ts';

export interface CognitoOptions {
  client: CognitoIdentityProviderClient;
  clientId: string;
  /** The confidential client's secret, without which nobody reaches the pool around our limits. */
  clientSecret: () => Promise<string>;
  /** How long Cognito may take, in milliseconds. */
  timeoutMs?: number;
}

/** Challenge parameters that a client may see. The rest, and the session handle, stay here. */
const CHALLENGE_PARAMETERS = [
  'CODE_DELIVERY_DELIVERY_MEDIUM',
  'CODE_DELIVERY_DESTINATION',
  'MFAS_CAN_CHOOSE',
  'MFAS_CAN_SETUP',
] as const;

/** Cognito's `InitiateAuth` and `RevokeToken`, with SECRET_HASH. */
export function cognitoIdentity({
  client,
  clientId,
  clientSecret,
  timeoutMs = TIMEOUTS.cognitoMs,
}: CognitoOptions): Identity {
  /**
   * SECRET_HASH: Base64(HMAC-SHA256(client secret, username + client id)) (AWS: "Computing secret
   * hash values").
   */
  const secretHash = async (username: string): Promise<string> =>
    createHmac('sha256', await clientSecret())
      .update(username + clientId)
      .digest('base64');

  async function call<T>(
    name: Call,
    secrets: readonly string[],
    sending: () => Promise<T>,
  ): Promise<T> {
    try {
      return await sending();
    } catch (error) {
      const code = codeOf(name, error);
      const cause = withoutSecrets(error, secrets);
      // Cognito does not say how long it locks a user out: never longer than this.
      throw new AuthError(code, {
        cause,
        retryAfter: code === 'TOO_MANY_REQUESTS' ? ATTEMPTS.lockout.longest : undefined,
      });
    }
  }

  return {
    async signIn(username, password) {
      const command = new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: {
          USERNAME: username,
          PASSWORD: password,
          SECRET_HASH: await secretHash(username),
        },
      });
      const output = await call('signIn', [username, password], () =>
        client.send(command, within(timeoutMs)),
      );
      if (output.ChallengeName) {
        throw new AuthError('CHALLENGE_REQUIRED', { details: { challenge: challengeOf(output) } });
      }
      const refreshToken = output.AuthenticationResult?.RefreshToken;
      if (!refreshToken) throw nonsense('no refresh token');
      return { user: userOf(output, clientId), refreshToken };
    },

    async revalidate(username, refreshToken) {
      const command = new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: clientId,
        // The real username: the hash of an alias is refused here.
        AuthParameters: { REFRESH_TOKEN: refreshToken, SECRET_HASH: await secretHash(username) },
      });
      return userOf(
        await call('revalidate', [username, refreshToken], () =>
          client.send(command, within(timeoutMs)),
        ),
        clientId,
      );
    },

    async revoke(refreshToken) {
      const secret = await clientSecret();
      const command = new RevokeTokenCommand({
        ClientId: clientId,
        ClientSecret: secret,
        Token: refreshToken,
      });
      await call('revoke', [refreshToken, secret], () =>
        client.send(command, within(TIMEOUTS.cognitoRevokeMs)),
      );
    },
  };
}

function challengeOf({ ChallengeName, ChallengeParameters = {} }: InitiateAuthCommandOutput) {
  const parameters = Object.fromEntries(
    CHALLENGE_PARAMETERS.filter((name) => ChallengeParameters[name] !== undefined).map((name) => [
      name.toLowerCase(),
      ChallengeParameters[name],
    ]),
  );
  return { name: ChallengeName, parameters };
}

const idClaims = z.object({
  sub: z.string().check(z.minLength(1)),
  aud: z.string(),
  token_use: z.literal('id'),
  'cognito:username': z.string().check(z.minLength(1)),
  email: z.optional(z.string()),
  'cognito:groups': z.optional(z.array(z.string())),
});

/**
 * The user that an ID token describes. Its signature is not checked again: it came from Cognito
 * itself over TLS (OpenID Connect Core section 3.1.3.7, point 6).
 * @throws BAD_GATEWAY
 */
function userOf({ AuthenticationResult }: InitiateAuthCommandOutput, clientId: string): User {
  if (!AuthenticationResult?.IdToken) throw nonsense('no ID token');
  const claims = z.safeParse(idClaims, decoded(AuthenticationResult.IdToken));
  if (!claims.success) throw nonsense('an ID token without the claims we need');
  const {
    sub,
    aud,
    email,
    'cognito:username': username,
    'cognito:groups': groups = [],
  } = claims.data;
  if (aud !== clientId) throw nonsense('an ID token for another client');
  return { sub, username, email: whole(email), groups: fitting(groups) };
}

function decoded(token: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/** The address, or none where it is too long for a token: cut short it would be another. */
const whole = (email: string | undefined): string | null =>
  email !== undefined && email.length <= CLAIMS.emailLength ? email : null;

/** As many groups as fit. Fewer groups mean fewer permissions. */
function fitting(groups: readonly string[]): string[] {
  let bytes = 0;
  return groups.filter((group) => {
    bytes += Buffer.byteLength(JSON.stringify(group)) + 1;
    return bytes <= CLAIMS.groupsBytes;
  });
}

const nonsense = (what: string) =>
  new AuthError('BAD_GATEWAY', { cause: new Error(`Cognito answered with ${what}`) });
