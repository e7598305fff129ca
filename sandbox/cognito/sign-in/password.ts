/** A password as first factor, in USER_PASSWORD_AUTH and in USER_AUTH. */

import type { Call } from '../call.ts';
import {
  incorrect,
  notAuthorized,
  passwordResetRequired,
  userIsDisabled,
  userNotConfirmed,
} from '../refusals.ts';
import type { UserRecord } from '../state/records.ts';
import { isPassword } from '../users/password.ts';
import { checkLockout, countFailure } from './lockout.ts';

/**
 * The order is Cognito's: a lockout and a pending reset come before the password is looked at (a
 * stranger learns of both), a disabled or unconfirmed user only after the right one.
 * @throws {CognitoException} NotAuthorizedException | PasswordResetRequiredException |
 * UserNotConfirmedException
 */
export function checkPassword(call: Call, user: UserRecord, password: string): void {
  checkLockout(call, user);
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
  if (!isPassword(user.password, password)) {
    countFailure(call, user);
    throw incorrect();
  }
  if (!user.enabled) throw userIsDisabled();
  if (user.status === 'UNCONFIRMED') throw userNotConfirmed();
  if (user.temporaryUntil !== undefined && user.temporaryUntil <= call.now) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}
