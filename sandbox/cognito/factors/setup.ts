/** Who sets up a software token: the user of an access token, or of a sign-in under way. */

import type { Call } from '../call.ts';
import { requireClient } from '../pools/pools.ts';
import { invalidParameter, notAuthorized } from '../refusals.ts';
import { type OpenSession, openSession, requireSession, spend } from '../sign-in/sessions.ts';
import { keyOf, type SessionRecord, type UserRecord } from '../state/records.ts';
import { authorised } from '../tokens/verify.ts';

interface Owner {
  user: UserRecord;
  /** Absent where an access token was shown. */
  session: OpenSession | undefined;
}

/** @throws {CognitoException} InvalidParameterException unless exactly one of the two is given */
export async function ownerOfSetup(
  call: Call,
  { AccessToken, Session }: { AccessToken?: string | undefined; Session?: string | undefined },
  challenges: readonly string[],
  undeclared: readonly string[],
): Promise<Owner> {
  if ((AccessToken === undefined) === (Session === undefined)) {
    throw invalidParameter('Request must contain either an access token or a session.');
  }
  if (AccessToken !== undefined) {
    return { user: (await authorised(call, AccessToken, undeclared)).user, session: undefined };
  }
  const session = requireSession(call, Session, challenges);
  const { poolId, username } = session.record;
  const user = call.store.get('users', keyOf({ poolId, username: username ?? '' }));
  if (user === undefined) throw notAuthorized('Invalid session for the user.');
  call.subject = user;
  return { user, session };
}

/** Each step gives a new session. */
export function nextSession(
  call: Call,
  session: OpenSession,
  setup: NonNullable<SessionRecord['setup']>,
): string {
  spend(call, session);
  const client = requireClient(call, session.record.clientId);
  return openSession(call, client, { ...session.record, setup });
}
