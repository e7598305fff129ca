import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  type CognitoIdentityProviderClient,
  paginateAdminListGroupsForUser,
} from '@aws-sdk/client-cognito-identity-provider';
import { dynamoValidations } from '../../functions/adapters/dynamodb/validations.ts';
import { inSeconds } from '../../functions/core/time.ts';
import { type Options, UsageError } from '../frame/usage.ts';
import { changeUser } from './change-user.ts';
import { signOut } from './sessions.ts';
import { type FoundUser, findUser, inputFor } from './user.ts';
import { type Context, ON_AWS, requireUsername, USERNAME, userCommand } from './user-command.ts';

const USER_AND_GROUP = {
  ...USERNAME,
  group: { value: 'GROUP', description: 'A group that the user pool has.' },
} as const satisfies Options;

export const groups = userCommand({
  name: 'groups',
  summary: 'Lists the groups of a user.',
  options: USERNAME,
  examples: [ON_AWS],
  prepare(values) {
    const username = requireUsername(values.username);
    return async (context) => {
      const user = await findUser(context, username);
      return { user: user.report, groups: await listGroups(context, user) };
    };
  },
});

export const addToGroup = membershipCommand({
  name: 'add-to-group',
  summary: 'Adds a user to a group. Sessions take it over when they are next used.',
  change: (cognito, input) => cognito.send(new AdminAddUserToGroupCommand(input)),
  updateSessions: async (context, user) => ({
    sessions_marked: await markSessions(context, user.report.sub),
  }),
});

export const removeFromGroup = membershipCommand({
  name: 'remove-from-group',
  summary: 'Removes a user from a group, and ends all sessions.',
  change: (cognito, input) => cognito.send(new AdminRemoveUserFromGroupCommand(input)),
  updateSessions: async (context, user) => ({ sessions_ended: await signOut(context, user) }),
});

interface MembershipChange {
  name: string;
  summary: string;
  change(
    cognito: CognitoIdentityProviderClient,
    input: ReturnType<typeof inputFor> & { GroupName: string },
  ): Promise<unknown>;
  /** Returns what is printed about the sessions of the user. */
  updateSessions(context: Context, user: FoundUser): Promise<object>;
}

function membershipCommand({ name, summary, change, updateSessions }: MembershipChange) {
  return userCommand({
    name,
    summary,
    options: USER_AND_GROUP,
    examples: [
      {
        args: '--username jane@example.com --group admins --stack ChordianAuth-prod-Foundation',
        does: 'on AWS',
      },
    ],
    prepare(values) {
      const username = requireUsername(values.username);
      const { group } = values;
      if (group === undefined) throw new UsageError('Name the group by --group.');
      return (context) => {
        const changeMembership = async (user: FoundUser) => {
          const input = { ...inputFor(context, user), GroupName: group };
          await change(context.deployment.cognito, input);
          // Before the list: if that fails, the sessions have lost the membership.
          const sessions = await updateSessions(context, user);
          return { groups: await listGroups(context, user), ...sessions };
        };
        return changeUser(context, username, changeMembership, { group });
      };
    },
  });
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
