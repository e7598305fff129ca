import { passkeysAreMfa } from '../../factors/offered.ts';
import { readAssertion } from '../../factors/webauthn.ts';
import { incorrect, userIsDisabled, userNotConfirmed } from '../../refusals.ts';
import { saveUser } from '../../users/find.ts';
import { advance } from '../advance.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';

/**
 * A passkey. [unproven] AWS documents NotAuthorizedException for a wrong one, not its sentence, and
 * not whether it spends the session.
 */
export const webAuthn: Challenge = async (call, answer) => {
  const { client, pool, session, user } = answer;
  const credential = response(answer, 'CREDENTIAL');
  const challenge = session.record.webauthn ?? '';
  const read =
    user === undefined ? undefined : await readAssertion(pool, user, challenge, credential);
  if (user === undefined || read === undefined) {
    if (call.settings.switches.wrongPasskey === 'session spent') spend(call, session);
    throw incorrect();
  }
  if (!user.enabled) throw userIsDisabled();
  if (user.status === 'UNCONFIRMED') throw userNotConfirmed();
  spend(call, session);
  const saved = saveUser(call, user, {
    passkeys: user.passkeys.map((passkey) =>
      passkey.id === read.id ? { ...passkey, counter: read.counter } : passkey,
    ),
  });
  const isBoth = passkeysAreMfa(pool) && user.mfa.passkey && read.userVerified;
  return advance(call, client, saved, isBoth ? 'both' : 'first');
};
