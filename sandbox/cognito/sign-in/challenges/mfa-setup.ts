import { invalidParameter, userIsDisabled } from '../../refusals.ts';
import { saveUser } from '../../users/find.ts';
import { complete } from '../advance.ts';
import type { Challenge } from '../respond.ts';
import { spend } from '../sessions.ts';

/**
 * The end of a set-up whose software token VerifySoftwareToken has verified: MFA is on from now.
 */
export const mfaSetup: Challenge = async (call, { client, session, user }) => {
  if (user === undefined || session.record.setup?.verified !== true) {
    throw invalidParameter('User has not verified software token mfa');
  }
  if (!user.enabled) throw userIsDisabled();
  spend(call, session);
  const enabled = [...new Set([...user.mfa.enabled, 'SOFTWARE_TOKEN_MFA' as const])];
  return complete(call, client, saveUser(call, user, { mfa: { ...user.mfa, enabled } }));
};
