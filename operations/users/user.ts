/** A user of the user pool, as the commands find and print one. */

import {
  AdminGetUserCommand,
  type AttributeType,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Context } from './user-command.ts';

/** What every command prints about a user. */
export interface UserReport {
  /** That of Cognito, which may be generated. */
  username: string;
  sub: string;
  email: string | null;
  email_verified: boolean;
  /** Cognito's `UserStatus`, such as `CONFIRMED`. */
  status: string;
  enabled: boolean;
  created_at: string | null;
  updated_at: string | null;
}

export interface FoundUser {
  report: UserReport;
  /** Every name with which the user may sign in. */
  names: readonly string[];
  /** The second factors that are switched on. */
  factors: readonly string[];
}

interface CognitoUser {
  Username?: string | undefined;
  UserStatus?: string | undefined;
  Enabled?: boolean | undefined;
  UserCreateDate?: Date | undefined;
  UserLastModifiedDate?: Date | undefined;
}

/** The attributes that a user pool can accept as a name. */
const NAME_ATTRIBUTES = ['email', 'phone_number', 'preferred_username'];

/** @throws {Error} if Cognito's answer has no `sub`. */
export function describeUser(user: CognitoUser, attributes: readonly AttributeType[]): UserReport {
  const { Username: username = '', UserStatus: status = 'UNKNOWN', Enabled = false } = user;
  const sub = findAttribute(attributes, 'sub');
  if (sub === undefined) throw new Error(`Cognito answered without the sub of ${username}.`);
  return {
    username,
    sub,
    email: findAttribute(attributes, 'email') ?? null,
    email_verified: findAttribute(attributes, 'email_verified') === 'true',
    status,
    enabled: Enabled,
    created_at: user.UserCreateDate?.toISOString() ?? null,
    updated_at: user.UserLastModifiedDate?.toISOString() ?? null,
  };
}

/** @throws {Error} if the user pool has no such user. */
export async function findUser(
  { deployment: { cognito }, pool }: Context,
  username: string,
): Promise<FoundUser> {
  const user = await cognito
    .send(new AdminGetUserCommand({ UserPoolId: pool, Username: username }))
    .catch((error: unknown) => {
      if (!(error instanceof UserNotFoundException)) throw error;
      throw new Error(`${username} is not in the user pool ${pool}. Check --username.`, {
        cause: error,
      });
    });
  const { UserAttributes = [], UserMFASettingList = [] } = user;
  const report = describeUser(user, UserAttributes);
  const named = NAME_ATTRIBUTES.map((name) => findAttribute(UserAttributes, name));
  return {
    report,
    names: [report.username, ...named.filter((name) => name !== undefined)],
    factors: UserMFASettingList,
  };
}

/** The input of an operation of Cognito on one user. */
export const inputFor = ({ pool }: Context, { report }: FoundUser) => ({
  UserPoolId: pool,
  Username: report.username,
});

const findAttribute = (attributes: readonly AttributeType[], name: string): string | undefined =>
  attributes.find(({ Name }) => Name === name)?.Value;
