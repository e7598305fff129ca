import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  paginateAdminListGroupsForUser,
} from '@aws-sdk/client-cognito-identity-provider';
import { dynamoValidations } from '../../functions/adapters/dynamodb/validations.ts';
import { inSeconds } from '../../functions/core/time.ts';
import { type Options, UsageError } from '../frame/usage.ts';
import { signOut } from './sessions.ts';
import { changeUser, type FoundUser, findUser, inputFor } from './user.ts';
import { type Context, requireUsername, USERNAME, userCommand } from './user-command.ts';

const USER_AND_GROUP = {
  ...USERNAME,
  group: { value: 'GROUP', description: 'A group that the user pool has.' },
} as const satisfies Options;

const EXAMPLES = [
  {
    args: '--username jane@example.com --group admins --stack ChordianAuth-prod-Foundation',
    does: 'on AWS',
  },
];

export const groups = userCommand({
  name: 'groups',
  summary: 'Lists the groups of a user.',
  options: USERNAME,
  examples: [
    { args: '--username jane@example.com --stack ChordianAuth-prod-Foundation', does: 'on AWS' },
  ],
  prepare(values) {
    const username = requireUsername(values.username);
    return async (context) => {
      const user = await findUser(context, username);
      return { user: user.report, groups: await listGroups(context, user) };
    };
  },
});

export const addToGroup = userCommand({
  name: 'add-to-group',
  summary: 'Adds a user to a group. Sessions take it over when they are next used.',
  options: USER_AND_GROUP,
  examples: EXAMPLES,
  prepare(values) {
    const { username, group } = readMembership(values);
    return (context) =>
      changeUser(
        context,
        username,
        async (user) => {
          const input = { ...inputFor(context, user), GroupName: group };
          await context.deployment.cognito.send(new AdminAddUserToGroupCommand(input));
          return {
            groups: await listGroups(context, user),
            sessions_marked: await markSessions(context, user.report.sub),
          };
        },
        { group },
      );
  },
});

export const removeFromGroup = userCommand({
  name: 'remove-from-group',
  summary: 'Removes a user from a group, and ends all sessions.',
  options: USER_AND_GROUP,
  examples: EXAMPLES,
  prepare(values) {
    const { username, group } = readMembership(values);
    return (context) =>
      changeUser(
        context,
        username,
        async (user) => {
          const input = { ...inputFor(context, user), GroupName: group };
          await context.deployment.cognito.send(new AdminRemoveUserFromGroupCommand(input));
          return {
            groups: await listGroups(context, user),
            sessions_ended: await signOut(context, user),
          };
        },
        { group },
      );
  },
});

function readMembership(values: { username?: string | undefined; group?: string | undefined }) {
  const username = requireUsername(values.username);
  const { group } = values;
  if (group === undefined) throw new UsageError('Name the group by --group.');
  return { username, group };
}

export async function listGroups(context: Context, user: FoundUser): Promise<string[]> {
  const names: string[] = [];
  for await (const { Groups = [] } of paginateAdminListGroupsForUser(
    { client: context.deployment.cognito },
    inputFor(context, user),
  )) {
    names.push(...Groups.flatMap(({ GroupName }) => GroupName ?? []));
  }
  return names;
}

/** Marks the sessions of a user, so that Cognito is asked again when they are next used. */
async function markSessions({ deployment }: Context, sub: string): Promise<number> {
  const store = dynamoValidations(deployment.dynamo, await deployment.table('sessions'));
  const now = inSeconds(Date.now());
  let marked = 0;
  for (const key of await store.listLive(sub, now)) {
    if (await store.mark(key, now)) marked += 1;
  }
  return marked;
}
