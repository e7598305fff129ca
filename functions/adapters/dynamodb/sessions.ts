import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { SESSION } from '../../../contract/limits.ts';
import { user } from '../../../contract/schemas/index.ts';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import type { RefreshClaims, Rotation, Session, Sessions } from '../../core/ports.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * Sessions in DynamoDB, under `sub` and `sid`. Reads are consistent; TTL deletion lags by days, so
 * every condition looks at the clock.
 */
export function dynamoSessions(client: DynamoDBClient, table: string): Sessions {
  type Key = Pick<Session, 'sub' | 'sid'>;

  async function find(key: Key): Promise<Session | undefined> {
    const { Item } = await failing(
      client.send(new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true })),
    );
    return Item && sessionOf(Item);
  }

  async function remove(key: Key): Promise<Session | undefined> {
    const { Attributes } = await failing(
      client.send(
        new DeleteItemCommand({ TableName: table, Key: keyOf(key), ReturnValues: 'ALL_OLD' }),
      ),
    );
    return Attributes && sessionOf(Attributes);
  }

  /** One conditional write; the row that stood in its way comes back with the refusal. */
  async function move(
    presented: RefreshClaims,
    { set = '', condition = '', names = {}, values }: Move,
  ): Promise<Rotation> {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: keyOf(presented),
      UpdateExpression: `SET #counter = #counter + :one, rotated_at = :now${set}`,
      ConditionExpression: `#counter = :presented AND expires_at > :now${condition}`,
      ExpressionAttributeNames: { '#counter': 'counter', ...names },
      ExpressionAttributeValues: {
        ':one': number(1),
        ':presented': number(presented.counter),
        ...values,
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes } = await client.send(command);
      return { rotated: true, session: sessionOf(Attributes ?? {}) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw unavailable(error);
      // A store that omits the row is read.
      return {
        rotated: false,
        session: error.Item ? sessionOf(error.Item) : await find(presented),
      };
    }
  }

  return {
    async create(session) {
      const { sub, sid, user, upstream } = session;
      const Item = {
        ...keyOf({ sub, sid }),
        counter: number(session.counter),
        created_at: number(session.createdAt),
        [TABLES.sessions.ttl]: number(session.expiresAt),
        validated_at: number(session.validatedAt),
        rotated_at: number(session.rotatedAt),
        user: { S: JSON.stringify(user) },
        upstream: { S: upstream },
      };
      // No condition: the session id is 128 random bits, and the SDK may repeat a write whose
      // answer was lost.
      await failing(client.send(new PutItemCommand({ TableName: table, Item })));
    },

    async find(key, now) {
      const session = await find(key);
      return session && session.expiresAt > now ? session : undefined;
    },

    rotate: (presented, now) =>
      move(presented, {
        condition: ' AND validated_at > :stale',
        values: { ':now': number(now), ':stale': number(now - SESSION.revalidateAfter) },
      }),

    rotateRevalidated: (presented, { user, upstream }, now) =>
      move(presented, {
        set: ', validated_at = :now, #user = :user, upstream = :upstream',
        names: { '#user': 'user' },
        values: {
          ':now': number(now),
          ':user': { S: JSON.stringify(user) },
          ':upstream': { S: upstream },
        },
      }),

    end: remove,

    async endAll(sub) {
      let ended = 0;
      let from: Record<string, AttributeValue> | undefined;
      do {
        const page = await failing(
          client.send(
            new QueryCommand({
              TableName: table,
              KeyConditionExpression: '#sub = :sub',
              ProjectionExpression: '#sub, #sid',
              ExpressionAttributeNames: {
                '#sub': TABLES.sessions.partitionKey,
                '#sid': TABLES.sessions.sortKey,
              },
              ExpressionAttributeValues: { ':sub': { S: sub } },
              ConsistentRead: true,
              ...(from && { ExclusiveStartKey: from }),
            }),
          ),
        );
        for (const row of page.Items ?? []) {
          if (await remove({ sub, sid: row[TABLES.sessions.sortKey]?.S ?? '' })) ended += 1;
        }
        from = page.LastEvaluatedKey;
      } while (from);
      return ended;
    },
  };
}

/** What a rotation adds to the plain one. */
interface Move {
  set?: string;
  condition?: string;
  names?: Record<string, string>;
  values: Record<string, AttributeValue>;
}

const keyOf = ({ sub, sid }: Pick<Session, 'sub' | 'sid'>) => ({
  [TABLES.sessions.partitionKey]: { S: sub },
  [TABLES.sessions.sortKey]: { S: sid },
});

const number = (value: number): AttributeValue => ({ N: String(value) });

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

/** @throws INTERNAL_ERROR for a row that this code did not write. */
function sessionOf(attributes: Record<string, AttributeValue>): Session {
  const plain = Object.fromEntries(
    Object.entries(attributes).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]),
  );
  try {
    const row = z.parse(rowSchema, { ...plain, user: JSON.parse(String(plain.user)) });
    return {
      sub: row.sub,
      sid: row.sid,
      counter: row.counter,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      validatedAt: row.validated_at,
      rotatedAt: row.rotated_at,
      user: row.user,
      upstream: row.upstream,
    };
  } catch {
    throw new AuthError('INTERNAL_ERROR', { cause: new TypeError('a session row is malformed') });
  }
}

const unavailable = (cause: unknown) =>
  new AuthError('INTERNAL_ERROR', { cause: withoutSecrets(cause) });
const failing = <T>(sending: Promise<T>): Promise<T> =>
  sending.catch((error: unknown) => {
    throw unavailable(error);
  });
