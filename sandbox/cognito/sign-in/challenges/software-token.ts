import { CognitoException } from '../../exception.ts';
import { periodOf } from '../../factors/totp.ts';
import { totpCodeUsed, userIsDisabled, wrongTotpCode } from '../../refusals.ts';
import { saveUser } from '../../users/find.ts';
import { complete } from '../advance.ts';
import { checkLockout, countFailure } from '../lockout.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';

/** A code of an authenticator app. A code is accepted once, also across VerifySoftwareToken. */
export const softwareTokenMfa: Challenge = async (call, answer) => {
  const { client, session, user } = answer;
  const code = response(answer, 'SOFTWARE_TOKEN_MFA_CODE');
  if (user?.softwareToken?.verified !== true) {
    // An administrator deleted the token while the sign-in was under way.
    throw new CognitoException(
      'SoftwareTokenMFANotFoundException',
      'User has not set up software token mfa',
    );
  }
  checkLockout(call, user);
  const period = periodOf(user.softwareToken.secret, code, call.now);
  if (period === undefined) {
    countFailure(call, user);
    throw wrongTotpCode();
  }
  if (period <= user.softwareToken.usedPeriod) throw totpCodeUsed();
  if (!user.enabled) throw userIsDisabled();
  const softwareToken = { ...user.softwareToken, usedPeriod: period };
  spend(call, session);
  return complete(call, client, saveUser(call, user, { softwareToken }));
};
