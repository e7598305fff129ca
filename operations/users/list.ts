import { paginateListUsers } from '@aws-sdk/client-cognito-identity-provider';
import { UsageError } from '../frame/usage.ts';
import { describeUser, type UserReport } from './user.ts';
import { type Context, userCommand } from './user-command.ts';

const DEFAULT_LIMIT = 100;

export const list = userCommand({
  name: 'list',
  summary: 'Lists users.',
  options: {
    filter: { value: 'FILTER', description: 'Filter of Cognito, such as: email ^= "jane"' },
    limit: { value: 'NUMBER', description: `How many at most. Defaults to ${DEFAULT_LIMIT}.` },
  },
  examples: [
    { args: '--filter \'email ^= "jane"\'', does: 'whose e-mail address begins so' },
    {
      args: '--filter \'status = "Disabled"\' --stack ChordianAuth-prod-Foundation',
      does: 'on AWS, who are disabled',
    },
  ],
  prepare({ filter, limit }) {
    const atMost = readLimit(limit);
    return (context) => listUsers(context, filter, atMost);
  },
});

function readLimit(value: string = String(DEFAULT_LIMIT)): number {
  if (/^[1-9][0-9]{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`--limit must be a whole number from 1 to 999999, got "${value}".`);
}

/** Reads one more user than it returns, to find out whether there are more. */
async function listUsers(
  { deployment: { cognito }, pool }: Context,
  Filter: string | undefined,
  limit: number,
): Promise<{ users: UserReport[]; more: boolean }> {
  const users: UserReport[] = [];
  for await (const { Users = [] } of paginateListUsers(
    { client: cognito },
    { UserPoolId: pool, Filter },
  )) {
    users.push(...Users.map((user) => describeUser(user, user.Attributes ?? [])));
    if (users.length > limit) break;
  }
  return { users: users.slice(0, limit), more: users.length > limit };
}
