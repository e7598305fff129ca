import type { ErrorCode } from '../../../contract/errors/index.ts';
import { AuthError } from '../error.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import type { Session } from './session-store.ts';

/** The port to the upstream's access tokens, with which users change their own account. */
export interface UserTokens {
  /**
   * Obtains an access token by the refresh token of a session.
   * @throws {INVALID_REFRESH_TOKEN|USER_NOT_CONFIRMED|PASSWORD_RESET_REQUIRED} if the upstream
   * rejects the user.
   * @throws {BAD_GATEWAY|SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream does not answer with
   * certainty.
   */
  obtain(username: string, refreshToken: string): Promise<string>;
}

export interface UserTokenPorts extends EndSessionPorts {
  userTokens: UserTokens;
}

/** Codes that mean a certain no of the upstream. */
const REFUSED: readonly ErrorCode[] = [
  'INVALID_REFRESH_TOKEN',
  'USER_NOT_CONFIRMED',
  'PASSWORD_RESET_REQUIRED',
];

/**
 * Returns an access token of the upstream for the user of a session. It lasts for minutes, so it is
 * obtained for each request and never stored.
 * @throws {INVALID_TOKEN} if the upstream rejects the user. The session has ended then.
 */
export async function obtainUserToken(ports: UserTokenPorts, session: Session): Promise<string> {
  const upstream = await ports.sessions.findUpstream(session);
  if (upstream === undefined) return endRefused(ports, session, 'no upstream token');
  try {
    const refreshToken = await ports.sealer.open(upstream, session);
    return await ports.userTokens.obtain(session.user.username, refreshToken);
  } catch (error) {
    if (!(error instanceof AuthError && REFUSED.includes(error.code))) throw error;
    return endRefused(ports, session, 'refused upstream', error);
  }
}

/** The code concerns the Bearer token, so that a client refreshes and learns that it must sign in. */
async function endRefused(
  ports: EndSessionPorts,
  session: Session,
  reason: string,
  cause?: unknown,
): Promise<never> {
  await endSession(ports, session, reason, { revoke: false });
  throw new AuthError('INVALID_TOKEN', { variant: 'revoked', cause });
}
