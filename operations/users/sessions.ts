import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { dynamoSessions } from '../../functions/adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../../functions/adapters/dynamodb/user-sessions.ts';
import { lastUsedAt } from '../../functions/core/sessions/idle.ts';
import type { Session } from '../../functions/core/sessions/session-store.ts';
import { inSeconds, toIsoTime } from '../../functions/core/time.ts';
import { type Options, UsageError } from '../frame/usage.ts';
import { changeUser } from './change-user.ts';
import { type FoundUser, findUser, inputFor } from './user.ts';
import { type Context, ON_AWS, USERNAME, userCommand } from './user-command.ts';

const USER = {
  ...USERNAME,
  sub: { value: 'SUB', description: '`sub` of a user who is no longer in the user pool.' },
} as const satisfies Options;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const DELETED_USER = {
  args: '--sub 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed --stack ChordianAuth-prod-Foundation',
  does: 'of a user who is no longer in the user pool',
};

export const sessions = userCommand({
  name: 'sessions',
  summary: 'Lists the sessions of a user.',
  options: USER,
  examples: [ON_AWS, DELETED_USER],
  prepare(values) {
    const named = readUser(values);
    return async (context) => {
      if ('sub' in named) return { user: null, sessions: await listSessions(context, named.sub) };
      const { report } = await findUser(context, named.username);
      return { user: report, sessions: await listSessions(context, report.sub) };
    };
  },
});

export const endSessions = userCommand({
  name: 'end-sessions',
  summary: 'Ends the sessions of a user at once.',
  options: {
    ...USER,
    session: { value: 'ID', description: 'The only session to end. Defaults to all of the user.' },
  },
  examples: [{ args: '--username test@example.com', does: 'in the sandbox' }, ON_AWS, DELETED_USER],
  prepare({ session: sid, ...values }) {
    const named = readUser(values);
    const fields = sid === undefined ? {} : { sid };
    return async (context) => {
      if ('username' in named) {
        const end = async (user: FoundUser) => ({
          sessions_ended:
            sid === undefined
              ? await signOut(context, user)
              : await endOneRow(context, { sub: user.report.sub, sid }),
        });
        return changeUser(context, named.username, end, fields);
      }
      const { sub } = named;
      const sessionsEnded = await context.audited({ sub, ...fields }, () =>
        sid === undefined ? endSessionRows(context, sub) : endOneRow(context, { sub, sid }),
      );
      return { user: null, sessions_ended: sessionsEnded };
    };
  },
});

function readUser({
  username,
  sub,
}: {
  username?: string | undefined;
  sub?: string | undefined;
}): { username: string } | { sub: string } {
  if (username !== undefined && sub === undefined) return { username };
  if (sub === undefined || username !== undefined) {
    throw new UsageError('Name the user by --username or by --sub.');
  }
  // Of anything else, no session would end, and the operator would not learn of the mistake.
  if (!UUID.test(sub)) throw new UsageError('--sub must be a UUID. Give a name by --username.');
  return { sub };
}

/** Returns the live sessions of a user, the last used one first. */
export async function listSessions({ deployment }: Context, sub: string): Promise<object[]> {
  const table = await deployment.table('sessions');
  const now = inSeconds(Date.now());
  const live = await dynamoUserSessions(deployment.dynamo, table).list(sub, now);
  return live.toSorted((a, b) => lastUsedAt(b) - lastUsedAt(a)).map(describeSession);
}

const describeSession = (session: Session) => ({
  id: session.sid,
  device: session.client ?? null,
  network: session.network,
  created_at: toIsoTime(session.createdAt),
  authenticated_at: toIsoTime(session.authenticatedAt),
  last_used_at: toIsoTime(lastUsedAt(session)),
  expires_at: toIsoTime(session.expiresAt),
});

/**
 * Deletes the session rows of a user, which takes effect at once. Then revokes Cognito's own tokens.
 * @returns how many sessions ended.
 */
export async function signOut(context: Context, user: FoundUser): Promise<number> {
  const ended = await endSessionRows(context, user.report.sub);
  const command = new AdminUserGlobalSignOutCommand(inputFor(context, user));
  await context.deployment.cognito.send(command);
  return ended;
}

/** Deletes the session rows of a user, and does not call Cognito. Returns how many sessions ended. */
export async function endSessionRows({ deployment }: Context, sub: string): Promise<number> {
  const table = await deployment.table('sessions');
  return dynamoSessions(deployment.dynamo, table).endAll(sub);
}

/** Ends one session, and deletes the only copy of its Cognito token. */
async function endOneRow(
  { deployment }: Context,
  key: { sub: string; sid: string },
): Promise<number> {
  const store = dynamoSessions(deployment.dynamo, await deployment.table('sessions'));
  const ended = await store.end(key);
  await store.deleteUpstream(key);
  return ended === undefined ? 0 : 1;
}
