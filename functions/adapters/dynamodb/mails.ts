import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ATTEMPTS, MAILS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type { MailStore } from '../../core/mail-door/mail-store.ts';
import { orAttemptError, primaryKey } from './attempts-table.ts';
import { numberValue } from './attribute-value.ts';
import { undefinedIfConditionFails } from './errors.ts';

/** The times of the last mails, newest first. */
const TIMES = Array.from({ length: MAILS.perAccount }, (_, index) => `sent${index + 1}`);
const [NEWEST = '', OLDEST = ''] = [TIMES[0], TIMES.at(-1)];

/** The assignments that make room for a new time. An update reads all values before it writes. */
const PUSH = TIMES.slice(1).map(
  (time, index) => `${time} = if_not_exists(${TIMES[index]}, :never)`,
);
const POP = TIMES.slice(1).map((time, index) => `${TIMES[index]} = ${time}`);

/** Stores the times of mails in DynamoDB. One conditional write checks the limits and counts. */
export function dynamoMails(client: DynamoDBClient, table: string): MailStore {
  return {
    async reserve(id, now) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: primaryKey(id),
        UpdateExpression: `SET ${[`${NEWEST} = :now`, ...PUSH].join(', ')}, ${TABLES.attempts.ttl} = :ends`,
        ConditionExpression:
          `attribute_not_exists(${TABLES.attempts.partitionKey}) OR ` +
          `(${NEWEST} <= :spaced AND ${OLDEST} <= :windowStart)`,
        ExpressionAttributeValues: {
          ':now': numberValue(now),
          ':never': numberValue(0),
          ':spaced': numberValue(now - MAILS.spacing),
          ':windowStart': numberValue(now - MAILS.window),
          ':ends': numberValue(now + MAILS.window + ATTEMPTS.keepAfterWindow),
        },
      });
      const write = undefinedIfConditionFails(client.send(command));
      return (await orAttemptError(write)) !== undefined;
    },

    async giveBack(id, now) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: primaryKey(id),
        // What was pushed out is older than the window.
        UpdateExpression: `SET ${[...POP, `${OLDEST} = :never`].join(', ')}`,
        ConditionExpression: `${NEWEST} = :now`,
        ExpressionAttributeValues: { ':now': numberValue(now), ':never': numberValue(0) },
      });
      await orAttemptError(undefinedIfConditionFails(client.send(command)));
    },
  };
}
