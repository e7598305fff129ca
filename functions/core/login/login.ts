import { randomBytes } from 'node:crypto';
import { SESSION } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { Audit, Clock, Identity, Report, Session, Sessions } from '../ports.ts';
import { grant } from '../sessions/grant.ts';
import type { RefreshTokens } from '../sessions/refresh-token.ts';
import type { Sealer } from '../sessions/sealer.ts';
import type { SessionJwts } from '../sessions/session-jwt.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { Attempts } from './attempts.ts';

export interface LoginPorts {
  attempts: Attempts;
  identity: Identity;
  sessions: Sessions;
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
  sealer: Sealer;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/**
 * Signs a user in: count the attempt, ask the upstream, keep the session. Three network steps in
 * sequence.
 */
export async function login(
  ports: LoginPorts,
  { body, refreshTokens, address }: Input<'login'>,
): Promise<Reply> {
  const attempt = await ports.attempts.begin({ ...body, address });

  const signedIn = await ports.identity
    .signIn(body.username, body.password)
    .catch(async (error: unknown) => {
      // The verdict stands although it could not be noted: the attempt stays counted.
      await attempt.failed(error).catch(ports.report);
      throw error;
    });

  const now = inSeconds(ports.clock());
  const { user } = signedIn;
  const key = { sub: user.sub, sid: randomBytes(16).toString('base64url') };
  const session: Session = {
    ...key,
    counter: 1,
    createdAt: now,
    expiresAt: now + SESSION.lifetime,
    validatedAt: now,
    rotatedAt: now,
    user,
    upstream: await ports.sealer.seal(signedIn.refreshToken, key),
  };
  await Promise.all([
    ports.sessions.create(session),
    attempt.succeeded(),
    endPrevious(ports, refreshTokens),
  ]);
  ports.audit('login_succeeded', key);
  return grant(ports, session, now);
}

/**
 * A login ends the session that its cookie named. A cookie that names none is about to be replaced
 * anyway.
 */
async function endPrevious(
  { sessions, refreshTokens, audit }: LoginPorts,
  presented: readonly string[],
): Promise<void> {
  const [token] = presented;
  if (token === undefined) return;
  try {
    const previous = await refreshTokens.read(token);
    if (await sessions.end(previous)) {
      audit('session_ended', {
        sub: previous.sub,
        sid: previous.sid,
        reason: 'replaced by a login',
      });
    }
  } catch (error) {
    if (!(error instanceof AuthError && NAMES_NO_SESSION.has(error.code))) throw error;
  }
}

/**
 * Refused, or of a `kid` that nobody has heard of yet: no reason to turn away who gave the right
 * password.
 */
const NAMES_NO_SESSION: ReadonlySet<string> = new Set([
  'INVALID_REFRESH_TOKEN',
  'SERVICE_UNAVAILABLE',
]);
