import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SESSION } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type {
  RefreshClaims,
  Rotation,
  Session,
  SessionKey,
  SessionStore,
} from '../../core/sessions/session-store.ts';
import type { ClientIdentity } from '../../core/sessions/successor-window.ts';
import { numberValue } from './attribute-value.ts';
import { orInternalError, toInternalError } from './errors.ts';
import { changeSession } from './session-change.ts';
import {
  parseSession,
  type Row,
  type SessionsTable,
  serialiseSession,
  serialiseUser,
  sessionKey,
} from './session-row.ts';
import { readSessionRows } from './session-rows.ts';
import { deleteUpstream, findUpstream, putUpstream } from './session-upstream.ts';

/**
 * Stores sessions in DynamoDB under `sub` and `sid`. Reads are consistent. DynamoDB's TTL may take
 * days to delete an expired row, so every read and every condition compares the expiry itself.
 */
export function dynamoSessions(client: DynamoDBClient, name: string): SessionStore {
  const table = { client, name };
  return {
    async create(session, upstream) {
      // Two independent writes instead of a transaction, which would consume twice the write units.
      // A session of which only one of the two is stored was never given to a client.
      await Promise.all([putRow(table, session), putUpstream(table, session, upstream)]);
    },

    async find(key, now) {
      const session = await findRow(table, key);
      return session && session.expiresAt > now ? session : undefined;
    },

    rotate(presented, client, now) {
      const rotatable = rotatableBy(client, now);
      return incrementCounter(table, presented, {
        condition:
          ' AND validated_at > :stale AND attribute_not_exists(marked_number)' +
          ` AND (${rotatable.condition})`,
        values: {
          ':now': numberValue(now),
          ':stale': numberValue(now - SESSION.revalidateAfter),
          ':network': { S: client.network },
          ...rotatable.values,
        },
      });
    },

    rotateRevalidated: (presented, { network, user, seenMark }, now) =>
      incrementCounter(table, presented, {
        assignments:
          ', validated_at = :now, #user = :user ' +
          // An answer to another question that arrives later is older than this one.
          'REMOVE marked_number, claimed_until ADD validation_number :one',
        condition:
          seenMark === undefined
            ? ' AND attribute_not_exists(marked_number)'
            : ' AND marked_number = :seenMark',
        names: { '#user': 'user' },
        values: {
          ':now': numberValue(now),
          ':user': serialiseUser(user),
          ':network': { S: network },
          ...(seenMark !== undefined && { ':seenMark': numberValue(seenMark) }),
        },
      }),

    change: (key, change, now) => changeSession(table, key, change, now),

    async end(key) {
      const row = await deleteRow(table, key);
      return row && parseSession(row);
    },

    endAll: (sub) => deleteAllOf(table, sub),
    findUpstream: (key) => findUpstream(table, key),
    deleteUpstream: (key) => deleteUpstream(table, key),
  };
}

async function putRow({ client, name }: SessionsTable, session: Session): Promise<void> {
  // Unconditional: the session id is 128 random bits, and the SDK repeats a write whose response
  // was lost.
  const command = new PutItemCommand({ TableName: name, Item: serialiseSession(session) });
  await orInternalError(client.send(command));
}

async function findRow(
  { client, name }: SessionsTable,
  key: SessionKey,
): Promise<Session | undefined> {
  const command = new GetItemCommand({
    TableName: name,
    Key: sessionKey(key),
    ConsistentRead: true,
  });
  const { Item } = await orInternalError(client.send(command));
  return Item && parseSession(Item);
}

async function deleteRow(
  { client, name }: SessionsTable,
  key: SessionKey,
): Promise<Row | undefined> {
  const command = new DeleteItemCommand({
    TableName: name,
    Key: sessionKey(key),
    ReturnValues: 'ALL_OLD',
  });
  const { Attributes } = await orInternalError(client.send(command));
  return Attributes;
}

/** Expresses that `isGenerationKept` is false, as a condition. It refers to `:network`. */
function rotatableBy({ devices }: ClientIdentity, now: number) {
  const nonces = devices.map(({ nonce }, index) => [`:device${index}`, { S: nonce }] as const);
  const isOtherDevice =
    nonces.length > 0 ? ` AND NOT device IN (${nonces.map(([name]) => name).join(', ')})` : '';
  return {
    condition:
      'attribute_not_exists(reissued) OR reissued < #counter OR rotated_at < :kept ' +
      `OR (network <> :network${isOtherDevice})`,
    values: {
      ':kept': numberValue(now - SESSION.successorWindow),
      ...Object.fromEntries(nonces),
    },
  };
}

/** Parts of the update that are specific to one kind of rotation. */
interface UpdateParts {
  assignments?: string;
  condition?: string;
  names?: Record<string, string>;
  values: Record<string, AttributeValue>;
}

/** Rotates with one conditional write. If the condition is not met, the error holds the row. */
async function incrementCounter(
  table: SessionsTable,
  presented: RefreshClaims,
  { assignments = '', condition = '', names = {}, values }: UpdateParts,
): Promise<Rotation> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: sessionKey(presented),
    UpdateExpression: `SET #counter = #counter + :one, rotated_at = :now, network = :network${assignments}`,
    ConditionExpression: `#counter = :presented AND expires_at > :now${condition}`,
    ExpressionAttributeNames: { '#counter': 'counter', ...names },
    ExpressionAttributeValues: {
      ':one': numberValue(1),
      ':presented': numberValue(presented.counter),
      ...values,
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const { Attributes } = await table.client.send(command);
    return { rotated: true, session: parseSession(Attributes ?? {}) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw toInternalError(error);
    // Some implementations omit the row from the error.
    const session = error.Item ? parseSession(error.Item) : await findRow(table, presented);
    return { rotated: false, session };
  }
}

/**
 * Deletes each upstream token before its session, so that a repeated call finds what this one left.
 * A malformed row is deleted as well.
 */
async function deleteAllOf(table: SessionsTable, sub: string): Promise<number> {
  let deleted = 0;
  for await (const row of readSessionRows(table, sub, [
    TABLES.sessions.partitionKey,
    TABLES.sessions.sortKey,
  ])) {
    const key = { sub, sid: row[TABLES.sessions.sortKey]?.S ?? '' };
    await deleteUpstream(table, key);
    if (await deleteRow(table, key)) deleted += 1;
  }
  return deleted;
}
