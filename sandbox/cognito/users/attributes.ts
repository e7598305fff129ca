/** A user's attributes: what may be written, and how the API shows them. */

import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { aliasExists, invalidParameter, notAuthorized } from '../refusals.ts';
import type { PoolRecord, UserRecord } from '../state/records.ts';
import { ownerOf } from './find.ts';

/** AWS: "Working with user attributes"; the standard claims of OpenID Connect. */
const STANDARD = new Set([
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]);
/** Attributes that only an administrator and a verified code may write. */
const VERIFIED = new Set(['email_verified', 'phone_number_verified']);

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const PHONE = /^\+[0-9]{6,15}$/;

export const isEmail = (value: string): boolean => EMAIL.test(value);
export const isPhoneNumber = (value: string): boolean => PHONE.test(value);

export const shown = ({ sub, attributes }: UserRecord): AttributeType[] =>
  Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value }));

/**
 * Reads the attributes of a request. An empty value deletes the attribute.
 * @throws {CognitoException} InvalidParameterException | NotAuthorizedException
 */
export function attributesOf(
  { pool }: PoolRecord,
  list: readonly AttributeType[] | undefined,
  writer: 'user' | 'administrator',
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { Name = '', Value = '' } of list ?? []) {
    if (Name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub');
    const known = STANDARD.has(Name) || pool.Schema?.some((each) => `custom:${each.Name}` === Name);
    if (!known) {
      throw invalidParameter(
        `Attributes did not conform to the schema: ${Name}: ` +
          'Attribute does not exist in the schema.\n',
      );
    }
    if (writer === 'user' && VERIFIED.has(Name)) {
      throw notAuthorized('A client attempted to write unauthorized attribute');
    }
    if (Name === 'email' && Value !== '' && !isEmail(Value)) {
      throw invalidParameter('Invalid email address format.');
    }
    if (Name === 'phone_number' && Value !== '' && !isPhoneNumber(Value)) {
      throw invalidParameter('Invalid phone number format.');
    }
    attributes[Name] = Value;
  }
  return attributes;
}

/** @throws {CognitoException} AliasExistsException if another user signs in with a value. */
export function checkAliases(
  call: Call,
  pool: PoolRecord,
  user: UserRecord,
  attributes: Readonly<Record<string, string>>,
): void {
  for (const name of ['email', 'phone_number']) {
    const value = attributes[name];
    if (value === undefined || value === '') continue;
    const owner = ownerOf(call, pool, name, value);
    if (owner !== undefined && owner.sub !== user.sub) throw aliasExists(name);
  }
}

/** The attributes after a change; an empty value deletes. */
export const merged = (
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== ''));
