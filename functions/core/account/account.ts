/** What the service and the upstream store about the user of a session. */

import type { AccountResponse } from '../../../contract/schemas/index.ts';
import { READABLE_ATTRIBUTES } from '../../../contract/user-attributes.ts';
import { AuthError } from '../error.ts';
import type { Clock } from '../ports.ts';
import { type EndSessionPorts, endSession } from '../sessions/end-session.ts';
import type { IdleTimeout } from '../sessions/idle.ts';
import type { Session } from '../sessions/session-store.ts';
import type { UserSessions } from '../sessions/user-sessions.ts';
import { inSeconds, toIsoTime } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { AccountReader, StoredAccount } from './account-reader.ts';

export interface AccountPorts extends EndSessionPorts {
  accounts: AccountReader;
  userSessions: UserSessions;
  idle: IdleTimeout;
  clock: Clock;
}

/** Returns what is stored about the caller, as an export. */
export async function getAccount(
  ports: AccountPorts,
  { session }: Input<'getAccount'>,
): Promise<Reply> {
  return { body: await describeAccount(ports, session) };
}

export async function describeAccount(
  ports: AccountPorts,
  session: Session,
): Promise<AccountResponse> {
  const now = inSeconds(ports.clock());
  const [stored, sessions] = await Promise.all([
    readStoredAccount(ports, session),
    ports.userSessions.list(session.sub, now),
  ]);
  const { email, email_verified: verified, ...attributes } = stored.attributes;
  return {
    sub: stored.sub,
    username: stored.username,
    email: email ?? null,
    email_verified: verified === 'true',
    status: stored.status.toLowerCase(),
    created_at: toIsoTime(stored.createdAt),
    updated_at: toIsoTime(stored.updatedAt),
    attributes: Object.fromEntries(
      Object.entries(attributes).filter(([name]) => READABLE_ATTRIBUTES.includes(name)),
    ),
    groups: [...stored.groups],
    sessions: {
      count: sessions.filter((each) => !ports.idle.isIdle(each, now)).length,
      current: {
        id: session.sid,
        created_at: toIsoTime(session.createdAt),
        expires_at: toIsoTime(session.expiresAt),
        authenticated_at: toIsoTime(session.authenticatedAt),
      },
    },
  };
}

/**
 * Reads the user of a session from the upstream.
 * @throws {INVALID_TOKEN} if the user is gone. The session has ended then.
 */
export async function readStoredAccount(
  ports: EndSessionPorts & { accounts: AccountReader },
  session: Session,
): Promise<StoredAccount> {
  const stored = await ports.accounts.read(session.user.username);
  // The name may belong to another person by now.
  if (stored?.sub === session.sub) return stored;
  await endSession(ports, session, stored ? 'user replaced' : 'user deleted', { revoke: false });
  throw new AuthError('INVALID_TOKEN', { variant: 'revoked' });
}
