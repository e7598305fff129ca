import {
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import type { AccountReader, StoredAccount } from '../../core/account/account-reader.ts';
import { AuthError } from '../../core/error.ts';
import { callCognito, invalidResponse } from './call.ts';
import { type Directory, listGroups } from './directory.ts';
import type { Overrides } from './exceptions.ts';
import { time } from './time.ts';

/** Only this exception proves that the user is gone. No other exception has this code here. */
const OVERRIDES = { UserNotFoundException: 'INVALID_TOKEN' } as const satisfies Overrides;

const output = z.object({
  Username: z.string().check(z.minLength(1)),
  UserStatus: z.string(),
  UserCreateDate: time,
  UserLastModifiedDate: time,
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});

/**
 * Reads accounts with `AdminGetUser` and `AdminListGroupsForUser`. An access token of the user would
 * count in Cognito's quota of sign-ins, and would not reveal the state and the dates.
 * @param timeoutMs limit of each call in milliseconds
 */
export const cognitoAccountReader = (directory: Directory, timeoutMs: number): AccountReader => ({
  async read(username) {
    const { client, userPoolId } = directory;
    const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
    const options = { timeoutMs, overrides: OVERRIDES };
    try {
      const [user, groups] = await Promise.all([
        callCognito({ ...options, secrets: [username] }, (limit) => client.send(command, limit)),
        listGroups(directory, username, options),
      ]);
      return parseAccount(user, groups);
    } catch (error) {
      const isMissing =
        error instanceof AuthError && error.code === OVERRIDES.UserNotFoundException;
      if (!isMissing) throw error;
      return undefined;
    }
  },
});

/** @throws {BAD_GATEWAY} if the response is not that of a user. */
function parseAccount(response: AdminGetUserCommandOutput, groups: string[]): StoredAccount {
  const parsed = z.safeParse(output, response);
  if (!parsed.success) throw invalidResponse('a user without the fields we need');
  const { Username, UserStatus, UserCreateDate, UserLastModifiedDate, UserAttributes } =
    parsed.data;
  const { sub, ...attributes } = Object.fromEntries(
    UserAttributes.map(({ Name, Value = '' }) => [Name, Value]),
  );
  if (!sub) throw invalidResponse('a user without a sub');
  return {
    sub,
    username: Username,
    status: UserStatus,
    createdAt: UserCreateDate,
    updatedAt: UserLastModifiedDate,
    attributes,
    groups,
  };
}
