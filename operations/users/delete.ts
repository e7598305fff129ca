import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { forgetUser } from './name-rows.ts';
import { endSessionRows } from './sessions.ts';
import { findUser, inputFor } from './user.ts';
import { ON_AWS, requireUsername, USERNAME, userCommand } from './user-command.ts';

export const remove = userCommand({
  name: 'delete',
  summary: 'Deletes a user, all sessions and all counts. It cannot be undone.',
  options: USERNAME,
  examples: [ON_AWS],
  prepare(values) {
    const username = requireUsername(values.username);
    return async (context) => {
      const user = await findUser(context, username);
      const { sub } = user.report;
      const sessionsEnded = await context.audited({ sub }, async () => {
        const { cognito } = context.deployment;
        const input = inputFor(context, user);
        // No session begins any more. The user is deleted last: if the command fails on the way, a
        // repeated call finds the user and does the rest.
        await cognito.send(new AdminDisableUserCommand(input));
        const ended = await endSessionRows(context, sub);
        await forgetUser(context, user);
        await cognito.send(new AdminDeleteUserCommand(input));
        return ended;
      });
      return { user: user.report, sessions_ended: sessionsEnded };
    };
  },
});
