import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { NamesById, PasskeyNames } from '../../core/passkeys/passkey-names.ts';
import { UNREAD } from '../../core/versioned.ts';
import { deleteAttemptRow, orAttemptError, readRow } from './attempts-table.ts';
import { changeVersioned, parseVersioned, type RowFormat } from './versioned-rows.ts';

const FORMAT: RowFormat<NamesById> = {
  label: 'the row of the names of passkeys',
  schema: z.record(z.string(), z.string()),
  isEmpty: (names) => Object.keys(names).length === 0,
  expiryOf: () => undefined,
};

const idOf = (sub: string): string => `passkeys.${sub}`;

/** Stores the names in DynamoDB, in the table of attempts: one row for each user. */
export function dynamoPasskeyNames(client: DynamoDBClient, name: string): PasskeyNames {
  const table = { client, name };
  return {
    async read(sub) {
      const row = await orAttemptError(readRow(table, idOf(sub)));
      return parseVersioned(row, FORMAT).row ?? {};
    },

    async change(sub, change) {
      await orAttemptError(
        changeVersioned(table, idOf(sub), {
          seen: UNREAD,
          change: (names) => change(names ?? {}),
          format: FORMAT,
        }),
      );
    },

    forget: (sub) => orAttemptError(deleteAttemptRow(table, idOf(sub))),
  };
}
