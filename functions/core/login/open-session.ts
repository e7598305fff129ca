/** Starts a session for a user whom the upstream has let in. Every way to sign in ends here. */

import { randomBytes } from 'node:crypto';
import type { AuthenticationMethod } from '../../../contract/authentication-methods.ts';
import { SESSION } from '../../../contract/limits.ts';
import type { MfaSetting } from '../../../contract/mfa.ts';
import type { DeviceCookies, DeviceEntry } from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import type { Notice, Notices } from '../notices/notices.ts';
import type { Clock } from '../ports.ts';
import { describeClient } from '../sessions/client-description.ts';
import { type DiscardSessionPorts, discardSession } from '../sessions/discard-session.ts';
import { grant } from '../sessions/grant.ts';
import type { NetworkFingerprints } from '../sessions/network-fingerprints.ts';
import type { RefreshTokens } from '../sessions/refresh-token.ts';
import type { Sealer } from '../sessions/sealer.ts';
import type { SessionJwtSigner } from '../sessions/session-jwt.ts';
import type { SessionLimit } from '../sessions/session-limit.ts';
import type { Session, SessionStore } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { readPreviousSessions } from './previous-sessions.ts';
import { lacksFactor } from './required-factor.ts';
import type { SignedIn } from './sign-in.ts';

export interface OpenSessionPorts extends DiscardSessionPorts {
  devices: DeviceCookies;
  sessions: SessionStore;
  jwts: SessionJwtSigner;
  refreshTokens: RefreshTokens;
  sealer: Sealer;
  networks: NetworkFingerprints;
  /** Undefined if users may have any number of sessions. */
  sessionLimit: SessionLimit | undefined;
  notices: Notices;
  /** Whether users may or must have a second factor. */
  mfa: MfaSetting;
  clock: Clock;
}

/** A sign-in that the upstream has confirmed. */
export interface ConfirmedSignIn extends SignedIn {
  amr: readonly AuthenticationMethod[];
  /** What the device cookie will hold. The entry of this account is the first. */
  devices: readonly [DeviceEntry, ...DeviceEntry[]];
}

/** The parts of a request that a session depends on. */
export type ClientParts = Pick<Input<'login'>, 'address' | 'userAgent' | 'deviceCookies'>;

/** What to store, and the reply that grants the session. */
export interface PreparedSession {
  session: Session;
  upstream: string;
  reply: Reply;
  /** Undefined if the account was used on this device before. */
  notice: Notice | undefined;
}

/**
 * Prepares a session. Nothing is stored, so a failure has no consequences.
 * @throws {INTERNAL_ERROR} if the stage requires a second factor and none was proven. The upstream
 * should have returned a step instead.
 */
export async function prepareSession(
  ports: OpenSessionPorts,
  { user, refreshToken, amr, devices }: ConfirmedSignIn,
  { address, userAgent, deviceCookies }: ClientParts,
): Promise<PreparedSession> {
  if (lacksFactor(ports.mfa, amr)) {
    throw new AuthError('INTERNAL_ERROR', { cause: new Error('no second factor was proven') });
  }
  const [{ nonce }] = devices;
  const session = await createSession(ports, address, {
    user,
    amr,
    device: nonce,
    client: describeClient(userAgent),
  });
  const [upstream, reply, deviceCookie, known] = await Promise.all([
    ports.sealer.seal(refreshToken, session),
    grant(ports, session, session.createdAt),
    ports.devices.write(devices),
    ports.devices.read(deviceCookies),
  ]);
  const cookies = [...(reply.cookies ?? []), deviceCookie];
  const isNew = !known.some((entry) => entry.nonce === nonce);
  const notice = isNew ? createNotice(session) : undefined;
  return { session, upstream, reply: { ...reply, cookies }, notice };
}

const createNotice = ({ user, client }: Session): Notice | undefined =>
  user.email === null ? undefined : { kind: 'new_device', to: user.email, device: client };

async function createSession(
  { clock, networks }: OpenSessionPorts,
  address: string,
  origin: Pick<Session, 'user' | 'amr' | 'device' | 'client'>,
): Promise<Session> {
  const startedAtMs = clock();
  const now = inSeconds(startedAtMs);
  return {
    sub: origin.user.sub,
    sid: randomBytes(16).toString('base64url'),
    counter: 1,
    createdAt: now,
    startedAtMs,
    expiresAt: now + SESSION.lifetime,
    authenticatedAt: now,
    validatedAt: now,
    rotatedAt: now,
    ...origin,
    network: await networks.fingerprint(address),
  };
}

/**
 * Stores a prepared session, and ends the sessions that it replaces. Returns the reply.
 *
 * A reset voids the devices of the account before it lists the sessions to end for the last time. A
 * sign-in that the upstream has accepted before may store its session after that list. The success
 * is recorded after the session is stored, so the sign-in sees then that the devices are void, and
 * ends the session itself.
 * @param presented The refresh tokens of the request.
 * @param settle Records the success of the attempt. Returns an error if the session must not begin.
 */
export async function openSession(
  ports: OpenSessionPorts,
  { session, upstream, reply, notice }: PreparedSession,
  presented: readonly string[],
  settle: () => Promise<AuthError | undefined>,
): Promise<Reply> {
  const [stored] = await Promise.allSettled([
    ports.sessions.create(session, upstream),
    // The owner must know of it even if the session cannot be stored.
    notice && ports.notices.send(notice),
  ]);
  if (stored.status === 'rejected') {
    await settle();
    throw stored.reason;
  }
  const [overtaken] = await Promise.all([settle(), endReplaced(ports, session, presented)]);
  if (overtaken) {
    await discardSession(ports, session, 'the sign-in was overtaken');
    throw overtaken;
  }
  const { sub, sid, amr } = session;
  ports.audit('login_succeeded', { sub, sid, amr: amr.join(' ') });
  return reply;
}

/**
 * Ends the sessions of the request's cookies, and those above the limit. It runs after the new
 * session is stored: a login that fails for internal reasons must leave the old session alone.
 */
async function endReplaced(
  ports: OpenSessionPorts,
  session: Session,
  presented: readonly string[],
): Promise<void> {
  const previous = await readPreviousSessions(ports, presented);
  await Promise.all([
    ...previous.map((key) => discardSession(ports, key, 'replaced by a login')),
    ports.sessionLimit?.apply(session, previous).catch(ports.report),
  ]);
}
