import { incorrect, invalidParameter } from '../../refusals.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';
import { begin } from '../user-auth.ts';

/** ANSWER names one of the available challenges; the parameters of that one may come along. */
export const selectChallenge: Challenge = async (call, answer) => {
  const { client, pool, session, user } = answer;
  const chosen = response(answer, 'ANSWER');
  const challenge = session.record.choices?.find((each) => each === chosen);
  if (challenge === undefined) {
    throw invalidParameter(`Challenge ${chosen} is not available for the user`);
  }
  if (user === undefined) throw incorrect();
  const step = await begin(call, client, pool, user, {
    challenge: challenge as never,
    name: response(answer, 'USERNAME'),
    password: answer.responses.PASSWORD,
  });
  spend(call, session);
  return step;
};
