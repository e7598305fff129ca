import { forgetFailuresOf } from './name-rows.ts';
import { changeUser } from './user.ts';
import { requireUsername, USERNAME, userCommand } from './user-command.ts';

export const unlock = userCommand({
  name: 'unlock',
  summary: 'Forgets the failed sign-ins of a user.',
  options: USERNAME,
  examples: [
    { args: '--username jane@example.com --stack ChordianAuth-prod-Foundation', does: 'on AWS' },
  ],
  prepare(values) {
    const username = requireUsername(values.username);
    return (context) =>
      changeUser(context, username, async (user) => ({
        forgotten: await forgetFailuresOf(context, user),
      }));
  },
});
