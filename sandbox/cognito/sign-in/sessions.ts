/**
 * Session handles: each step of a sign-in gives a new one. A wrong answer leaves it alive, a right
 * one spends it. Seen on a real pool, sentences included.
 */

import type { Call } from '../call.ts';
import { sessionLifetimeMs } from '../pools/lifetimes.ts';
import { notAuthorized } from '../refusals.ts';
import type { ClientRecord, SessionRecord } from '../state/records.ts';
import { digest, newSession } from '../tokens/opaque.ts';

export interface OpenSession {
  handle: string;
  record: SessionRecord;
}

/** Returns the handle of a new step. */
export function openSession(
  call: Call,
  client: ClientRecord,
  step: Omit<SessionRecord, 'expires' | 'used'>,
): string {
  const handle = newSession(step.username === undefined ? 'decoy' : 'user');
  const expires = call.now + sessionLifetimeMs(client);
  call.store.put('sessions', digest(handle), { ...step, expires, used: false });
  return handle;
}

/**
 * The step that a handle stands for.
 * @throws {CognitoException} NotAuthorizedException
 */
export function requireSession(
  call: Call,
  handle: string | undefined,
  challenges: readonly string[],
  clientId?: string,
): OpenSession {
  const record = handle === undefined ? undefined : call.store.get('sessions', digest(handle));
  const fits =
    record !== undefined &&
    challenges.includes(record.challenge) &&
    (clientId === undefined || record.clientId === clientId);
  if (handle === undefined || !fits) throw notAuthorized('Invalid session for the user.');
  if (record.used) {
    throw notAuthorized('Invalid session for the user, session can only be used once.');
  }
  if (record.expires <= call.now) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  return { handle, record };
}

export const spend = ({ store }: Call, { handle, record }: OpenSession): void =>
  store.put('sessions', digest(handle), { ...record, used: true });
