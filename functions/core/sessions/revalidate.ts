import { errorRow } from '../../../contract/errors/index.ts';
import type { User } from '../../../contract/schemas/index.ts';
import { AuthError } from '../error.ts';
import { endSession } from './end-session.ts';
import { type Presentation, type RefreshPorts, refuse } from './refresh-request.ts';
import type { Session } from './session-store.ts';
import { reissue } from './successor.ts';

/**
 * Asks the upstream whether the user may stay signed in, then rotates the token.
 * @throws {SERVICE_UNAVAILABLE} if an event has concerned the session in the meantime, so that the
 * answer of the upstream may be older than the event.
 * @throws {SERVICE_UNAVAILABLE} if other requests have rotated the token twice in the meantime. The
 * token was valid when this request came, so this is no reuse, and its successor is no longer valid.
 */
export async function revalidateAndRotate(
  ports: RefreshPorts,
  presentation: Presentation,
  stored: Session,
): Promise<Session> {
  const { claims, network, now } = presentation;
  const upstream = await ports.sessions.findUpstream(stored);
  if (upstream === undefined) return endUnverifiable(ports, stored);
  const user = await revalidate(ports, stored, await ports.sealer.open(upstream, stored));
  const change = { user, network, seenMark: stored.validation?.mark };
  const rotation = await ports.sessions.rotateRevalidated(claims, change, now);
  if (rotation.rotated) return rotation.session;
  const current = rotation.session;
  if (!current) return refuse(ports, claims, 'no such session');
  // Another tab has rotated the token in the meantime.
  if (current.counter === claims.counter + 1) {
    return reissue(ports, current, presentation);
  }
  throw new AuthError('SERVICE_UNAVAILABLE', {
    retryAfter: 1,
    cause: new Error('the session has changed during this request'),
  });
}

/**
 * Ends a session whose upstream token is gone, because the upstream could never confirm it again.
 * Usually a concurrent logout has just ended it.
 */
async function endUnverifiable(ports: RefreshPorts, stored: Session): Promise<never> {
  await endSession(ports, stored, 'no upstream token');
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('no upstream token') });
}

/** Only an explicit rejection by the upstream ends the session. */
async function revalidate(
  ports: RefreshPorts,
  stored: Session,
  upstreamToken: string,
): Promise<User> {
  const user = await ports.identity
    .revalidate(stored.user.username, upstreamToken)
    .catch(async (error: unknown) => {
      if (error instanceof AuthError && errorRow(error.code).clearsCookie) {
        await endSession(ports, stored, 'refused upstream', { revoke: false });
      }
      throw error;
    });
  if (user.sub !== stored.sub) {
    throw new AuthError('BAD_GATEWAY', {
      cause: new Error('the upstream vouched for another user'),
    });
  }
  return user;
}
