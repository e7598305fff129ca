/** Begins sign-ins without a password, with Cognito's `USER_AUTH`. */

import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import { parseAnswer } from './answer.ts';
import { type Cognito, computeSecretHash, invalidResponse } from './call.ts';

const user = z.object({
  Enabled: z.boolean(),
  UserStatus: z.string(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});

export type FoundUser = z.output<typeof user>;

/** A challenge that the user can answer. */
interface BegunSignIn {
  /** The name of the user in the answer. */
  username: string;
  handle: string;
  parameters: Readonly<Record<string, string>>;
}

/**
 * Asks for a challenge, after a look at the user. The calls are the same for every name: about a
 * user who must not sign in like this, Cognito is asked by a random name.
 * @returns undefined if Cognito offers the challenge to no such user, and `busy` if it has no room
 * for a sign-in now
 */
export async function beginUserAuth(
  { cognito, userPoolId }: { cognito: Cognito; userPoolId: string },
  {
    username,
    challenge,
    isAllowed,
  }: {
    username: string;
    challenge: 'EMAIL_OTP' | 'WEB_AUTHN';
    isAllowed: (found: FoundUser) => boolean;
  },
  options: { abortSignal: AbortSignal },
): Promise<BegunSignIn | 'busy' | undefined> {
  const found = await orBusy(findUser(cognito, userPoolId, username, options));
  if (found === 'busy') return found;
  // A sign-in might confirm an account that a stranger has created, with his password.
  const mustHide = found !== undefined && !isAllowed(found);
  const USERNAME = mustHide ? `${randomUUID()}@invalid.invalid` : username;
  const answer = await orBusy(initiate(cognito, USERNAME, challenge, options));
  if (answer === 'busy') return answer;
  // Unknown names get a random challenge. Users without the method get a choice of others.
  if (found === undefined || mustHide || answer.ChallengeName !== challenge) return undefined;
  if (!answer.Session) throw invalidResponse('a challenge without a session');
  const { USER_ID_FOR_SRP = username, ...parameters } = answer.ChallengeParameters ?? {};
  return { username: USER_ID_FOR_SRP, handle: answer.Session, parameters };
}

/** Cognito limits the requests about one user, which a name without a user never reaches. */
async function orBusy<T>(call: Promise<T>): Promise<T | 'busy'> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'TooManyRequestsException') return 'busy';
    throw error;
  }
}

async function initiate(
  cognito: Cognito,
  USERNAME: string,
  PREFERRED_CHALLENGE: string,
  options: { abortSignal: AbortSignal },
): Promise<ReturnType<typeof parseAnswer>> {
  const SECRET_HASH = await computeSecretHash(cognito, USERNAME);
  const command = new InitiateAuthCommand({
    AuthFlow: 'USER_AUTH',
    ClientId: cognito.clientId,
    AuthParameters: { USERNAME, PREFERRED_CHALLENGE, SECRET_HASH },
  });
  return parseAnswer(await cognito.client.send(command, options));
}

/** Returns undefined if there is no such user. */
async function findUser(
  { client }: Cognito,
  userPoolId: string,
  username: string,
  options: { abortSignal: AbortSignal },
): Promise<FoundUser | undefined> {
  const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
  try {
    const found = z.safeParse(user, await client.send(command, options));
    if (found.success) return found.data;
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException') return undefined;
    throw error;
  }
  throw invalidResponse('a user without the fields we need');
}

/**
 * Whether a user has a password of their own and may use it. An operator demands a reset because the
 * account is not safe.
 */
export const isActive = ({ Enabled, UserStatus }: FoundUser): boolean =>
  Enabled && UserStatus === 'CONFIRMED';
