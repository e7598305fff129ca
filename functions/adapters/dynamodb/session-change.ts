import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../../contract/tables.ts';
import type { Session, SessionChange, SessionKey } from '../../core/sessions/session-store.ts';
import { numberValue } from './attribute-value.ts';
import { orInternalError, undefinedIfConditionFails } from './errors.ts';
import {
  parseSession,
  type SessionsTable,
  serialiseEmailChange,
  serialiseMethods,
  serialiseUser,
  sessionKey,
} from './session-row.ts';

/**
 * Changes parts of a session with one conditional write. An update in DynamoDB creates a missing
 * row. The condition does not hold for one, because it has no expiry.
 */
export async function changeSession(
  { client, name }: SessionsTable,
  key: SessionKey,
  change: SessionChange,
  now: number,
): Promise<Session | undefined> {
  const values = serialiseChange(change);
  const parts = Object.keys(values) as (keyof typeof values)[];
  const set = parts.filter((part) => values[part] !== null).map((part) => `#${part} = :${part}`);
  const remove = parts.filter((part) => values[part] === null).map((part) => `#${part}`);
  const command = new UpdateItemCommand({
    TableName: name,
    Key: sessionKey(key),
    UpdateExpression: [
      ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
      ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
      ...(change.user ? ['ADD validation_number :one'] : []),
    ].join(' '),
    ConditionExpression: '#ttl > :now',
    ExpressionAttributeNames: {
      '#ttl': TABLES.sessions.ttl,
      ...Object.fromEntries(parts.map((part) => [`#${part}`, part])),
    },
    ExpressionAttributeValues: {
      ':now': numberValue(now),
      ...(change.user && { ':one': numberValue(1) }),
      ...Object.fromEntries(
        parts.flatMap((part) => {
          const value = values[part];
          return value ? [[`:${part}`, value]] : [];
        }),
      ),
    },
    ReturnValues: 'ALL_NEW',
  });
  const output = await orInternalError(undefinedIfConditionFails(client.send(command)));
  return output && parseSession(output.Attributes ?? {});
}

/** Returns the attributes to write, by name. Null removes one. */
function serialiseChange(change: SessionChange): Record<string, AttributeValue | null> {
  const { authenticatedAt, amr, reissued, user, device, emailChange } = change;
  return {
    ...(authenticatedAt !== undefined && { authenticated_at: numberValue(authenticatedAt) }),
    ...(amr && { amr: serialiseMethods(amr) }),
    ...(reissued !== undefined && { reissued: numberValue(reissued) }),
    ...(user && { user: serialiseUser(user) }),
    ...(device !== undefined && { device: device === null ? null : { S: device } }),
    ...(emailChange !== undefined && {
      email_change: emailChange && serialiseEmailChange(emailChange),
    }),
  };
}
