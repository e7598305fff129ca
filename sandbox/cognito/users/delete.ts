import type { Call } from '../call.ts';
import { keyOf, type UserRecord } from '../state/records.ts';

/** Deletes a user and all that hangs on one. The name is free at once; a new user has a new sub. */
export function deleteUser({ store }: Call, user: UserRecord): void {
  const own = keyOf(user);
  for (const table of ['users', 'failures', 'registrations'] as const) store.delete(table, own);
  for (const key of store.keys('usage')) {
    if (key.startsWith(`${own}/`)) store.delete('usage', key);
  }
  for (const key of store.keys('refreshTokens')) {
    const record = store.get('refreshTokens', key);
    if (record !== undefined && keyOf(record) === own) store.delete('refreshTokens', key);
  }
}
