import { errorRow } from '../../../contract/errors/index.ts';
import { SESSION } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { Clock, RefreshClaims, Session } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type Input, type Reply, soleRefreshToken } from '../use-case.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { grant } from './grant.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwts } from './session-jwt.ts';

export interface RefreshPorts extends EndSessionPorts {
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
  clock: Clock;
}

/**
 * Rotates a refresh token. One database call on the fast path; a retry, a second tab and a lost
 * answer all get the same successor.
 */
export async function refresh(ports: RefreshPorts, input: Input<'refresh'>): Promise<Reply> {
  const token = soleRefreshToken(input);
  if (token === undefined) throw new AuthError('BAD_REQUEST', { variant: 'missing_cookie' });
  const presented = await ports.refreshTokens.read(token);

  const now = inSeconds(ports.clock());
  const rotation = await ports.sessions.rotate(presented, now);
  const session = rotation.rotated
    ? rotation.session
    : await decide(ports, presented, rotation.session, now);
  return grant(ports, session, now);
}

/** The row that stood in the way of a rotation tells why. */
async function decide(
  ports: RefreshPorts,
  presented: RefreshClaims,
  row: Session | undefined,
  now: number,
): Promise<Session> {
  if (!row || row.expiresAt <= now) throw refused(ports, presented, 'no such session');
  if (row.counter === presented.counter) return revalidate(ports, presented, row, now);
  return successorOf(ports, presented, row, now);
}

/**
 * The upstream has not vouched for the user lately: ask it, then rotate. When it cannot be asked
 * nothing has changed.
 */
async function revalidate(
  ports: RefreshPorts,
  presented: RefreshClaims,
  row: Session,
  now: number,
): Promise<Session> {
  const upstreamToken = await ports.sealer.open(row.upstream, row);
  const user = await ports.identity
    .revalidate(row.user.username, upstreamToken)
    .catch(async (error: unknown) => {
      if (error instanceof AuthError && errorRow(error.code).clearsCookie) {
        await endSession(ports, row, 'refused upstream', { revoke: false });
      }
      throw error;
    });
  if (user.sub !== row.sub) {
    throw new AuthError('BAD_GATEWAY', {
      cause: new Error('the upstream vouched for another user'),
    });
  }

  const upstream = await ports.sealer.seal(upstreamToken, row);
  const rotation = await ports.sessions.rotateRevalidated(presented, { user, upstream }, now);
  if (rotation.rotated) return rotation.session;
  if (!rotation.session) throw refused(ports, presented, 'no such session');
  return successorOf(ports, presented, rotation.session, now); // Another tab was faster.
}

/**
 * A token that was rotated already: its successor while the window lasts, the session's end after
 * that.
 */
async function successorOf(
  ports: RefreshPorts,
  presented: RefreshClaims,
  row: Session,
  now: number,
): Promise<Session> {
  // Only a table restored from a backup is behind its own tokens. Whoever holds this one did
  // nothing wrong.
  if (presented.counter > row.counter) {
    throw refused(ports, presented, 'newer than the stored generation');
  }
  const justRotated =
    row.counter === presented.counter + 1 && now - row.rotatedAt <= SESSION.successorWindow;
  if (justRotated) return row;

  ports.audit('reuse_detected', {
    sub: row.sub,
    sid: row.sid,
    presented: presented.counter,
    current: row.counter,
  });
  await endSession(ports, row, 'refresh token reused');
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('reused') });
}

function refused({ audit }: RefreshPorts, { sub, sid }: RefreshClaims, reason: string): AuthError {
  audit('session_refused', { sub, sid, reason });
  return new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error(reason) });
}
