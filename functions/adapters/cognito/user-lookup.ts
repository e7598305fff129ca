import {
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import type { User } from '../../../contract/schemas/index.ts';
import { AuthError } from '../../core/error.ts';
import type { LookedUpUser, UserLookup } from '../../core/revocation/user-lookup.ts';
import { callCognito, invalidResponse } from './call.ts';
import { type Directory, listGroups } from './directory.ts';
import type { Overrides } from './exceptions.ts';
import { limitEmail, limitGroups } from './user.ts';

/** Only this exception proves that the user is gone. No other exception has this code here. */
export const LOOKUP_OVERRIDES = {
  UserNotFoundException: 'INVALID_CREDENTIALS',
} as const satisfies Overrides;

/** States of a user who may not sign in, and the reason for the log. */
const REFUSED_STATES: Readonly<Record<string, string>> = {
  RESET_REQUIRED: 'password reset required',
  FORCE_CHANGE_PASSWORD: 'password change required',
};

const output = z.object({
  Username: z.string().check(z.minLength(1)),
  Enabled: z.boolean(),
  UserStatus: z.string(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});

/**
 * Looks up users with `AdminGetUser` and `AdminListGroupsForUser`. Neither counts in Cognito's quota
 * of sign-ins (AWS: "Quotas in Amazon Cognito", UserRead and UserResourceRead).
 * @param timeoutMs limit of each call in milliseconds
 */
export const cognitoUserLookup = (directory: Directory, timeoutMs: number): UserLookup => ({
  async lookUp(username) {
    try {
      return await lookUp(directory, username, timeoutMs);
    } catch (error) {
      if (error instanceof AuthError && error.code === LOOKUP_OVERRIDES.UserNotFoundException) {
        return { allowed: false, reason: 'user deleted' };
      }
      throw error;
    }
  },
});

async function lookUp(
  directory: Directory,
  username: string,
  timeoutMs: number,
): Promise<LookedUpUser> {
  const { client, userPoolId } = directory;
  const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
  const found = parseUser(
    await callCognito({ timeoutMs, overrides: LOOKUP_OVERRIDES, secrets: [username] }, (options) =>
      client.send(command, options),
    ),
  );
  if (!found.Enabled) return { allowed: false, reason: 'user disabled' };
  const reason = REFUSED_STATES[found.UserStatus];
  if (reason !== undefined) return { allowed: false, reason };
  const groups = await listGroups(directory, username, { timeoutMs, overrides: LOOKUP_OVERRIDES });
  return { allowed: true, user: { ...found.user, groups: limitGroups(groups) } };
}

/** @throws {BAD_GATEWAY} if the response is not that of a user. */
function parseUser(response: AdminGetUserCommandOutput) {
  const parsed = z.safeParse(output, response);
  if (!parsed.success) throw invalidResponse('a user without the fields we need');
  const { Username: username, UserAttributes, Enabled, UserStatus } = parsed.data;
  const findValue = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
  const sub = findValue('sub');
  if (!sub) throw invalidResponse('a user without a sub');
  const user: Omit<User, 'groups'> = { sub, username, email: limitEmail(findValue('email')) };
  return { Enabled, UserStatus, user };
}
