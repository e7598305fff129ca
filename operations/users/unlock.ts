import { changeCommand } from './change-user.ts';
import { forgetFailuresOf } from './name-rows.ts';

export const unlock = changeCommand({
  name: 'unlock',
  summary: 'Forgets the failed sign-ins of a user.',
  change: async (context, user) => ({ forgotten: await forgetFailuresOf(context, user) }),
});
