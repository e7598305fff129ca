/** What a new user gets: the e-mail address that the operator names counts as proven. */

import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Options, UsageError } from '../frame/usage.ts';
import { findUser, type UserReport } from './user.ts';
import type { Context } from './user-command.ts';

export const EMAIL = {
  email: { value: 'ADDRESS', description: 'E-mail address, if the name is not one.' },
} as const satisfies Options;

/** @throws {UsageError} if the user would have no e-mail address. */
export function readEmail(username: string, email: string | undefined): string {
  if (email !== undefined) return email;
  if (username.includes('@')) return username;
  throw new UsageError('The name is not an e-mail address. Give one by --email.');
}

export interface NewUser {
  username: string;
  email: string;
}

/** @throws {Error} if the user pool has the user already. `remedy` is the end of the message. */
export async function addUser(
  context: Context,
  { username, email }: NewUser,
  settings: Partial<AdminCreateUserCommandInput>,
  remedy: string,
): Promise<UserReport> {
  const { deployment, pool } = context;
  const command = new AdminCreateUserCommand({
    UserPoolId: pool,
    Username: username,
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    ...settings,
  });
  await deployment.cognito.send(command).catch((error: unknown) => {
    if (!(error instanceof UsernameExistsException)) throw error;
    throw new Error(`${username} is in the user pool ${pool} already. ${remedy}`, { cause: error });
  });
  return (await findUser(context, username)).report;
}
