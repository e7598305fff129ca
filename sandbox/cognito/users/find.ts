/** Finds users by the names that the pool lets them sign in with, and saves them. */

import type { Call } from '../call.ts';
import { isAlias, isCaseSensitive, isUsernameAttribute, requirePool } from '../pools/pools.ts';
import { userNotFound } from '../refusals.ts';
import { keyOf, type PoolRecord, type UserRecord } from '../state/records.ts';

const NAMES = ['email', 'phone_number'] as const;

export const fold = (pool: PoolRecord, name: string): string =>
  isCaseSensitive(pool) ? name : name.toLowerCase();

/** By username first, then by e-mail address or phone number where the pool allows it. */
export function findUser(call: Call, pool: PoolRecord, name: string): UserRecord | undefined {
  const wanted = fold(pool, name);
  const byName = call.store.get('users', keyOf({ poolId: pool.id, username: wanted }));
  return byName ?? NAMES.map((each) => ownerOf(call, pool, each, name)).find((user) => user);
}

/** Who signs in with this value of an attribute. An alias counts only once it is verified. */
export function ownerOf(
  { store }: Call,
  pool: PoolRecord,
  attribute: string,
  value: string,
): UserRecord | undefined {
  const always = isUsernameAttribute(pool, attribute);
  if (!always && !isAlias(pool, attribute)) return undefined;
  const wanted = fold(pool, value);
  return store
    .all('users')
    .find(
      ({ poolId, attributes }) =>
        poolId === pool.id &&
        attributes[attribute] !== undefined &&
        fold(pool, attributes[attribute]) === wanted &&
        (always || attributes[`${attribute}_verified`] === 'true'),
    );
}

/**
 * For the Admin… operations, which tell that a user does not exist.
 * @throws {CognitoException} UserNotFoundException
 */
export function requireUser(call: Call, poolId: string, name: string): UserRecord {
  const user = findUser(call, requirePool(call, poolId), name);
  if (user === undefined) throw userNotFound();
  call.subject = user;
  return user;
}

/** The record as it is now: work outside the turn may have changed it. */
export const current = ({ store }: Call, user: UserRecord): UserRecord =>
  store.get('users', keyOf(user)) ?? user;

export function saveUser(
  call: Call,
  user: UserRecord,
  changes: Partial<Omit<UserRecord, 'poolId' | 'username' | 'sub'>>,
): UserRecord {
  const saved = { ...user, ...changes, modified: call.now };
  call.store.put('users', keyOf(user), saved);
  return saved;
}
