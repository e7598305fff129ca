import { CognitoException } from '../../exception.ts';
import { incorrect } from '../../refusals.ts';
import { attributesOf, checkAliases, merged } from '../../users/attributes.ts';
import { setPassword } from '../../users/password.ts';
import { advance } from '../advance.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';

const ATTRIBUTE = 'userAttributes.';

/** The person's own password in place of a temporary one; attributes may come along. */
export const newPasswordRequired: Challenge = async (call, answer) => {
  const { client, pool, session, user } = answer;
  const password = response(answer, 'NEW_PASSWORD');
  if (user === undefined) throw incorrect();
  const changes = attributesOf(
    pool,
    Object.entries(answer.responses)
      .filter(([name]) => name.startsWith(ATTRIBUTE))
      .map(([name, Value]) => ({ Name: name.slice(ATTRIBUTE.length), Value })),
    'user',
  );
  checkAliases(call, pool, user, changes);
  try {
    const saved = setPassword(call, pool, user, password, {
      status: 'CONFIRMED',
      attributes: merged(user.attributes, changes),
    });
    spend(call, session);
    return advance(call, client, saved, 'first');
  } catch (error) {
    const spends = call.settings.switches.refusedNewPassword === 'session spent';
    if (error instanceof CognitoException && spends) spend(call, session);
    throw error;
  }
};
