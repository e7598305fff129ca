import { findFault } from '../../scenarios/faults.ts';
import { AwsException } from '../aws/exception.ts';

const HOUR = 3_600;

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
    case 'old-sign-in':
      // The item of the upstream token has no such time.
      if (input.Item.authenticated_at === undefined) return;
      input.Item.authenticated_at = { N: String(Number(input.Item.authenticated_at.N) - HOUR) };
      break;
    case 'old-code':
      input.Item.email_change = {
        S: JSON.stringify({ email: 'new-address@example.com', requestedAt: 0 }),
      };
      break;
  }
}
