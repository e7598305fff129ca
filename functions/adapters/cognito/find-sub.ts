import {
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import { type Cognito, callForOutcome, invalidResponse } from './call.ts';

const output = z.object({
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});

/**
 * Creates a function that returns the `sub` of a user, or undefined if there is no such user. It
 * needs an IAM permission.
 * @param timeoutMs limit of the call in milliseconds
 */
export const subFinder =
  ({ client }: Pick<Cognito, 'client'>, userPoolId: string, timeoutMs: number) =>
  async (username: string): Promise<string | undefined> => {
    const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
    const user = await callForOutcome<AdminGetUserCommandOutput | undefined>(
      { outcomes: { UserNotFoundException: undefined }, timeoutMs, secrets: [username] },
      (options) => client.send(command, options),
    );
    return user && readSub(user);
  };

/** @throws {BAD_GATEWAY} if the response is not that of a user. */
function readSub(response: AdminGetUserCommandOutput): string {
  const { UserAttributes = [] } = z.safeParse(output, response).data ?? {};
  const sub = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
  if (!sub) throw invalidResponse('a user without a sub');
  return sub;
}
