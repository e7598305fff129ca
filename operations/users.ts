/** `npm run users`: shows and changes the users of a deployment. */

import { runOneOf } from './frame/commands.ts';
import { USERS } from './users/commands.ts';

await runOneOf(USERS);
