/** Answers a challenge of a sign-in. A session is bound to its client and its user. */

import type {
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { operation } from '../operation.ts';
import { poolOf, requireClient } from '../pools/pools.ts';
import { checkSecretHash } from '../pools/secret-hash.ts';
import { invalidParameter, notAuthorized } from '../refusals.ts';
import { CHALLENGES } from '../sign-in/challenges/index.ts';
import { requireSession } from '../sign-in/sessions.ts';
import type { PoolRecord, UserRecord } from '../state/records.ts';
import { findUser } from '../users/find.ts';

/** The user of the session, who must be the one that is named; `undefined` for a decoy. */
function userOf(
  call: Call,
  pool: PoolRecord,
  username: string | undefined,
  name: string,
): UserRecord | undefined {
  if (username === undefined) return undefined;
  const user = findUser(call, pool, name);
  if (user === undefined || user.username !== username) {
    throw notAuthorized('Invalid session for the user.');
  }
  call.subject = user;
  return user;
}

export const respondToAuthChallenge = operation<
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput
>()({
  authorization: 'none',
  quota: 'UserAuthenticationResponses',
  writes: true,
  required: ['ClientId', 'ChallengeName'],
  run(call, { ClientId, ChallengeName, ChallengeResponses = {}, ...input }) {
    const client = requireClient(call, ClientId);
    const challenge = CHALLENGES[ChallengeName];
    if (challenge === undefined) {
      throw invalidParameter(`${ChallengeName} is not part of this fake of Amazon Cognito.`);
    }
    const name = ChallengeResponses.USERNAME;
    if (name === undefined) throw invalidParameter('Missing required parameter USERNAME');
    // Over the name that is sent: the sub where the challenge gave USER_ID_FOR_SRP.
    checkSecretHash(client, name, ChallengeResponses.SECRET_HASH);
    const session = requireSession(call, input.Session, [ChallengeName], ClientId);
    const pool = poolOf(call, client);
    const user = userOf(call, pool, session.record.username, name);
    return challenge(call, {
      client,
      pool,
      session,
      user,
      responses: ChallengeResponses,
    });
  },
});
