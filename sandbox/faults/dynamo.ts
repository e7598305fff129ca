import { findFault } from '../../scenarios/faults.ts';
import { AwsException } from '../aws/exception.ts';

type Item = Record<string, Readonly<Record<string, unknown>>>;

/**
 * Changes or rejects the session row of a user with a fault, when the row is written.
 * `findUsername` returns the username for a `sub`.
 * @throws {AwsException} if the fault is a rejected row.
 */
export async function applyDynamoFault(
  operation: string,
  input: { Item?: Item },
  findUsername: (sub: string) => Promise<string | undefined>,
): Promise<void> {
  const sub = input.Item?.sub?.S;
  if (operation !== 'PutItem' || input.Item === undefined || typeof sub !== 'string') return;
  switch (findFault((await findUsername(sub)) ?? '')?.session) {
    case 'rejected':
      throw new AwsException(
        'com.amazonaws.dynamodb.v20120810#InternalServerError',
        'Internal server error',
        500,
      );
    case 'unvalidated':
      input.Item.validated_at = { N: '0' };
      break;
    case 'expired':
      input.Item.expires_at = { N: '0' };
      break;
  }
}
