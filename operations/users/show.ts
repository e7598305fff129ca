import { listGroups } from './groups.ts';
import { listSessions } from './sessions.ts';
import { findUser } from './user.ts';
import { ON_AWS, requireUsername, USERNAME, userCommand } from './user-command.ts';

export const show = userCommand({
  name: 'show',
  summary: 'Shows a user with groups, second factors and the number of sessions.',
  options: USERNAME,
  examples: [ON_AWS],
  prepare(values) {
    const username = requireUsername(values.username);
    return async (context) => {
      const user = await findUser(context, username);
      const [groups, sessions] = await Promise.all([
        listGroups(context, user),
        listSessions(context, user.report.sub),
      ]);
      const { report, factors } = user;
      return { user: report, groups, factors, sessions: sessions.length };
    };
  },
});
