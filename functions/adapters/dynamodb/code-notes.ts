import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ATTEMPTS, MAILED_CODE } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type { CodeNotes } from '../../core/mail-door/code-notes.ts';
import { orAttemptError, primaryKey } from './attempts-table.ts';
import { numberValue } from './attribute-value.ts';

/** Keeps the notes of codes in DynamoDB. A row may outlive its note, so each holds its time. */
export function dynamoCodeNotes(client: DynamoDBClient, table: string): CodeNotes {
  return {
    async find(id, now) {
      const command = new GetItemCommand({
        TableName: table,
        Key: primaryKey(id),
        ConsistentRead: true,
      });
      const { Item } = await orAttemptError(client.send(command));
      return readNote(Item, now);
    },

    async swap(id, fingerprint, now) {
      const command = new PutItemCommand({
        TableName: table,
        Item: {
          ...primaryKey(id),
          fingerprint: { S: fingerprint },
          noted_at: numberValue(now),
          [TABLES.attempts.ttl]: numberValue(
            now + MAILED_CODE.resumable + ATTEMPTS.keepAfterWindow,
          ),
        },
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes } = await orAttemptError(client.send(command));
      return readNote(Attributes, now);
    },

    async delete(id) {
      const command = new DeleteItemCommand({ TableName: table, Key: primaryKey(id) });
      await orAttemptError(client.send(command));
    },
  };
}

const readNote = (
  row: Record<string, AttributeValue> | undefined,
  now: number,
): string | undefined =>
  now - Number(row?.noted_at?.N) <= MAILED_CODE.resumable ? row?.fingerprint?.S : undefined;
