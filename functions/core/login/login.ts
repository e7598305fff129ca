import { randomBytes } from 'node:crypto';
import { REQUEST, SESSION } from '../../../contract/limits.ts';
import type { DeviceCookies } from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import { toNormalForm } from '../passwords/normal-form.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { describeClient } from '../sessions/client-description.ts';
import { discardSession } from '../sessions/discard-session.ts';
import { grant } from '../sessions/grant.ts';
import type { NetworkFingerprints } from '../sessions/network-fingerprints.ts';
import type { RefreshTokens } from '../sessions/refresh-token.ts';
import type { Sealer } from '../sessions/sealer.ts';
import type { SessionJwtSigner } from '../sessions/session-jwt.ts';
import type { SessionLimit } from '../sessions/session-limit.ts';
import type { Session, SessionStore } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import type { Attempt, Attempts } from './attempts.ts';
import { isAllowedName, type NameSetting } from './name.ts';
import { readPreviousSessions } from './previous-sessions.ts';
import type { SignedIn, SignIn } from './sign-in.ts';

export interface LoginPorts {
  attempts: Attempts;
  devices: DeviceCookies;
  /** Which names may sign in. */
  names: NameSetting;
  identity: SignIn;
  sessions: SessionStore;
  jwts: SessionJwtSigner;
  refreshTokens: RefreshTokens;
  sealer: Sealer;
  networks: NetworkFingerprints;
  /** Undefined if users may have any number of sessions. */
  sessionLimit: SessionLimit | undefined;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/**
 * Signs a user in. Five network steps follow each other: read the counters, count the attempt, ask
 * the upstream, store the session, end the previous one.
 */
export async function login(
  ports: LoginPorts,
  { body: sent, refreshTokens, deviceCookies, address, userAgent }: Input<'login'>,
): Promise<Reply> {
  const body = { ...sent, password: toNormalForm(sent.password) };
  const attempt = await ports.attempts.begin({ ...body, address, deviceCookies });

  // Whatever fails from here on, the attempt must be settled.
  const { session, upstream, reply } = await prepareSession(
    ports,
    { body, address, userAgent },
    attempt,
  ).catch(async (error: unknown) => {
    throw await attempt.failed(error);
  });
  await Promise.all([ports.sessions.create(session, upstream), attempt.succeeded()]);
  ports.audit('login_succeeded', { sub: session.sub, sid: session.sid });
  // Not earlier: a login that fails for internal reasons must leave the old session alone.
  const previous = await readPreviousSessions(ports, refreshTokens);
  await Promise.all([
    ...previous.map((key) => discardSession(ports, key, 'replaced by a login')),
    ports.sessionLimit?.apply(session, previous).catch(ports.report),
  ]);
  return reply;
}

/** Asks the upstream. Returns what to store, and the reply that grants the session. */
async function prepareSession(
  ports: LoginPorts,
  { body, address, userAgent }: Pick<Input<'login'>, 'body' | 'address' | 'userAgent'>,
  { devices }: Attempt,
): Promise<{ session: Session; upstream: string; reply: Reply }> {
  const { username, password } = body;
  if (!isAllowedName(username, ports.names)) {
    throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('not an allowed name') });
  }
  // A few characters are longer in normal form. Cognito would reject the call, not the password.
  if (password.length > REQUEST.passwordLength) {
    throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('the password is too long') });
  }
  const { user, refreshToken } = await ports.identity.signIn(username, password);
  const [{ nonce }] = devices;
  const session = await createSession(ports, user, {
    address,
    device: nonce,
    client: describeClient(userAgent),
  });
  const [upstream, reply, deviceCookie] = await Promise.all([
    ports.sealer.seal(refreshToken, session),
    grant(ports, session, session.createdAt),
    ports.devices.write(devices),
  ]);
  const cookies = [...(reply.cookies ?? []), deviceCookie];
  return { session, upstream, reply: { ...reply, cookies } };
}

async function createSession(
  { clock, networks }: LoginPorts,
  user: SignedIn['user'],
  { address, ...origin }: { address: string; device: string; client: string | undefined },
): Promise<Session> {
  const startedAtMs = clock();
  const now = inSeconds(startedAtMs);
  return {
    sub: user.sub,
    sid: randomBytes(16).toString('base64url'),
    counter: 1,
    createdAt: now,
    startedAtMs,
    expiresAt: now + SESSION.lifetime,
    authenticatedAt: now,
    validatedAt: now,
    rotatedAt: now,
    user,
    ...origin,
    network: await networks.fingerprint(address),
  };
}
