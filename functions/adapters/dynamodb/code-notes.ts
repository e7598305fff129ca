import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ATTEMPTS, MAILED_CODE } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type { CodeNotes } from '../../core/mail-door/code-notes.ts';
import {
  type AttemptsRow,
  deleteAttemptRow,
  orAttemptError,
  primaryKey,
  readRow,
} from './attempts-table.ts';
import { numberValue } from './attribute-value.ts';

/** Keeps the notes of codes in DynamoDB. A row may outlive its note, so each holds its time. */
export function dynamoCodeNotes(client: DynamoDBClient, name: string): CodeNotes {
  const table = { client, name };
  return {
    find: async (id, now) => parseNote(await orAttemptError(readRow(table, id)), now),

    async swap(id, fingerprint, now) {
      const command = new PutItemCommand({
        TableName: name,
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
      return parseNote(Attributes, now);
    },

    delete: (id) => orAttemptError(deleteAttemptRow(table, id)),
  };
}

const parseNote = (row: AttemptsRow | undefined, now: number): string | undefined =>
  now - Number(row?.noted_at?.N) <= MAILED_CODE.resumable ? row?.fingerprint?.S : undefined;
