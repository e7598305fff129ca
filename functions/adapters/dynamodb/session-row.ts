/** The format of a session's row in DynamoDB. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { user } from '../../../contract/schemas/index.ts';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import type { Session } from '../../core/sessions/session-store.ts';
import { numberValue } from './attribute-value.ts';

type Row = Record<string, AttributeValue>;

export const serialiseSession = (session: Session): Row => ({
  [TABLES.sessions.partitionKey]: { S: session.sub },
  [TABLES.sessions.sortKey]: { S: session.sid },
  counter: numberValue(session.counter),
  created_at: numberValue(session.createdAt),
  [TABLES.sessions.ttl]: numberValue(session.expiresAt),
  validated_at: numberValue(session.validatedAt),
  rotated_at: numberValue(session.rotatedAt),
  user: { S: JSON.stringify(session.user) },
  upstream: { S: session.upstream },
});

const rowSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  counter: z.int(),
  created_at: z.int(),
  expires_at: z.int(),
  validated_at: z.int(),
  rotated_at: z.int(),
  user,
  upstream: z.string(),
});

/** @throws {INTERNAL_ERROR} if the row does not have this format. */
export function parseSession(row: Row): Session {
  const plain = Object.fromEntries(
    Object.entries(row).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]),
  );
  try {
    const parsed = z.parse(rowSchema, { ...plain, user: JSON.parse(String(plain.user)) });
    return {
      sub: parsed.sub,
      sid: parsed.sid,
      counter: parsed.counter,
      createdAt: parsed.created_at,
      expiresAt: parsed.expires_at,
      validatedAt: parsed.validated_at,
      rotatedAt: parsed.rotated_at,
      user: parsed.user,
      upstream: parsed.upstream,
    };
  } catch {
    throw new AuthError('INTERNAL_ERROR', { cause: new TypeError('a session row is malformed') });
  }
}
