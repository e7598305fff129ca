import {
  AdminCreateUserCommand,
  UnsupportedUserStateException,
} from '@aws-sdk/client-cognito-identity-provider';
import { changeUser } from './change-user.ts';
import { forgetFailuresOf } from './name-rows.ts';
import { addUser, EMAIL, type NewUser, readEmail } from './new-user.ts';
import { generatePassword } from './password.ts';
import { inputFor } from './user.ts';
import { type Context, ON_AWS, requireUsername, USERNAME, userCommand } from './user-command.ts';

/**
 * A user pool that lets people sign in without a password creates a user without one, and sends no
 * mail, unless a temporary password is given.
 */
const byMail = () => ({
  DesiredDeliveryMediums: ['EMAIL'] as 'EMAIL'[],
  TemporaryPassword: generatePassword(),
});

export const invite = userCommand({
  name: 'invite',
  summary: 'Creates a user, and mails a temporary password.',
  options: {
    ...USERNAME,
    ...EMAIL,
    again: { description: 'Mail a new one to a user who has not signed in yet, and unlock.' },
  },
  examples: [
    ON_AWS,
    {
      args: '--again --username jane@example.com --stack ChordianAuth-prod-Foundation',
      does: 'the mail was lost, or its password has expired',
    },
  ],
  prepare({ again, email, ...values }) {
    const username = requireUsername(values.username);
    if (again) return (context) => inviteAgain(context, username);
    const user = { username, email: readEmail(username, email) };
    return (context) => inviteNew(context, user);
  },
});

async function inviteNew(context: Context, user: NewUser): Promise<object> {
  const report = await context.audited(
    {},
    () => addUser(context, user, byMail(), 'To invite again, add --again.'),
    ({ sub }) => ({ sub }),
  );
  return { user: report };
}

const inviteAgain = (context: Context, username: string): Promise<object> =>
  changeUser(context, username, async (user) => {
    const command = new AdminCreateUserCommand({
      ...inputFor(context, user),
      ...byMail(),
      MessageAction: 'RESEND',
    });
    await context.deployment.cognito.send(command).catch((error: unknown) => {
      if (!(error instanceof UnsupportedUserStateException)) throw error;
      throw new Error(
        `${username} has set a password (${user.report.status}). Use reset-password instead.`,
        { cause: error },
      );
    });
    return { forgotten: await forgetFailuresOf(context, user) };
  });
