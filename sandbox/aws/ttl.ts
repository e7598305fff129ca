import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../contract/tables.ts';
import { TABLE_NAMES } from './tables.ts';

/**
 * Deletes the rows whose TTL is before `now`, in milliseconds. DynamoDB does so by itself; the
 * sandbox does so at each start, so that its state does not grow without limit.
 */
export async function deleteExpired(client: DynamoDBClient, now: number): Promise<void> {
  for (const name of Object.keys(TABLE_NAMES) as (keyof typeof TABLE_NAMES)[]) {
    const { partitionKey, ttl, ...rest }: { partitionKey: string; sortKey?: string; ttl: string } =
      TABLES[name];
    const keys = [partitionKey, ...(rest.sortKey === undefined ? [] : [rest.sortKey])];
    const expired = paginateScan(
      { client },
      {
        TableName: TABLE_NAMES[name],
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': ttl },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
      },
    );
    for await (const { Items = [] } of expired) {
      for (const item of Items) {
        const Key = Object.fromEntries(
          Object.entries(item).filter(([attribute]) => keys.includes(attribute)),
        );
        await client.send(new DeleteItemCommand({ TableName: TABLE_NAMES[name], Key }));
      }
    }
  }
}
