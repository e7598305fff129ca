/**
 * What each exception of Cognito means: a default for every call, which a call may override (see
 * API_InitiateAuth, API_RespondToAuthChallenge and API_RevokeToken, "Errors").
 */

import type { ErrorCode } from '../../../contract/errors/index.ts';

/**
 * Names for the refusals that share the name NotAuthorizedException. Only the start of the message
 * tells them apart. The first match counts.
 */
const NOT_AUTHORIZED = {
  // Threat protection of the Plus plan blocks a sign-in with a sentence of its own.
  WrongPassword: /^(incorrect username or password|unable to login because of security reasons)/i,
  UserDisabled: /^user is disabled/i,
  UserUnknown: /^user does not exist/i,
  TemporaryPasswordExpired: /^temporary password has expired/i,
  AccountExpired: /^user account has expired/i,
  PasswordAttemptsExceeded: /^password attempts exceeded/i,
  SessionRejected: /^invalid session/i,
  RefreshTokenRejected: /^(invalid refresh token|refresh token has (been revoked|expired))/i,
  SignUpNotPermitted: /^signup is not permitted/i,
  SecretHashRejected: /secret ?hash|client .*secret/i,
  AccessTokenRejected: /^(invalid access token|access token has (been revoked|expired))/i,
} as const;

/** The same for InvalidParameterException, which is otherwise a mistake of this service. */
const ALREADY_CONFIRMED = /^user is already confirmed/i;

type Refusal = keyof typeof NOT_AUTHORIZED | 'UnknownRefusal';
const NOT_AUTHORIZED_ENTRIES = Object.entries(NOT_AUTHORIZED) as [Refusal, RegExp][];

/**
 * The default meaning of an exception. A state of the user is unexpected by default, because each
 * call must decide what it may disclose of it.
 */
export const MEANINGS = {
  UserNotConfirmedException: 'INTERNAL_ERROR',
  PasswordResetRequiredException: 'INTERNAL_ERROR',
  UserNotFoundException: 'INTERNAL_ERROR',
  UsernameExistsException: 'INTERNAL_ERROR',
  AliasExistsException: 'INTERNAL_ERROR',
  AlreadyConfirmed: 'INTERNAL_ERROR',

  CodeMismatchException: 'INTERNAL_ERROR',
  ExpiredCodeException: 'INTERNAL_ERROR',
  InvalidPasswordException: 'INTERNAL_ERROR',
  PasswordHistoryPolicyViolationException: 'INTERNAL_ERROR',
  TooManyFailedAttemptsException: 'SERVICE_UNAVAILABLE',

  CodeDeliveryFailureException: 'BAD_GATEWAY',

  EnableSoftwareTokenMFAException: 'INTERNAL_ERROR',
  MFAMethodNotFoundException: 'INTERNAL_ERROR',
  SoftwareTokenMFANotFoundException: 'INTERNAL_ERROR',

  WebAuthnChallengeNotFoundException: 'INTERNAL_ERROR',
  WebAuthnClientMismatchException: 'INTERNAL_ERROR',
  WebAuthnConfigurationMissingException: 'INTERNAL_ERROR',
  WebAuthnCredentialNotSupportedException: 'INTERNAL_ERROR',
  WebAuthnNotEnabledException: 'INTERNAL_ERROR',
  WebAuthnOriginNotAllowedException: 'INTERNAL_ERROR',
  WebAuthnRelyingPartyMismatchException: 'INTERNAL_ERROR',

  ConcurrentModificationException: 'SERVICE_UNAVAILABLE',
  TooManyRequestsException: 'SERVICE_UNAVAILABLE',
  LimitExceededException: 'SERVICE_UNAVAILABLE',

  InternalErrorException: 'BAD_GATEWAY',
  InvalidLambdaResponseException: 'BAD_GATEWAY',
  UnexpectedLambdaException: 'BAD_GATEWAY',
  UserLambdaValidationException: 'BAD_GATEWAY',

  FeatureUnavailableInTierException: 'INTERNAL_ERROR',
  ForbiddenException: 'INTERNAL_ERROR',
  InvalidEmailRoleAccessPolicyException: 'INTERNAL_ERROR',
  InvalidParameterException: 'INTERNAL_ERROR',
  InvalidSmsRoleAccessPolicyException: 'INTERNAL_ERROR',
  InvalidSmsRoleTrustRelationshipException: 'INTERNAL_ERROR',
  InvalidUserPoolConfigurationException: 'INTERNAL_ERROR',
  OperationNotEnabledException: 'INTERNAL_ERROR',
  ResourceNotFoundException: 'INTERNAL_ERROR',
  UnauthorizedException: 'INTERNAL_ERROR',
  UnsupportedOperationException: 'INTERNAL_ERROR',
  UnsupportedTokenTypeException: 'INTERNAL_ERROR',

  WrongPassword: 'INTERNAL_ERROR',
  UserDisabled: 'INTERNAL_ERROR',
  UserUnknown: 'INTERNAL_ERROR',
  TemporaryPasswordExpired: 'INTERNAL_ERROR',
  AccountExpired: 'INTERNAL_ERROR',
  PasswordAttemptsExceeded: 'INTERNAL_ERROR',
  SessionRejected: 'INTERNAL_ERROR',
  RefreshTokenRejected: 'INTERNAL_ERROR',
  SignUpNotPermitted: 'INTERNAL_ERROR',
  SecretHashRejected: 'INTERNAL_ERROR',
  AccessTokenRejected: 'INTERNAL_ERROR',
  /** A NotAuthorizedException with any other message. */
  UnknownRefusal: 'INTERNAL_ERROR',
} as const satisfies Record<`${string}Exception` | Refusal | 'AlreadyConfirmed', ErrorCode>;

/** The name of an exception, or of a refusal that shares its exception with others. */
export type CognitoExceptionName = keyof typeof MEANINGS;

/** What a call overrides. */
export type Overrides = Readonly<Partial<Record<CognitoExceptionName, ErrorCode>>>;

/**
 * Returns the code for what a call threw. Anything but an exception of Cognito is a failure on the
 * way to Cognito, and so is an exception that is not in the table.
 */
export function meaningOf(error: unknown, overrides: Overrides): ErrorCode {
  const name = exceptionNameOf(error);
  return name === undefined ? 'BAD_GATEWAY' : { ...MEANINGS, ...overrides }[name];
}

/** Returns the name of an exception of Cognito, or undefined for anything that is not in the table. */
export function exceptionNameOf(error: unknown): CognitoExceptionName | undefined {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  if (name === 'NotAuthorizedException') return refusalIn(message);
  if (name === 'InvalidParameterException' && ALREADY_CONFIRMED.test(message)) {
    return 'AlreadyConfirmed';
  }
  return Object.hasOwn(MEANINGS, name) ? (name as CognitoExceptionName) : undefined;
}

const refusalIn = (message: string): Refusal =>
  NOT_AUTHORIZED_ENTRIES.find(([, pattern]) => pattern.test(message))?.[0] ?? 'UnknownRefusal';
