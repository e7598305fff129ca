import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../../contract/tables.ts';
import { orInternalError } from './errors.ts';
import type { Row, SessionsTable } from './session-row.ts';
import { FIRST_SESSION_ID } from './session-upstream.ts';

/**
 * Reads the rows of a user's sessions, expired or not, without the items of their upstream tokens.
 * The queries are consistent. `attributes` limits what a row contains.
 * @throws {INTERNAL_ERROR} if the table cannot be read.
 */
export async function* readSessionRows(
  table: SessionsTable,
  sub: string,
  attributes?: readonly string[],
): AsyncGenerator<Row, void> {
  let from: Row | undefined;
  do {
    const page = await queryPage(table, sub, attributes, from);
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

const queryPage = (
  { client, name }: SessionsTable,
  sub: string,
  attributes: readonly string[] | undefined,
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
          ...Object.fromEntries(attributes?.map((each) => [`#${each}`, each]) ?? []),
        },
        ...(attributes && {
          ProjectionExpression: attributes.map((each) => `#${each}`).join(', '),
        }),
        ExpressionAttributeValues: { ':sub': { S: sub }, ':first': { S: FIRST_SESSION_ID } },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    ),
  );
