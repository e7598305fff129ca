import type { CodeOutcome } from '../../core/mail-door/code-outcome.ts';
import type { Outcomes } from './call.ts';

/** Exceptions of the calls that take a mailed code. */
export const CODE_OUTCOMES: Outcomes<CodeOutcome> = {
  AccountExpired: 'refused',
  AliasExistsException: 'refused',
  AlreadyConfirmed: 'refused',
  CodeMismatchException: 'refused',
  ExpiredCodeException: 'refused',
  InvalidParameterException: 'refused',
  PasswordResetRequiredException: 'refused',
  UnknownRefusal: 'refused',
  UserDisabled: 'refused',
  UserNotConfirmedException: 'refused',
  UserNotFoundException: 'refused',
  UserUnknown: 'refused',

  LimitExceededException: 'limited',
  TooManyFailedAttemptsException: 'limited',

  InvalidPasswordException: 'pool_policy',
  PasswordHistoryPolicyViolationException: 'used_before',
};
