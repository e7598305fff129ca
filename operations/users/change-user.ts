import type { Command } from '../frame/command.ts';
import type { Options } from '../frame/usage.ts';
import type { AuditFields } from './audit.ts';
import { type FoundUser, findUser, type UserReport } from './user.ts';
import { type Context, ON_AWS, requireUsername, USERNAME, userCommand } from './user-command.ts';

/**
 * Changes a user, and returns the user as it is afterwards with what the change returned.
 * @throws {Error} if the user pool has no such user.
 */
export async function changeUser(
  context: Context,
  username: string,
  change: (user: FoundUser) => Promise<object>,
  fields: AuditFields = {},
): Promise<{ user: UserReport }> {
  const user = await findUser(context, username);
  const { sub } = user.report;
  const result = await context.audited({ sub, ...fields }, () => change(user));
  const { report } = await findUser(context, user.report.username);
  return { user: report, ...result };
}

interface UserChange {
  name: string;
  summary: string;
  /** Returns what is printed beside the user. */
  change(context: Context, user: FoundUser): Promise<object>;
}

/** Creates a command that changes a user, and needs nothing but the user's name. */
export const changeCommand = ({ name, summary, change }: UserChange): Command<Options> =>
  userCommand({
    name,
    summary,
    options: USERNAME,
    examples: [ON_AWS],
    prepare(values) {
      const username = requireUsername(values.username);
      return (context) => changeUser(context, username, (user) => change(context, user));
    },
  });
