import type { SessionResponse } from '../../../contract/schemas/index.ts';
import { toIsoTime } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';

/** Returns the signed-in user, the lifetime of the session, and the last proof of the identity. */
export async function session(
  _ports: unknown,
  { session: { user, sid, createdAt, expiresAt, authenticatedAt, amr } }: Input<'session'>,
): Promise<Reply> {
  const body: SessionResponse = {
    user,
    session: {
      id: sid,
      issued_at: toIsoTime(createdAt),
      expires_at: toIsoTime(expiresAt),
      authenticated_at: toIsoTime(authenticatedAt),
      amr: [...amr],
    },
  };
  return { body };
}
