import { FAULTS, type Fault, faultUsername } from '../../scenarios/faults.ts';
import { AwsException } from '../aws/exception.ts';

/** Faults of session rows, by the `sub` of their users. */
export type FaultsBySub = ReadonlyMap<string, Fault>;

/** Looks up the users whose sessions have a fault. */
export async function findFaultsBySub(
  findSub: (username: string) => Promise<string | undefined>,
): Promise<FaultsBySub> {
  const faults = new Map<string, Fault>();
  for (const fault of FAULTS) {
    const sub = fault.session && (await findSub(faultUsername(fault)));
    if (sub !== undefined) faults.set(sub, fault);
  }
  return faults;
}

type Item = Record<string, Readonly<Record<string, unknown>>>;

/**
 * Changes or rejects the session row of a user with a fault, when the row is written.
 * @throws {AwsException} if the fault is a rejected row.
 */
export function applyDynamoFault(
  operation: string,
  input: { Item?: Item },
  faults: FaultsBySub,
): void {
  if (operation !== 'PutItem' || input.Item === undefined) return;
  switch (faults.get(String(input.Item.sub?.S))?.session) {
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
