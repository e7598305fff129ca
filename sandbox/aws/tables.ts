import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type ScalarAttributeType,
} from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../contract/tables.ts';

/** The physical names of the tables in the sandbox. */
export const TABLE_NAMES = { sessions: 'sessions', attempts: 'attempts' } as const satisfies Record<
  keyof typeof TABLES,
  string
>;

/**
 * Describes a table that `lib/` deploys, with its keys only: a local DynamoDB supports few of the
 * other settings. The name defaults to the sandbox's.
 */
export function describeTable(
  kind: keyof typeof TABLES,
  name: string = TABLE_NAMES[kind],
): CreateTableCommandInput {
  const table: { partitionKey: string; sortKey?: string } = TABLES[kind];
  const keys = [table.partitionKey, ...(table.sortKey === undefined ? [] : [table.sortKey])];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' satisfies ScalarAttributeType,
    })),
    KeySchema: keys.map((AttributeName, index) => ({
      AttributeName,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
  };
}

/** Creates the tables that do not exist yet. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  for (const name of Object.keys(TABLE_NAMES) as (keyof typeof TABLE_NAMES)[]) {
    await client.send(new CreateTableCommand(describeTable(name))).catch((error: Error) => {
      if (error.name !== 'ResourceInUseException') throw error;
    });
  }
}
