import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { TABLES } from '../../../contract/tables.ts';
import type {
  Claim,
  SignedInSession,
  ValidationStore,
} from '../../core/revocation/validation-store.ts';
import type { SessionKey } from '../../core/sessions/session-store.ts';
import { numberValue } from './attribute-value.ts';
import { orInternalError, undefinedIfConditionFails } from './errors.ts';
import {
  malformedRow,
  parseSession,
  type Row,
  type SessionsTable,
  serialiseUser,
  sessionKey,
} from './session-row.ts';
import { readSessionRows } from './session-rows.ts';

/**
 * Changes rows of sessions after a confirmation or an event. Each change is one conditional write.
 * Every condition holds for an existing row only, because an update in DynamoDB creates a missing
 * one.
 */
export function dynamoValidations(client: DynamoDBClient, name: string): ValidationStore {
  const table = { client, name };
  return {
    claim: (key, when) => claim(table, key, when),

    async confirm(owned, user, now) {
      const row = await update(table, owned, {
        expression:
          'SET validated_at = :claimedAt, #user = :user ' +
          'REMOVE marked_number, claimed_until ADD validation_number :one',
        condition: 'validation_number = :number AND expires_at > :now',
        names: { '#user': 'user' },
        values: {
          ':claimedAt': numberValue(owned.claimedAt),
          ':user': serialiseUser(user),
          ':one': numberValue(1),
          ':number': numberValue(owned.number),
          ':now': numberValue(now),
        },
      });
      return row !== undefined;
    },

    async postpone(owned, until, now) {
      await update(table, owned, {
        expression: 'SET claimed_until = :until',
        condition: 'validation_number = :number AND expires_at > :now',
        values: {
          ':until': numberValue(until),
          ':number': numberValue(owned.number),
          ':now': numberValue(now),
        },
      });
    },

    endRefused: (owned) =>
      deleteRow(table, owned, {
        condition: 'validation_number = :number',
        values: { ':number': numberValue(owned.number) },
      }),

    listLive: (sub, now) => listLive(table, sub, now),

    endOlder: (key, authenticatedBefore) =>
      deleteRow(table, key, {
        condition: 'authenticated_at < :before',
        values: { ':before': numberValue(authenticatedBefore) },
      }),

    async mark(key, now) {
      const row = await update(table, key, {
        expression:
          'SET validation_number = if_not_exists(validation_number, :zero) + :one, ' +
          'marked_number = if_not_exists(validation_number, :zero) + :one ' +
          'REMOVE claimed_until',
        condition: 'expires_at > :now',
        values: { ':now': numberValue(now), ':zero': numberValue(0), ':one': numberValue(1) },
      });
      return row !== undefined;
    },
  };
}

async function claim(
  table: SessionsTable,
  key: SessionKey,
  { now, validatedUntil, claimedUntil }: Parameters<ValidationStore['claim']>[1],
): Promise<Claim | undefined> {
  const row = await update(table, key, {
    expression: 'SET claimed_until = :claimedUntil ADD validation_number :one',
    condition:
      'expires_at > :now ' +
      'AND (validated_at <= :validatedUntil OR attribute_exists(marked_number)) ' +
      'AND (attribute_not_exists(claimed_until) OR claimed_until <= :now)',
    values: {
      ':claimedUntil': numberValue(claimedUntil),
      ':one': numberValue(1),
      ':now': numberValue(now),
      ':validatedUntil': numberValue(validatedUntil),
    },
  });
  if (!row) return undefined;
  const { sub, sid, user, validation } = parseSession(row);
  if (!validation) throw malformedRow();
  return { sub, sid, number: validation.number, claimedAt: now, username: user.username };
}

interface Change {
  expression: string;
  condition: string;
  names?: Record<string, string>;
  values: Record<string, AttributeValue>;
}

/** Changes a row and returns it. Returns undefined if the row is missing or the condition fails. */
async function update(
  { client, name }: SessionsTable,
  key: SessionKey,
  { expression, condition, names, values }: Change,
): Promise<Row | undefined> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: sessionKey(key),
    UpdateExpression: expression,
    ConditionExpression: `attribute_exists(#sub) AND ${condition}`,
    ExpressionAttributeNames: { '#sub': TABLES.sessions.partitionKey, ...names },
    ExpressionAttributeValues: values,
    ReturnValues: 'ALL_NEW',
  });
  const output = await orInternalError(undefinedIfConditionFails(client.send(command)));
  return output && (output.Attributes ?? {});
}

/** Deletes a row. Returns false if it is missing or the condition does not hold. */
async function deleteRow(
  table: SessionsTable,
  key: SessionKey,
  { condition, values }: Pick<Change, 'condition' | 'values'>,
): Promise<boolean> {
  const command = new DeleteItemCommand({
    TableName: table.name,
    Key: sessionKey(key),
    ConditionExpression: condition,
    ExpressionAttributeValues: values,
  });
  const output = await orInternalError(undefinedIfConditionFails(table.client.send(command)));
  return output !== undefined;
}

async function listLive(
  table: SessionsTable,
  sub: string,
  now: number,
): Promise<SignedInSession[]> {
  const sessions: SignedInSession[] = [];
  for await (const row of readSessionRows(table, sub, Object.keys(timesSchema.shape))) {
    const { sid, authenticated_at: authenticatedAt, expires_at: expiresAt } = parseTimes(row);
    if (expiresAt > now) sessions.push({ sub, sid, authenticatedAt });
  }
  return sessions;
}

const timesSchema = z.object({
  sid: z.string(),
  authenticated_at: z.int(),
  expires_at: z.int(),
});

/** @throws {INTERNAL_ERROR} if the row does not have this format. */
function parseTimes(row: Row): z.output<typeof timesSchema> {
  const { sid, authenticated_at, expires_at } = row;
  const parsed = z.safeParse(timesSchema, {
    sid: sid?.S,
    authenticated_at: Number(authenticated_at?.N),
    expires_at: Number(expires_at?.N),
  });
  if (!parsed.success) throw malformedRow();
  return parsed.data;
}
