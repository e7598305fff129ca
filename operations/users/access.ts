import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { endSessionRows } from './sessions.ts';
import { changeUser, inputFor } from './user.ts';
import { requireUsername, USERNAME, userCommand } from './user-command.ts';

export const disable = userCommand({
  name: 'disable',
  summary: 'Keeps a user from signing in, and ends all sessions.',
  options: USERNAME,
  examples: [
    {
      args: '--username jane@example.com --stack ChordianAuth-prod-Foundation',
      does: 'on AWS',
    },
  ],
  prepare(values) {
    const username = requireUsername(values.username);
    return (context) =>
      changeUser(context, username, async (user) => {
        // First, so that no session begins afterwards. Cognito revokes its own tokens with it.
        await context.deployment.cognito.send(new AdminDisableUserCommand(inputFor(context, user)));
        return { sessions_ended: await endSessionRows(context, user.report.sub) };
      });
  },
});

export const enable = userCommand({
  name: 'enable',
  summary: 'Lets a disabled user sign in again.',
  options: USERNAME,
  examples: [
    {
      args: '--username jane@example.com --stack ChordianAuth-prod-Foundation',
      does: 'on AWS',
    },
  ],
  prepare(values) {
    const username = requireUsername(values.username);
    return (context) =>
      changeUser(context, username, async (user) => {
        await context.deployment.cognito.send(new AdminEnableUserCommand(inputFor(context, user)));
        return {};
      });
  },
});
