import { randomBytes } from 'node:crypto';
import { SESSION } from '../../../contract/limits.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { grant } from '../sessions/grant.ts';
import type { NetworkFingerprints } from '../sessions/network-fingerprints.ts';
import type { RefreshTokens } from '../sessions/refresh-token.ts';
import type { Sealer } from '../sessions/sealer.ts';
import type { SessionJwts } from '../sessions/session-jwt.ts';
import type { Session, SessionStore } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { Attempts } from './attempts.ts';
import { endPreviousSessions } from './previous-sessions.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

export interface LoginPorts {
  attempts: Attempts;
  identity: SignIn;
  sessions: SessionStore;
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
  sealer: Sealer;
  networks: NetworkFingerprints;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/**
 * Signs a user in. Four network steps follow each other: count the attempt, ask the upstream,
 * store the session, end the previous one.
 */
export async function login(
  ports: LoginPorts,
  { body, refreshTokens, address }: Input<'login'>,
): Promise<Reply> {
  const attempt = await ports.attempts.begin({ ...body, address });

  const signedIn = await ports.identity
    .signIn(body.username, body.password)
    .catch(async (error: unknown) => {
      // If the outcome cannot be recorded, the response stays the same and the attempt counted.
      await attempt.failed(error).catch(ports.report);
      throw error;
    });

  const session = await createSession(ports, signedIn.user, address);
  const upstream = await ports.sealer.seal(signedIn.refreshToken, session);
  await Promise.all([ports.sessions.create(session, upstream), attempt.succeeded()]);
  ports.audit('login_succeeded', { sub: session.sub, sid: session.sid });
  const reply = await grant(ports, session, session.createdAt);
  // Not earlier: a login that fails for internal reasons must leave the old session alone.
  await endPreviousSessions(ports, refreshTokens);
  return reply;
}

async function createSession(
  { clock, networks }: LoginPorts,
  user: SignedIn['user'],
  address: string,
): Promise<Session> {
  const now = inSeconds(clock());
  return {
    sub: user.sub,
    sid: randomBytes(16).toString('base64url'),
    counter: 1,
    createdAt: now,
    expiresAt: now + SESSION.lifetime,
    authenticatedAt: now,
    validatedAt: now,
    rotatedAt: now,
    user,
    device: undefined,
    network: await networks.fingerprint(address),
  };
}
