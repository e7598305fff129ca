import type { Commands } from '../frame/commands.ts';
import { disable, enable } from './access.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { addToGroup, groups, removeFromGroup } from './groups.ts';
import { invite } from './invite.ts';
import { list } from './list.ts';
import { resetFactors } from './reset-factors.ts';
import { resetPassword } from './reset-password.ts';
import { endSessions, sessions } from './sessions.ts';
import { show } from './show.ts';
import { unlock } from './unlock.ts';

export const USERS: Commands = {
  script: 'users',
  summary:
    'Shows and changes users. Prints JSON. Works on the sandbox unless --stack is given.\n' +
    'Every change is written to the log of the operators.',
  commands: {
    list,
    show,
    invite,
    create,
    disable,
    enable,
    'reset-password': resetPassword,
    'reset-factors': resetFactors,
    unlock,
    groups,
    'add-to-group': addToGroup,
    'remove-from-group': removeFromGroup,
    sessions,
    'end-sessions': endSessions,
    delete: remove,
  },
};
