import { CognitoException } from '../../exception.ts';
import type { MfaFactor } from '../../state/records.ts';
import { challengeFactor } from '../advance.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';

/** ANSWER names one of the factors of MFAS_CAN_CHOOSE. */
export const selectMfaType: Challenge = async (call, answer) => {
  const { client, session, user } = answer;
  const chosen = response(answer, 'ANSWER');
  const factor = session.record.choices?.find((each) => each === chosen);
  if (factor === undefined || user === undefined) {
    // [unproven] AWS documents the exception, not its sentence.
    throw new CognitoException(
      'MFAMethodNotFoundException',
      `MFA method ${chosen} is not configured for the user`,
    );
  }
  spend(call, session);
  return challengeFactor(call, client, user, factor as MfaFactor);
};
