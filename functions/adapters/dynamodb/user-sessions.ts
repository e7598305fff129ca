import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Session } from '../../core/sessions/session-store.ts';
import type { UserSessions } from '../../core/sessions/user-sessions.ts';
import { parseSession } from './session-row.ts';
import { readSessionRows } from './session-rows.ts';

/** Lists sessions by consistent queries of the user's partition, without the upstream tokens. */
export const dynamoUserSessions = (client: DynamoDBClient, name: string): UserSessions => ({
  async list(sub, now) {
    const sessions: Session[] = [];
    for await (const row of readSessionRows({ client, name }, sub)) {
      sessions.push(parseSession(row));
    }
    // DynamoDB's TTL may take days to delete an expired row.
    return sessions.filter(({ expiresAt }) => expiresAt > now);
  },
});
