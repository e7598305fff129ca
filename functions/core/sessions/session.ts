import type { SessionResponse } from '../../../contract/schemas/index.ts';
import type { Input, Reply } from '../use-case.ts';
import { type AuthenticatePorts, authenticate } from './authenticate.ts';

/** Who is signed in, and until when. */
export async function session(
  ports: AuthenticatePorts,
  { authorization }: Input<'session'>,
): Promise<Reply> {
  const { user, sid, createdAt, expiresAt } = await authenticate(ports, authorization);
  const body: SessionResponse = {
    user,
    session: { id: sid, issued_at: isoTime(createdAt), expires_at: isoTime(expiresAt) },
  };
  return { body };
}

const isoTime = (seconds: number): string => new Date(seconds * 1_000).toISOString();
