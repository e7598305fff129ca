import type { MailOutcome } from '../../core/mail-door/mail-outcome.ts';
import type { Outcomes } from './call.ts';

/**
 * Exceptions of the calls that send a code. Cognito throws them for existing users only or for
 * missing ones only, so none of them may change the answer. An unknown refusal is among them: a
 * trigger or a plan may have sentences of its own.
 */
export const MAIL_OUTCOMES: Outcomes<MailOutcome> = {
  AlreadyConfirmed: 'confirmed',
  UsernameExistsException: 'exists',

  AccountExpired: 'refused',
  AliasExistsException: 'refused',
  InvalidParameterException: 'refused',
  LimitExceededException: 'refused',
  PasswordResetRequiredException: 'refused',
  TooManyFailedAttemptsException: 'refused',
  UnknownRefusal: 'refused',
  UserDisabled: 'refused',
  UserNotConfirmedException: 'refused',
  UserNotFoundException: 'refused',
  UserUnknown: 'refused',

  // Cognito calls its triggers for existing users only.
  CodeDeliveryFailureException: 'failed',
  InvalidEmailRoleAccessPolicyException: 'failed',
  InvalidLambdaResponseException: 'failed',
  UnexpectedLambdaException: 'failed',
  UserLambdaValidationException: 'failed',
};
