import { incorrect } from '../../refusals.ts';
import { advance } from '../advance.ts';
import { checkPassword } from '../password.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';

/** A password as answer to the challenge PASSWORD of USER_AUTH. */
export const password: Challenge = async (call, answer) => {
  const { client, session, user } = answer;
  const sent = response(answer, 'PASSWORD');
  if (user === undefined) throw incorrect();
  checkPassword(call, user, sent);
  spend(call, session);
  return advance(call, client, user, 'first');
};
