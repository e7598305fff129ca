import {
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeUser } from './change-user.ts';
import { choosePassword, PASSWORD_OPTIONS, setsPassword } from './password.ts';
import { signOut } from './sessions.ts';
import { inputFor } from './user.ts';
import { ON_AWS, requireUsername, USERNAME, userCommand } from './user-command.ts';

export const resetPassword = userCommand({
  name: 'reset-password',
  summary:
    'Ends the password and all sessions of a user. Mails a code for a new one, unless an option ' +
    'sets a temporary one.',
  options: {
    ...USERNAME,
    ...PASSWORD_OPTIONS,
  },
  examples: [
    ON_AWS,
    {
      args: '--username jane@example.com --show-password --stack ChordianAuth-prod-Foundation',
      does: 'on AWS, for a user who cannot get mail',
    },
  ],
  async prepare(values) {
    const username = requireUsername(values.username);
    const chosen = setsPassword(values) ? await choosePassword(username, values) : undefined;
    return (context) =>
      changeUser(context, username, async (user) => {
        const { cognito } = context.deployment;
        const input = inputFor(context, user);
        if (chosen === undefined && user.report.status === 'FORCE_CHANGE_PASSWORD') {
          throw new Error(`${username} has not set a password yet. Use invite --again instead.`);
        }
        await (chosen === undefined
          ? cognito.send(new AdminResetUserPasswordCommand(input))
          : cognito.send(new AdminSetUserPasswordCommand({ ...input, Password: chosen.password })));
        return { sessions_ended: await signOut(context, user), ...chosen?.shown };
      });
  },
});
