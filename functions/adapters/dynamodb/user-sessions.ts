import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../../contract/tables.ts';
import type { Session } from '../../core/sessions/session-store.ts';
import type { UserSessions } from '../../core/sessions/user-sessions.ts';
import { orInternalError } from './errors.ts';
import { parseSession, type Row } from './session-row.ts';
import { FIRST_SESSION_ID } from './session-upstream.ts';

/** Lists sessions by consistent queries of the user's partition, without the upstream tokens. */
export const dynamoUserSessions = (client: DynamoDBClient, name: string): UserSessions => ({
  async list(sub, now) {
    const sessions: Session[] = [];
    let from: Row | undefined;
    do {
      const page = await querySessions({ client, name }, sub, from);
      sessions.push(...(page.Items ?? []).map(parseSession));
      from = page.LastEvaluatedKey;
    } while (from);
    // DynamoDB's TTL may take days to delete an expired row.
    return sessions.filter(({ expiresAt }) => expiresAt > now);
  },
});

const querySessions = (
  { client, name }: { client: DynamoDBClient; name: string },
  sub: string,
  from: Row | undefined,
) =>
  orInternalError(
    client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: '#sub = :sub AND #sid >= :first',
        ExpressionAttributeNames: {
          '#sub': TABLES.sessions.partitionKey,
          '#sid': TABLES.sessions.sortKey,
        },
        ExpressionAttributeValues: { ':sub': { S: sub }, ':first': { S: FIRST_SESSION_ID } },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    ),
  );
