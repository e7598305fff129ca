import type { SessionResponse } from '../../../contract/schemas/index.ts';
import { toIsoTime } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';

/** Returns the signed-in user and the lifetime of the session. */
export async function session(
  _ports: unknown,
  { session: { user, sid, createdAt, expiresAt } }: Input<'session'>,
): Promise<Reply> {
  const body: SessionResponse = {
    user,
    session: { id: sid, issued_at: toIsoTime(createdAt), expires_at: toIsoTime(expiresAt) },
  };
  return { body };
}
