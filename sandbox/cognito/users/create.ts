import { randomUUID } from 'node:crypto';
import type { Call } from '../call.ts';
import { isAlias, isUsernameAttribute } from '../pools/pools.ts';
import { invalidParameter, usernameExists } from '../refusals.ts';
import { keyOf, type PoolRecord, type UserRecord } from '../state/records.ts';
import { isEmail, isPhoneNumber } from './attributes.ts';
import { findUser, fold, ownerOf } from './find.ts';

/**
 * The user that a name and attributes would make. In a pool whose sign-in names are e-mail
 * addresses or phone numbers the username is the sub (AWS: "Customizing sign-in attributes").
 * @param existing what AWS says where the username itself is taken.
 * @throws {CognitoException} InvalidParameterException | UsernameExistsException
 */
export function newUser(
  call: Call,
  pool: PoolRecord,
  name: string,
  attributes: Record<string, string>,
  existing: string,
): UserRecord {
  const sub = randomUUID();
  const attribute = nameAttribute(pool, name);
  if (attribute !== undefined) attributes[attribute] = name;
  for (const each of ['email', 'phone_number']) {
    const value = attributes[each];
    const isTaken = value !== undefined && ownerOf(call, pool, each, value) !== undefined;
    // An unverified alias is refused when it is confirmed, so that sign-up tells nothing.
    const isChecked = isUsernameAttribute(pool, each) || attributes[`${each}_verified`] === 'true';
    if (isTaken && isChecked) {
      throw usernameExists(`An account with the given ${each} already exists.`);
    }
  }
  if (attribute === undefined && findUser(call, pool, name) !== undefined) {
    throw usernameExists(existing);
  }
  return {
    poolId: pool.id,
    username: attribute === undefined ? fold(pool, name) : sub,
    sub,
    attributes,
    pending: {},
    status: 'UNCONFIRMED',
    enabled: true,
    password: undefined,
    temporaryUntil: undefined,
    passwordHistory: [],
    codes: {},
    mfa: { enabled: [], preferred: undefined, passkey: false },
    softwareToken: undefined,
    pendingSecret: undefined,
    passkeys: [],
    groups: [],
    created: call.now,
    modified: call.now,
  };
}

/** The attribute that the name is, or `undefined` where it is a username. */
function nameAttribute(pool: PoolRecord, name: string): 'email' | 'phone_number' | undefined {
  const [byEmail, byPhone] = ['email', 'phone_number'].map((each) =>
    isUsernameAttribute(pool, each),
  );
  if (byEmail && isEmail(name)) return 'email';
  if (byPhone && isPhoneNumber(name)) return 'phone_number';
  if (byEmail && byPhone) {
    throw invalidParameter('Username should be either an email or a phone number.');
  }
  if (byEmail) throw invalidParameter('Username should be an email.');
  if (byPhone) throw invalidParameter('Username should be a phone number.');
  if (isAlias(pool, 'email') && isEmail(name)) {
    throw invalidParameter(
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
  }
  return undefined;
}

export const addUser = ({ store }: Call, user: UserRecord): void =>
  store.put('users', keyOf(user), user);
