import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeCommand } from './change-user.ts';
import { endSessionRows } from './sessions.ts';
import { inputFor } from './user.ts';

export const disable = changeCommand({
  name: 'disable',
  summary: 'Keeps a user from signing in, and ends all sessions.',
  async change(context, user) {
    // First, so that no session begins afterwards. Cognito revokes its own tokens with it.
    await context.deployment.cognito.send(new AdminDisableUserCommand(inputFor(context, user)));
    return { sessions_ended: await endSessionRows(context, user.report.sub) };
  },
});

export const enable = changeCommand({
  name: 'enable',
  summary: 'Lets a disabled user sign in again.',
  async change(context, user) {
    await context.deployment.cognito.send(new AdminEnableUserCommand(inputFor(context, user)));
    return {};
  },
});
