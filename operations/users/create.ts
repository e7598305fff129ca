import { addUser, EMAIL, readEmail } from './new-user.ts';
import { choosePassword, PASSWORD_OPTIONS } from './password.ts';
import { requireUsername, USERNAME, userCommand } from './user-command.ts';

export const create = userCommand({
  name: 'create',
  summary: 'Creates a user with a temporary password, without a mail.',
  options: { ...USERNAME, ...EMAIL, ...PASSWORD_OPTIONS },
  examples: [
    {
      args: '--username jane@example.com --show-password --stack ChordianAuth-prod-Foundation',
      does: 'on AWS, with a generated password that is printed',
    },
    {
      args: '--username jane@example.com --password-stdin < password.txt',
      does: 'in the sandbox, with a password from a file',
    },
  ],
  async prepare({ email, ...values }) {
    const username = requireUsername(values.username);
    const user = { username, email: readEmail(username, email) };
    const { password, shown } = await choosePassword(username, values);
    const settings = { TemporaryPassword: password, MessageAction: 'SUPPRESS' } as const;
    return async (context) => {
      const report = await context.audited(
        {},
        () => addUser(context, user, settings, 'Set a password by reset-password.'),
        ({ sub }) => ({ sub }),
      );
      return { user: report, ...shown };
    };
  },
});
