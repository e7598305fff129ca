/**
 * EMAIL_OTP and SMS_MFA. As a first factor EMAIL_OTP has no lockout (seen on a real pool: six wrong
 * codes); as a second factor five wrong codes begin one (AWS: "Adding MFA to a user pool").
 */

import type { Call } from '../../call.ts';
import { userIsDisabled, wrongSignInCode } from '../../refusals.ts';
import type { UserRecord } from '../../state/records.ts';
import { saveUser } from '../../users/find.ts';
import { advance, complete } from '../advance.ts';
import { checkLockout, countFailure } from '../lockout.ts';
import type { Challenge } from '../respond.ts';
import { response } from '../respond.ts';
import { spend } from '../sessions.ts';

const challengeOf =
  (parameter: 'EMAIL_OTP_CODE' | 'SMS_MFA_CODE'): Challenge =>
  async (call, answer) => {
    const { client, session, user } = answer;
    const code = response(answer, parameter);
    const isSecond = session.record.proven === 'first';
    if (user !== undefined && isSecond) checkLockout(call, user);
    if (user === undefined || code !== session.record.code) {
      if (user !== undefined && isSecond) countFailure(call, user);
      throw wrongSignInCode();
    }
    if (!user.enabled) throw userIsDisabled();
    spend(call, session);
    if (isSecond) return complete(call, client, user);
    return advance(call, client, proven(call, user), 'first');
  };

/** The code came by e-mail: the address is verified, and an unconfirmed user is confirmed. */
const proven = (call: Call, user: UserRecord): UserRecord =>
  saveUser(call, user, {
    attributes: { ...user.attributes, email_verified: 'true' },
    status: user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status,
  });

export const emailOtp = challengeOf('EMAIL_OTP_CODE');
export const smsMfa = challengeOf('SMS_MFA_CODE');
