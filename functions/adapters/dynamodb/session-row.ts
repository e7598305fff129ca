/** The format of a session's row in DynamoDB. */

import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { AUTHENTICATION_METHODS } from '../../../contract/authentication-methods.ts';
import { user } from '../../../contract/schemas/index.ts';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import type { EmailChange, Session, SessionKey } from '../../core/sessions/session-store.ts';
import { numberValue } from './attribute-value.ts';

/** The table of sessions. */
export interface SessionsTable {
  client: DynamoDBClient;
  name: string;
}

export type Row = Record<string, AttributeValue>;

export const sessionKey = ({ sub, sid }: SessionKey): Row => ({
  [TABLES.sessions.partitionKey]: { S: sub },
  [TABLES.sessions.sortKey]: { S: sid },
});

export const serialiseUser = (value: Session['user']): AttributeValue => ({
  S: JSON.stringify(value),
});

export const serialiseSession = (session: Session): Row => ({
  ...sessionKey(session),
  counter: numberValue(session.counter),
  created_at: numberValue(session.createdAt),
  started_at_ms: numberValue(session.startedAtMs),
  [TABLES.sessions.ttl]: numberValue(session.expiresAt),
  authenticated_at: numberValue(session.authenticatedAt),
  amr: serialiseMethods(session.amr),
  validated_at: numberValue(session.validatedAt),
  rotated_at: numberValue(session.rotatedAt),
  ...(session.reissued !== undefined && { reissued: numberValue(session.reissued) }),
  user: serialiseUser(session.user),
  ...(session.device !== undefined && { device: { S: session.device } }),
  network: { S: session.network },
  ...(session.client !== undefined && { client: { S: session.client } }),
  ...(session.emailChange !== undefined && {
    email_change: serialiseEmailChange(session.emailChange),
  }),
});

export const serialiseMethods = (value: Session['amr']): AttributeValue => ({
  S: JSON.stringify(value),
});

export const serialiseEmailChange = (value: EmailChange): AttributeValue => ({
  S: JSON.stringify(value),
});

const rowSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  counter: z.int(),
  created_at: z.int(),
  started_at_ms: z.int(),
  expires_at: z.int(),
  authenticated_at: z.int(),
  amr: z.array(z.enum(AUTHENTICATION_METHODS)),
  validated_at: z.int(),
  rotated_at: z.int(),
  reissued: z.optional(z.int()),
  user,
  device: z.optional(z.string()),
  network: z.string(),
  client: z.optional(z.string()),
  validation_number: z.optional(z.int()),
  marked_number: z.optional(z.int()),
  claimed_until: z.optional(z.int()),
  email_change: z.optional(z.object({ email: z.string(), requestedAt: z.int() })),
});

function parseValidation({
  validation_number: number,
  marked_number: mark,
  claimed_until: claimedUntil,
}: z.output<typeof rowSchema>): Pick<Session, 'validation'> {
  if (number === undefined) return {};
  return {
    validation: {
      number,
      ...(mark !== undefined && { mark }),
      ...(claimedUntil !== undefined && { claimedUntil }),
    },
  };
}

/** @throws {INTERNAL_ERROR} if the row does not have this format. */
export function parseSession(row: Row): Session {
  const plain = Object.fromEntries(
    Object.entries(row).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]),
  );
  try {
    const parsed = z.parse(rowSchema, {
      ...plain,
      amr: JSON.parse(String(plain.amr)),
      user: JSON.parse(String(plain.user)),
      ...(plain.email_change !== undefined && {
        email_change: JSON.parse(String(plain.email_change)),
      }),
    });
    return {
      sub: parsed.sub,
      sid: parsed.sid,
      counter: parsed.counter,
      createdAt: parsed.created_at,
      startedAtMs: parsed.started_at_ms,
      expiresAt: parsed.expires_at,
      authenticatedAt: parsed.authenticated_at,
      amr: parsed.amr,
      validatedAt: parsed.validated_at,
      rotatedAt: parsed.rotated_at,
      ...(parsed.reissued !== undefined && { reissued: parsed.reissued }),
      user: parsed.user,
      device: parsed.device,
      network: parsed.network,
      client: parsed.client,
      ...parseValidation(parsed),
      ...(parsed.email_change && { emailChange: parsed.email_change }),
    };
  } catch {
    throw malformedRow();
  }
}

export const malformedRow = () =>
  new AuthError('INTERNAL_ERROR', { cause: new TypeError('a session row is malformed') });
