/**
 * The item that holds the encrypted upstream token of a session. It is separate from the session's
 * row because a Cognito refresh token is longer than 1 KB, so that each rotation of a row with the
 * token in it would consume several write units.
 *
 * It is in the same partition as the row. Its sort key starts with `#`, which is not a character of
 * base64url, so no session has this key. Because `#` sorts before every character of base64url, a
 * query from `FIRST_SESSION_ID` on returns only sessions.
 */

import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import type { Session, SessionKey } from '../../core/sessions/session-store.ts';
import { numberValue } from './attribute-value.ts';
import { orInternalError } from './errors.ts';
import { type Row, type SessionsTable, sessionKey } from './session-row.ts';

/** The lowest value that the sort key of a session can have. */
export const FIRST_SESSION_ID = '-';

const upstreamKey = ({ sub, sid }: SessionKey): Row => sessionKey({ sub, sid: `#upstream#${sid}` });

export async function putUpstream(
  { client, name }: SessionsTable,
  session: Session,
  sealed: string,
): Promise<void> {
  const Item = {
    ...upstreamKey(session),
    sealed: { S: sealed },
    [TABLES.sessions.ttl]: numberValue(session.expiresAt),
  };
  await orInternalError(client.send(new PutItemCommand({ TableName: name, Item })));
}

/** @throws {INTERNAL_ERROR} if the item does not have this format. */
export async function findUpstream(
  { client, name }: SessionsTable,
  key: SessionKey,
): Promise<string | undefined> {
  const command = new GetItemCommand({
    TableName: name,
    Key: upstreamKey(key),
    ConsistentRead: true,
  });
  const { Item } = await orInternalError(client.send(command));
  if (Item && Item.sealed?.S === undefined) {
    throw new AuthError('INTERNAL_ERROR', {
      cause: new TypeError('the item of an upstream token is malformed'),
    });
  }
  return Item?.sealed?.S;
}

export async function deleteUpstream(
  { client, name }: SessionsTable,
  key: SessionKey,
): Promise<void> {
  const command = new DeleteItemCommand({ TableName: name, Key: upstreamKey(key) });
  await orInternalError(client.send(command));
}
